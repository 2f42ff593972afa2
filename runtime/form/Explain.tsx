import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import { type OpenApp, useOpenApp } from '../app/appContext.tsx'
import { dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { Explanation } from '../explain/Explanation.tsx'
import { explainWords } from '../i18n/texts/explain.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

interface ExplainProps {
  readonly form: CompiledForm
  readonly id: string
  readonly field: CompiledField
  readonly onClose: () => void
}

/** "怎么算的?": how a value came about, to read on a phone as well as at a desk, and to print. */
export default function Explain({ form, id, field, onClose }: ExplainProps) {
  const { label } = useText()
  const w = useWords(explainWords)
  const app = useOpenApp()
  return (
    <Dialog
      kind="wide"
      title={w('title', { field: label(field.label) })}
      onClose={onClose}
      footer={
        <Button icon="print" onClick={() => window.print()}>
          {w('print')}
        </Button>
      }
    >
      <article className="fw-explain">
        <Explanation form={form.key} id={id} path={field.key} />
        <PrintFoot app={app} />
      </article>
    </Dialog>
  )
}

/** On paper: from which app, for whom, when. */
function PrintFoot({ app }: { readonly app: OpenApp }) {
  const { label } = useText()
  const w = useWords(explainWords)
  const me = useMe()
  return (
    <p className="fw-explain-print">
      {w('printed', {
        app: label(app.visible.definition.name),
        name: me.user.name,
        at: dateTimeText(new Date().toISOString(), me.user.zone),
      })}
    </p>
  )
}
