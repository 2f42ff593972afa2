import { acceptCompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder, tooltips } from '@codemirror/view'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import type { ExpressionError } from '../../../engine/expression/index.ts'
import type { TextEdit } from '../mend.ts'
import type { FormulaPlace } from '../place.ts'
import { completion } from './completion.ts'
import { dressing, placeFacet, pointOpensLink, showMistakes } from './dressing.ts'
import { signature } from './signature.ts'

/** What the dialog does to the text beside typing. */
export interface CodeHandle {
  /** Puts a text where the cursor stands; the cursor goes `back` characters from its end. */
  insert(text: string, back?: number): void
  edit(edit: TextEdit): void
  focus(): void
}

interface CodeBoxProps {
  readonly initial: string
  readonly place: FormulaPlace
  readonly label: string
  readonly hint: string
  readonly mistakes: readonly ExpressionError[]
  readonly describedBy: string
  readonly onChange: (text: string) => void
  readonly handle: Ref<CodeHandle>
}

/** Formula text with the language's own colours, fields as chips, completion and argument help. Tab completes or leaves; it never traps the focus. */
export default function CodeBox({
  initial,
  place,
  label,
  hint,
  mistakes,
  describedBy,
  onChange,
  handle,
}: CodeBoxProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const changed = useRef(onChange)
  changed.current = onChange
  // The editor owns its text while it is open: it is made once for a place.
  const start = useRef(initial)
  useEffect(() => {
    if (host.current === null) return
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: start.current,
        selection: { anchor: start.current.length },
        extensions: [
          placeFacet.of(place),
          dressing,
          pointOpensLink,
          completion,
          signature,
          history(),
          drawSelection(),
          closeBrackets(),
          EditorView.lineWrapping,
          placeholder(hint),
          tooltips({ position: 'fixed' }),
          keymap.of([
            { key: 'Tab', run: acceptCompletion },
            ...closeBracketsKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.contentAttributes.of({
            'aria-label': label,
            'aria-describedby': describedBy,
            'aria-multiline': 'true',
            spellcheck: 'false',
            autocapitalize: 'off',
            autocorrect: 'off',
          }),
          EditorView.updateListener.of(update => {
            if (!update.docChanged) return
            start.current = update.state.doc.toString()
            changed.current(start.current)
          }),
        ],
      }),
    })
    view.current = editor
    editor.focus()
    return () => editor.destroy()
  }, [place, label, hint, describedBy])
  useEffect(() => view.current?.dispatch({ effects: showMistakes.of(mistakes) }), [mistakes])
  useImperativeHandle(handle, () => ({
    insert(text, back = 0) {
      const editor = view.current
      if (editor === null) return
      const { from, to } = editor.state.selection.main
      editor.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: from + text.length - back },
        scrollIntoView: true,
      })
      editor.focus()
    },
    edit({ from, to, insert }) {
      view.current?.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } })
      view.current?.focus()
    },
    focus: () => view.current?.focus(),
  }))
  return <div ref={host} className="fd-code" />
}
