import { useNavigate } from 'react-router'
import type { ApiProblem } from '../api/apiError.ts'
import type { RecordDocument } from '../api/types.ts'
import { recordPath } from '../app/navigation.ts'
import { type Labelled, useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'

export interface Refusal {
  readonly record: RecordDocument
  readonly title: string
  readonly stage: string
  readonly errors: readonly ApiProblem[]
}

/** A gate that holds: what is missing, and the way to fill it in. */
export function RefusedMove({
  app,
  form,
  refusal,
  onClose,
}: {
  readonly app: string
  readonly form: string
  readonly refusal: Refusal
  readonly onClose: () => void
}) {
  const { t } = useText()
  const navigate = useNavigate()
  return (
    <Dialog
      title={t('kanban.refused', { title: refusal.title, stage: refusal.stage })}
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={() => void navigate(recordPath(app, form, refusal.record.id))}>
          {t('kanban.openToFill')}
        </Button>
      }
    >
      <p className="fw-muted fw-missing-head">{t('stage.missing')}</p>
      <MissingList errors={refusal.errors} />
    </Dialog>
  )
}

export function MissingList({ errors }: { readonly errors: readonly ApiProblem[] }) {
  const { label } = useText()
  return (
    <ul className="fw-missing">
      {errors.map(({ path, code, message, params }) => (
        <li key={`${path} ${code} ${message}`}>
          <Icon name="alert" size={16} />
          {missingWords({ path, code, message, params }, label)}
        </li>
      ))}
    </ul>
  )
}

/** A missing field by its label alone; anything else in its own words, without the "still needed" they begin with. */
export function missingWords({ code, message, params }: ApiProblem, label: (text: Labelled) => string): string {
  const field = params.field as Labelled
  if (code === 'stage_gate' && field !== undefined) return label(field)
  return message.replace(/^(还差：|Still needed: )/, '').replace(/[。.]$/, '')
}
