import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import { ApiError } from '../api/apiError.ts'
import { get, newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordButton, RecordDocument } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { FormView } from '../form/FormView.tsx'
import { type Right, useRecordForm } from '../form/useRecordForm.ts'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'

interface ButtonsProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly record: RecordDocument
}

/** What the app offers to do with this record: one press, or a short form first. */
export default function Buttons({ app, form, record }: ButtonsProps) {
  const { t, label } = useText()
  const client = useQueryClient()
  const [asking, setAsking] = useState<RecordButton>()
  const [busy, setBusy] = useState<string>()
  const path = `/apps/${app.key}/forms/${form.key}/records/${record.id}/buttons`
  const { data } = useQuery({
    queryKey: keys.record(app.key, form.key, record.id, 'buttons'),
    queryFn: ({ signal }) => get<{ readonly buttons: readonly RecordButton[] }>(path, signal),
    retry: false,
  })
  if (data === undefined || data.buttons.length === 0) return null
  const press = async (button: RecordButton, values: object): Promise<ApiError | undefined> => {
    setBusy(button.automation)
    try {
      await request('POST', `${path}/${button.automation}`, { body: values, key: newKey() })
      toast.done(t('record.pressed', { button: label(button.label) }))
      setAsking(undefined)
      return undefined
    } catch (error) {
      if (error instanceof ApiError && error.errors.length > 0 && button.ask.length > 0) return error
      toast.failed(error)
      return undefined
    } finally {
      setBusy(undefined)
      await client.invalidateQueries({ queryKey: keys.form(app.key, form.key) })
    }
  }
  return (
    <div className="fw-row fw-wrap">
      {data.buttons.map(button => (
        <Button
          key={button.automation}
          busy={busy === button.automation}
          title={button.help === null ? undefined : label(button.help)}
          onClick={() => (button.ask.length > 0 ? setAsking(button) : void press(button, {}))}
        >
          {label(button.label)}
        </Button>
      ))}
      {asking === undefined ? null : (
        <Ask
          form={form}
          record={record}
          button={asking}
          onPress={values => press(asking, values)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </div>
  )
}

interface AskProps {
  readonly form: CompiledForm
  readonly record: RecordDocument
  readonly button: RecordButton
  readonly onPress: (values: object) => Promise<ApiError | undefined>
  readonly onClose: () => void
}

/** The fields a button asks for, and nothing else of the record. */
function Ask({ form, record: before, button, onPress, onClose }: AskProps) {
  const { t, label } = useText()
  const [busy, setBusy] = useState(false)
  const rights: Record<string, Right> = Object.fromEntries(
    [...form.fields.keys()].map(key => [key, button.ask.includes(key) ? 'write' : 'hidden']),
  )
  const record = useRecordForm({ form, before, rights, drafts: false })
  const submit = async () => {
    if (!record.check()) return
    setBusy(true)
    const refused = await onPress(record.body())
    if (refused !== undefined) record.refuse(refused.errors)
    setBusy(false)
  }
  return (
    <Dialog
      title={label(button.label)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void submit()}>
            {label(button.label)}
          </Button>
        </>
      }
    >
      <div className="fw-stack">
        {button.help === null ? null : <p className="fw-faint">{label(button.help)}</p>}
        <FormView record={record} />
      </div>
    </Dialog>
  )
}
