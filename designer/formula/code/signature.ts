import { type EditorState, type Extension, StateField } from '@codemirror/state'
import { type PanelConstructor, showPanel } from '@codemirror/view'
import { argumentIndex, argumentName, type Call, callsAt } from '../call.ts'
import { dressing, placeFacet } from './dressing.ts'

interface Shown {
  readonly name: string
  readonly panel: PanelConstructor
}

/** While the cursor is inside a call: the function's arguments with the current one marked, and what it does. Below the text, where it covers nothing. */
export const signature: Extension = StateField.define<Shown | null>({
  create: state => shownAt(state, null),
  update: (before, transaction) =>
    transaction.docChanged || transaction.selection !== undefined ? shownAt(transaction.state, before) : before,
  provide: field => showPanel.from(field, shown => shown?.panel ?? null),
})

function shownAt(state: EditorState, before: Shown | null): Shown | null {
  const [call] = callsAt(state.field(dressing).formula.pieces, state.selection.main.head)
  if (call === undefined) return null
  const { language } = state.facet(placeFacet)
  const name = `${call.definition.name} ${call.index} ${language}`
  return before?.name === name ? before : { name, panel: () => ({ dom: signatureBox(call, language) }) }
}

function signatureBox({ definition, index }: Call, language: 'zh' | 'en'): HTMLElement {
  const box = document.createElement('div')
  box.className = 'fd-signature'
  // Read out when it changes; the list of completions says the rest.
  box.setAttribute('role', 'status')
  const line = box.appendChild(document.createElement('code'))
  line.append(`${definition.name}(`)
  const current = argumentIndex(definition, index)
  for (const [at, argument] of definition.args.entries()) {
    if (at > 0) line.append(', ')
    const part = line.appendChild(document.createElement(at === current ? 'b' : 'span'))
    part.textContent = argumentName(argument, language)
  }
  line.append(')')
  box.appendChild(document.createElement('p')).textContent = definition.help[language]
  return box
}
