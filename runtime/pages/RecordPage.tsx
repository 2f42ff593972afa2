import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { CompiledForm } from '../../engine/index.ts'
import { ApiError } from '../api/apiError.ts'
import { get, queryText, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument } from '../api/types.ts'
import { type OpenApp, useOpenApp } from '../app/appContext.tsx'
import { useNames } from '../app/directory.ts'
import { agoText, dateTimeText } from '../app/format.ts'
import { formPath, viewPath } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import { titleOf } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { ClaimButton } from '../record/ClaimButton.tsx'
import { ClaimDecision } from '../record/ClaimDecision.tsx'
import { ClaimReturn } from '../record/ClaimReturn.tsx'
import { Comments } from '../record/Comments.tsx'
import { Details } from '../record/Details.tsx'
import { Facts } from '../record/Facts.tsx'
import { History } from '../record/History.tsx'
import { inverseLists, Related } from '../record/Related.tsx'
import { StageBar } from '../record/StageBar.tsx'
import { Workflows } from '../record/Workflows.tsx'
import { usePage } from '../shell/page.tsx'
import { StartWorkflow } from '../task/StartWorkflow.tsx'
import { Button, IconButton } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Menu, type MenuItem } from '../ui/Menu.tsx'
import { Failed, PageSkeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { toast } from '../ui/toast.tsx'
import { useIsPhone, useMedia } from '../ui/useMedia.ts'
import { expandOf } from '../view/useRecords.ts'
import NotFound from './NotFound.tsx'

const Buttons = lazy(() => import('../record/Buttons.tsx'))
const PrintButton = lazy(() => import('../document/PrintButton.tsx'))

/** One record: where it stands, what it says, what belongs to it, how it came about. */
export default function RecordPage() {
  const { form: key = '', record: id = '' } = useParams()
  const app = useOpenApp()
  const form = app.form(key)
  if (form === undefined) return <NotFound />
  return <OpenRecord key={id} app={app} form={form} id={id} />
}

function OpenRecord({ app, form, id }: { readonly app: OpenApp; readonly form: CompiledForm; readonly id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: keys.record(app.key, form.key, id, 'page'),
    queryFn: ({ signal }) => {
      const expand = expandOf(app, form, [...form.fields.keys()])
      return get<RecordDocument>(`/apps/${app.key}/forms/${form.key}/records/${id}${queryText({ expand })}`, signal)
    },
  })
  if (data !== undefined) return <Record app={app} form={form} record={data} />
  if (error instanceof ApiError && error.status === 404) return <NotFound />
  return error === null ? <PageSkeleton /> : <Failed error={error} retry={() => void refetch()} />
}

interface RecordProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly record: RecordDocument
}

function Record({ app, form, record }: RecordProps) {
  const { t, label } = useText()
  const phone = useIsPhone()
  const wide = useMedia('(min-width: 1180px)')
  const title = titleOf(form, record) || t('table.noTitle')
  const firstView = app.visible.definition.views?.find(view => view.form === form.key)
  const back = firstView === undefined ? formPath(app.key, form.key) : viewPath(app.key, firstView.key)
  const [editing, setEditing] = useState(false)
  const [tab, setTab] = useState('details')
  usePage(phone ? label(form.name) : title, back, phone && editing ? 'form' : 'page')
  const lists = inverseLists(app, form)
  const place = { app: app.key, form: form.key, record: record.id }
  const tabs = [
    { key: 'details', text: t('record.tab.details') },
    ...(lists.length === 0
      ? []
      : [{ key: 'related', text: lists.length === 1 ? label(lists[0]?.label) : t('record.tab.related') }]),
    ...(wide ? [] : [{ key: 'comments', text: t('record.tab.comments') }]),
    { key: 'history', text: t('record.tab.history') },
  ]
  const open = tabs.some(({ key }) => key === tab) ? tab : 'details'
  return (
    <div className={wide ? 'fw-record is-wide' : 'fw-record'}>
      <div className="fw-record-main">
        <RecordHead
          app={app}
          form={form}
          record={record}
          title={title}
          back={back}
          onEdit={() => {
            setTab('details')
            setEditing(true)
          }}
          editing={editing}
        />
        {form.stageField === undefined ? null : <StageBar app={app} form={form} record={record} />}
        {app.visible.rights.forms[form.key]?.buttons === true ? (
          <Suspense fallback={null}>
            <Buttons app={app} form={form} record={record} />
          </Suspense>
        ) : null}
        <Workflows app={app.key} form={form.key} id={record.id} />
        <Facts app={app} form={form} record={record} />
        <ClaimDecision app={app} form={form.key} id={record.id} />
        <Tabs label={title} items={tabs} open={open} onOpen={setTab}>
          {open === 'details' ? <Details form={form} record={record} editing={editing} onEditing={setEditing} /> : null}
          {open === 'related' ? <Related app={app} form={form} id={record.id} /> : null}
          {open === 'comments' ? <Comments place={place} /> : null}
          {open === 'history' ? <History app={app} form={form} id={record.id} /> : null}
        </Tabs>
      </div>
      {wide ? (
        <aside className="fw-record-side" aria-label={t('record.tab.comments')}>
          <h2>{t('record.tab.comments')}</h2>
          <Comments place={place} />
        </aside>
      ) : null}
    </div>
  )
}

function RecordHead({
  app,
  form,
  record,
  title,
  back,
  editing,
  onEdit,
}: RecordProps & {
  readonly title: string
  readonly back: string
  readonly editing: boolean
  readonly onEdit: () => void
}) {
  const { t, label, language } = useText()
  const me = useMe()
  const names = useNames()
  const items = useRecordActs({ app, form, record }, title, back)
  return (
    <header className="fw-record-head">
      <div className="fw-grow">
        <p className="fw-faint">{label(form.name)}</p>
        <h1>{title}</h1>
        {record.updated_at === undefined ? null : (
          <p className="fw-faint" title={dateTimeText(String(record.updated_at), me.user.zone)}>
            {t('record.updated', {
              name: record.updated_by == null ? t('word.system') : names.person(record.updated_by),
              when: agoText(String(record.updated_at), language),
            })}
          </p>
        )}
      </div>
      <ClaimButton app={app} form={form} record={record} />
      {app.can(form.key, 'update') && !editing ? (
        <Button icon="edit" onClick={onEdit}>
          {t('record.edit')}
        </Button>
      ) : null}
      {app.visible.definition.documents?.some(document => document.form === form.key) === true ? (
        <Suspense fallback={null}>
          <PrintButton app={app.key} form={form.key} id={record.id} version={record.version} />
        </Suspense>
      ) : null}
      <StartWorkflow app={app.key} form={form.key} id={record.id} />
      <ClaimReturn app={app} form={form} record={record} />
      {items.length === 0 ? null : (
        <Menu
          side="right"
          label={t('word.more')}
          items={items}
          trigger={props => <IconButton icon="more" name={t('word.more')} {...props} />}
        />
      )}
    </header>
  )
}

/** What is done rarely: delete. */
function useRecordActs({ app, form, record }: RecordProps, title: string, back: string): MenuItem[] {
  const { t } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const path = `/apps/${app.key}/forms/${form.key}/records/${record.id}`
  const remove = async () => {
    const agreed = await confirm({
      title: t('record.deleteTitle', { title }),
      text: t('record.deleteText'),
      action: t('word.delete'),
      danger: true,
    })
    if (!agreed) return
    try {
      await request('DELETE', path, { version: record.version })
      const undo = () =>
        void request('POST', `${path}/restore`)
          .then(() => client.invalidateQueries({ queryKey: keys.form(app.key, form.key) }))
          .catch(toast.failed)
      toast.done(t('record.deleted', { title }), { label: t('word.undo'), run: undo })
      void navigate(back)
      await client.invalidateQueries({ queryKey: [...keys.form(app.key, form.key), 'list'] })
    } catch (error) {
      toast.failed(error)
    }
  }
  return app.can(form.key, 'delete')
    ? [{ key: 'delete', text: t('word.delete'), icon: 'trash', danger: true, run: () => void remove() }]
    : []
}
