import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { RecordValues } from '../../engine/index.ts'
import { ApiError } from '../api/apiError.ts'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { OpenTask } from '../api/task-types.ts'
import { AppProvider, appQueryOf, useOpenApp } from '../app/appContext.tsx'
import { useNames } from '../app/directory.ts'
import { agoText } from '../app/format.ts'
import { recordPath } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import { FormView } from '../form/FormView.tsx'
import { type RecordForm, useRecordForm } from '../form/useRecordForm.ts'
import { useText } from '../i18n/useText.ts'
import { Comments, commentsQuery } from '../record/Comments.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Failed, PageSkeleton } from '../ui/states.tsx'
import { Tag } from '../ui/Tag.tsx'
import { ActBar } from './ActBar.tsx'
import { DueMark } from './DueMark.tsx'
import { ProgressView } from './progress/ProgressView.tsx'
import { Trail } from './Trail.tsx'
import { kindText, stateColor, stateText } from './words.ts'

/** One task as a paper: what it is about, what there is to fill in, how it came here, what one can do. */
export function Paper({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: keys.task(id),
    queryFn: ({ signal }) => get<OpenTask>(`/tasks/${id}`, signal),
  })
  if (data === undefined)
    return error === null ? <PageSkeleton /> : <Failed error={error} retry={() => void refetch()} />
  if (data.values === null) return <PlainPaper task={data} onDone={onDone} />
  return (
    <AppProvider query={taskAppQuery(data.id)}>
      <RecordPaper
        key={`${data.id} ${data.state} ${data.values.version}`}
        task={data}
        values={data.values}
        onDone={onDone}
      />
    </AppProvider>
  )
}

/** The app as the task shows it: its holder sees the form through it, whatever his role in the app. */
const taskAppQuery = (id: string) => appQueryOf(keys.taskApp(id), `/tasks/${id}/app`)

function RecordPaper({
  task,
  values,
  onDone,
}: {
  readonly task: OpenTask
  readonly values: RecordValues
  readonly onDone: () => void
}) {
  const app = useOpenApp()
  const form = app.form(task.form)
  if (form === undefined) return <PlainPaper task={task} onDone={onDone} />
  return <FormPaper task={task} values={values} onDone={onDone} form={form} />
}

function FormPaper({
  task,
  values,
  form,
  onDone,
}: {
  readonly task: OpenTask
  readonly values: RecordValues
  readonly form: RecordForm['form']
  readonly onDone: () => void
}) {
  const before = useMemo(() => ({ ...values }), [values])
  // Without rights of the task (it is done, or another's) the record is only read.
  const rights = useMemo(
    () => (Object.keys(task.fields).length === 0 ? { '*': 'read' as const } : { ...task.fields, '*': 'read' as const }),
    [task.fields],
  )
  const writes = Object.values(task.fields).includes('write')
  const initial = useMemo(() => task.draft?.values ?? {}, [task.draft])
  // An approver is asked for an opinion or a signature; only who fills in is asked for fields.
  const required = writes && task.kind === 'fill' ? { required: task.require } : {}
  const record = useRecordForm({ form, before, rights, drafts: false, ...required, ...(writes ? { initial } : {}) })
  return (
    <PaperFrame task={task} onDone={onDone} record={writes ? record : undefined} talks>
      <div className={writes ? undefined : 'fw-reading'}>
        <FormView record={record} writableFirst={writes} />
      </div>
    </PaperFrame>
  )
}

const PlainPaper = ({ task, onDone }: { readonly task: OpenTask; readonly onDone: () => void }) => (
  <PaperFrame task={task} onDone={onDone} record={undefined}>
    {null}
  </PaperFrame>
)

function PaperFrame({
  task,
  record,
  talks = false,
  onDone,
  children,
}: {
  readonly task: OpenTask
  readonly record: RecordForm | undefined
  /** with what is said about the record */
  readonly talks?: boolean
  readonly onDone: () => void
  readonly children: ReactNode
}) {
  const { t, label, language } = useText()
  const names = useNames()
  const [error, setError] = useState<unknown>()
  const opens = useMe().apps.some(app => app.key === task.app)
  const status =
    task.instance?.status === 'running' ? task.state : (task.instance?.outcome ?? task.outcome ?? task.state)
  const refuse = (caught: unknown) => {
    setError(caught)
    if (caught instanceof ApiError && record !== undefined)
      record.refuse(caught.errors.map(item => ({ ...item, path: item.path.replace(/^\/values/, '') })))
  }
  return (
    <article className="fw-paper">
      <header className="fw-paper-head">
        <p className="fw-faint">{label(task.title) || label(task.workflowName) || t(kindText(task.kind))}</p>
        <h1>{task.recordTitle || label(task.title)}</h1>
        <p className="fw-row fw-paper-facts">
          <Tag color={stateColor(status)}>{t(stateText(status))}</Tag>
          <DueMark at={task.state === 'open' ? task.dueAt : null} />
          {task.applicant === null ? null : (
            <span className="fw-muted">
              {t('task.applicant')} {names.person(task.applicant)} · {agoText(task.at, language)}
            </span>
          )}
          <span className="fw-grow" />
          {task.record === null || !opens ? null : (
            <Link className="fw-row" to={recordPath(task.app, task.form, task.record)}>
              {t('task.openRecord')} <Icon name="arrowRight" size={15} />
            </Link>
          )}
        </p>
      </header>
      <OnBehalf task={task} />
      {children}
      {task.progress === null ? null : (
        <section className="fw-section">
          <header className="fw-section-head">
            <h2>{t('progress.title')}</h2>
          </header>
          <ProgressView progress={task.progress} />
        </section>
      )}
      {task.trail.length === 0 ? null : (
        <section className="fw-section">
          <header className="fw-section-head">
            <h2>{t('task.trail')}</h2>
          </header>
          <Trail entries={task.trail} next={task.state === 'open' && task.progress === null ? label(task.next) : ''} />
        </section>
      )}
      {!talks || task.record === null ? null : <PaperComments app={task.app} form={task.form} record={task.record} />}
      <ActBar
        key={`${task.id} ${task.assignee}`}
        task={task}
        record={record}
        error={error}
        onError={refuse}
        onDone={onDone}
      />
    </article>
  )
}

/** For whom one acts, and who only asks for an opinion. */
function OnBehalf({ task }: { readonly task: OpenTask }) {
  const { t } = useText()
  const names = useNames()
  if (task.state !== 'open' || (task.standsFor === null && task.owner === null)) return null
  return (
    <p className="fw-note">
      <Icon name="info" size={17} />
      {task.owner === null
        ? t('task.standsFor', { name: names.person(task.standsFor ?? '') })
        : t('task.askedBy', { name: names.person(task.owner) })}
    </p>
  )
}

/** What is said about the record, for those who may read it by their role. */
function PaperComments({
  app,
  form,
  record,
}: {
  readonly app: string
  readonly form: string
  readonly record: string
}) {
  const { t } = useText()
  const place = { app, form, record }
  const { data } = useQuery(commentsQuery(place))
  if (data === undefined) return null
  return (
    <section className="fw-section">
      <header className="fw-section-head">
        <h2>{t('task.comments')}</h2>
      </header>
      <Comments place={place} />
    </section>
  )
}
