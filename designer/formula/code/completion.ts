import {
  autocompletion,
  type Completion,
  type CompletionContext,
  pickedCompletion,
  startCompletion,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { argumentName } from '../call.ts'
import type { FormulaPlace } from '../place.ts'
import { type Suggestion, suggestionsAt } from '../suggestions.ts'
import { wordsOfType } from '../words.ts'
import { placeFacet } from './dressing.ts'

/** Completion from `suggestionsAt`, in its order; the list lies above the dialog's edge and reads itself out by label, type and help. */
export const completion: Extension = autocompletion({
  override: [
    (context: CompletionContext) => {
      const place = context.state.facet(placeFacet)
      const found = suggestionsAt(context.state.doc.toString(), context.pos, place, context.explicit)
      if (found === null) return null
      return {
        from: found.from,
        to: found.to,
        filter: false,
        options: found.items.map(item => completionOf(item, place)),
      }
    },
  ],
  icons: false,
  maxRenderedOptions: 60,
  activateOnTypingDelay: 60,
  interactionDelay: 30,
  optionClass: ({ type }) => `fd-suggestion is-${type}`,
})

function completionOf(item: Suggestion, place: FormulaPlace): Completion {
  const help = item.help?.[place.language] ?? item.help?.zh ?? item.help?.en
  const detail = item.definition
    ? `(${item.definition.args.map(argument => argumentName(argument, place.language)).join(', ')})`
    : item.type === undefined
      ? ''
      : wordsOfType(item.type, place)
  return {
    label: item.shown,
    detail,
    type: item.kind,
    ...(help === undefined ? {} : { info: () => infoBox(help, item) }),
    apply: (view, completion, from, to) => take(view, completion, item, from, to),
  }
}

function infoBox(help: string, { definition }: Suggestion): HTMLElement {
  const box = document.createElement('div')
  box.appendChild(document.createElement('p')).textContent = help
  const example = definition?.examples[0]
  if (example !== undefined)
    box.appendChild(document.createElement('code')).textContent = `${example.formula} = ${example.result}`
  return box
}

/** Puts a suggestion in: a function opens its brackets (or uses those that are there), a link stays open for its members. */
function take(view: EditorView, completion: Completion, item: Suggestion, from: number, to: number): void {
  const called = item.kind === 'function'
  const bracket = called && /^\s*[(（]/.test(view.state.doc.sliceString(to, to + 8))
  const insert = bracket ? item.key : item.insert
  const empty = item.definition?.args.length === 0
  const cursor = from + insert.length + (bracket ? 1 : called && !empty ? -1 : 0)
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: cursor },
    userEvent: 'input.complete',
    annotations: pickedCompletion.of(completion),
    scrollIntoView: true,
  })
  if (called && !empty) startCompletion(view)
}
