import { lazy, type ReactNode, Suspense, useId, useMemo, useRef, useState } from 'react'
import { Button, Dialog, Skeleton } from '../../runtime/index.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import type { CodeHandle } from './code/CodeBox.tsx'
import { dress } from './dress.ts'
import { ExampleList } from './ExampleList.tsx'
import { FieldList } from './FieldList.tsx'
import { FunctionList } from './FunctionList.tsx'
import { Mistakes } from './Mistakes.tsx'
import { storedFormula } from './names.ts'
import type { FormulaPlace } from './place.ts'
import { exampleTexts } from './texts.ts'
import { useSettled } from './useSettled.ts'

const CodeBox = lazy(() => import('./code/CodeBox.tsx'))

/** A pause in typing after which mistakes and results are shown. */
const PAUSE_MS = 300

interface FormulaDialogProps {
  readonly title: string
  readonly formula: string
  readonly place: FormulaPlace
  readonly onSave: (formula: string) => void
  readonly onClose: () => void
  /** what stands below the formula: its result on a record; `null` while the formula has mistakes */
  readonly result?: (formula: string | null) => ReactNode
}

/** "Formula": the text with chips and colours, mistakes with their mends, the result on a record, and what there is to put in. */
export function FormulaDialog({ title, formula, place, onSave, onClose, result }: FormulaDialogProps) {
  const { d } = useDesign()
  const examplesName = usePageTexts(exampleTexts)('examples')
  const [text, setText] = useState(formula)
  const settled = useSettled(text, PAUSE_MS)
  const { errors, hints } = useMemo(() => dress(settled, place), [settled, place])
  const code = useRef<CodeHandle>(null)
  const mistakesId = useId()
  const insert = (piece: string, back?: number) => code.current?.insert(piece, back)
  const [aside, setAside] = useState<'fields' | 'functions' | 'examples'>('fields')
  return (
    <Dialog
      title={title}
      kind="wide"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{d('formula.cancel')}</Button>
          <Button
            kind="primary"
            onClick={() => {
              onSave(storedFormula(text, place))
              onClose()
            }}
          >
            {d('formula.keep')}
          </Button>
        </>
      }
    >
      <div className="fd-formula-dialog">
        <div className="fd-formula-main">
          <Suspense fallback={<Skeleton lines={3} height={20} />}>
            <CodeBox
              initial={formula}
              place={place}
              label={d('designer.formula')}
              hint={d('formula.placeholder')}
              mistakes={errors}
              describedBy={mistakesId}
              onChange={setText}
              handle={code}
            />
          </Suspense>
          <Mistakes
            id={mistakesId}
            formula={settled}
            place={place}
            errors={errors}
            hints={hints}
            // A mend fits the very text it was found in.
            {...(text === settled ? { onMend: edit => code.current?.edit(edit) } : {})}
          />
          {result?.(errors.length > 0 || settled.trim() === '' ? null : settled)}
        </div>
        <aside className="fd-formula-aside">
          <div className="fd-widths">
            {(['fields', 'functions', 'examples'] as const).map(part => (
              <button key={part} type="button" aria-pressed={aside === part} onClick={() => setAside(part)}>
                {part === 'examples' ? examplesName : d(`formula.${part}`)}
              </button>
            ))}
          </div>
          {aside === 'fields' ? <FieldList place={place} onInsert={insert} /> : null}
          {aside === 'functions' ? <FunctionList onInsert={insert} /> : null}
          {aside === 'examples' ? <ExampleList place={place} onInsert={insert} /> : null}
        </aside>
      </div>
    </Dialog>
  )
}
