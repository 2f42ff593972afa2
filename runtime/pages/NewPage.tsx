import { useMemo, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { type CompiledForm, parseValue, type RecordValues } from '../../engine/index.ts'
import { type OpenApp, useOpenApp } from '../app/appContext.tsx'
import { formPath, recordPath, viewPath } from '../app/navigation.ts'
import { titleOf } from '../app/ValueView.tsx'
import { FormView } from '../form/FormView.tsx'
import { useLeaveGuard, useSaveKey } from '../form/useLeaveGuard.ts'
import { useRecordForm } from '../form/useRecordForm.ts'
import { useSave } from '../form/useSave.ts'
import { useText } from '../i18n/useText.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import NotFound from './NotFound.tsx'

/** A new record; `?customer=…` fills a field, `?back=` says where to go afterwards. */
export default function NewPage() {
  const { form: key = '' } = useParams()
  const { t, label } = useText()
  const app = useOpenApp()
  const form = app.form(key)
  const [round, setRound] = useState(0)
  if (form === undefined) return <NotFound />
  if (!app.can(form.key, 'create'))
    return <Empty icon="form" title={t('form.notAllowed', { form: label(form.name) })} />
  return <NewRecord key={round} app={app} form={form} again={() => setRound(round + 1)} />
}

function startValues(form: CompiledForm, parameters: URLSearchParams): RecordValues {
  const values: Record<string, unknown> = {}
  for (const [key, text] of parameters) {
    const field = form.fields.get(key)
    if (field === undefined || field.system || field.computed || field.rows !== undefined) continue
    const parsed = parseValue(field, field.list ? text.split(',') : text)
    if ('value' in parsed) values[key] = parsed.value
  }
  return values
}

/** Only addresses of ours (SR-25). */
const safePath = (path: string | null): string | undefined =>
  path !== null && /^\/(?!\/)/.test(path) ? path : undefined

function NewRecord({
  app,
  form,
  again,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly again: () => void
}) {
  const { t, label } = useText()
  const navigate = useNavigate()
  const [parameters] = useSearchParams()
  const initial = useMemo(() => startValues(form, parameters), [form, parameters])
  const firstView = app.visible.definition.views?.find(view => view.form === form.key)
  const back =
    safePath(parameters.get('back')) ??
    (firstView === undefined ? formPath(app.key, form.key) : viewPath(app.key, firstView.key))
  usePage(t('form.newTitle', { form: label(form.name) }), back, 'form')
  const record = useRecordForm({ form, before: null, initial })
  const { save, busy } = useSave(record)
  const letGo = useLeaveGuard(record.dirty)
  const submit = async (another: boolean) => {
    if (busy) return
    const saved = await save()
    if (saved === undefined) return
    letGo()
    record.reset()
    const title = titleOf(form, saved)
    toast.done(title === '' ? t('form.saved') : t('form.savedTitle', { title }))
    if (another) again()
    else if (safePath(parameters.get('back')) !== undefined) void navigate(back)
    else void navigate(recordPath(app.key, form.key, saved.id))
  }
  useSaveKey(() => void submit(false))
  return (
    <form
      className="fw-form-page"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void submit(false)
      }}
    >
      <PageHead title={t('form.newTitle', { form: label(form.name) })} hint={label(form.definition?.help)} />
      <FormView record={record} />
      <div className="fw-form-bar">
        <Button kind="quiet" onClick={() => void navigate(back)}>
          {t('word.cancel')}
        </Button>
        <Button disabled={busy} onClick={() => void submit(true)}>
          {t('form.saveAndNew')}
        </Button>
        <Button type="submit" kind="primary" busy={busy}>
          {t(busy ? 'form.saving' : 'form.save')}
        </Button>
      </div>
    </form>
  )
}
