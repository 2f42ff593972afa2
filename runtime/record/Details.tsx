import { useEffect, useMemo, useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import type { RecordDocument } from '../api/types.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { FormView, jumpTo } from '../form/FormView.tsx'
import { useLeaveGuard, useSaveKey } from '../form/useLeaveGuard.ts'
import { type Right, useRecordForm } from '../form/useRecordForm.ts'
import { useSave } from '../form/useSave.ts'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/toast.tsx'
import { Conflict } from './Conflict.tsx'

interface DetailsProps {
  readonly form: CompiledForm
  readonly record: RecordDocument
  readonly editing: boolean
  readonly onEditing: (editing: boolean) => void
}

const READ: Readonly<Record<string, Right>> = { '*': 'read' }

/** The values; a press on one that may be changed begins the change there. */
export function Details({ form, record, editing, onEditing }: DetailsProps) {
  const app = useOpenApp()
  const [from, setFrom] = useState<string>()
  if (editing) return <Editing key="editing" form={form} record={record} from={from} onDone={() => onEditing(false)} />
  const begin = (target: HTMLElement) => {
    if (target.closest('a, button, input') !== null || window.getSelection()?.toString() !== '') return
    const path = target.closest<HTMLElement>('[data-path]')?.dataset.path
    const field = form.fields.get(path?.slice(1) ?? '')
    if (
      field === undefined ||
      field.computed ||
      !app.can(form.key, 'update') ||
      app.right(form.key, field.key) !== 'write'
    )
      return
    setFrom(path)
    onEditing(true)
  }
  return <Reading key={record.version} form={form} record={record} begin={begin} />
}

function Reading({
  form,
  record,
  begin,
}: {
  readonly form: CompiledForm
  readonly record: RecordDocument
  readonly begin: (target: HTMLElement) => void
}) {
  const view = useRecordForm({ form, before: record, rights: READ, drafts: false })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer
    <div className="fw-reading" onDoubleClick={event => begin(event.target as HTMLElement)}>
      <FormView record={view} />
    </div>
  )
}

function Editing({
  form,
  record: newest,
  from,
  onDone,
}: {
  readonly form: CompiledForm
  readonly record: RecordDocument
  readonly from: string | undefined
  readonly onDone: () => void
}) {
  const { t } = useText()
  // What was there when the change began: others' saves meanwhile show as a conflict, not as a jump.
  const [base] = useState(newest)
  const before = useMemo(() => ({ ...base }), [base])
  const record = useRecordForm({ form, before })
  const saving = useSave(record)
  const [done, setDone] = useState(false)
  useLeaveGuard(record.dirty && !done)
  useEffect(() => {
    if (from !== undefined) requestAnimationFrame(() => jumpTo(from))
  }, [from])
  const finish = (saved: RecordDocument | undefined) => {
    if (saved === undefined) return
    setDone(true)
    record.reset()
    toast.done(t('form.saved'))
    onDone()
  }
  const submit = async () => {
    if (!saving.busy) finish(await saving.save())
  }
  useSaveKey(() => void submit())
  return (
    <form
      noValidate
      className="fw-editing"
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      {newest.version > base.version ? (
        <p className="fw-note is-warning" role="status">
          {t('record.changedBySomebody')}
        </p>
      ) : null}
      <FormView record={record} />
      <div className="fw-form-bar">
        <Button
          onClick={() => {
            record.reset()
            onDone()
          }}
        >
          {t('word.cancel')}
        </Button>
        <Button type="submit" kind="primary" busy={saving.busy} disabled={!record.dirty}>
          {t(saving.busy ? 'form.saving' : 'form.save')}
        </Button>
      </div>
      {saving.conflict === undefined ? null : (
        <Conflict
          record={record}
          theirs={saving.conflict}
          busy={saving.busy}
          onSettle={body => void saving.settle(body).then(finish)}
          onClose={saving.dismiss}
        />
      )}
    </form>
  )
}
