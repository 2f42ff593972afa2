import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { get, newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordWorkflows } from '../api/task-types.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { ProgressView } from '../task/progress/ProgressView.tsx'
import { Trail } from '../task/Trail.tsx'
import { stateColor, stateText } from '../task/words.ts'
import { Button } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Tag } from '../ui/Tag.tsx'
import { toast } from '../ui/toast.tsx'

export const workflowsQuery = (app: string, form: string, id: string) => ({
  queryKey: keys.record(app, form, id, 'workflows'),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<RecordWorkflows>(`/apps/${app}/forms/${form}/records/${id}/workflows`, signal),
  retry: false,
})

type Instance = RecordWorkflows['instances'][number]

interface Place {
  readonly app: string
  readonly form: string
  readonly id: string
}

/** Approvals of a record: what runs stands open, what is over is one line. */
export function Workflows({ app, form, id }: Place) {
  const { data } = useQuery(workflowsQuery(app, form, id))
  if (data === undefined || data.instances.length === 0) return null
  return (
    <div className="fw-workflows">
      {data.instances.map(instance => (
        <InstanceCard key={instance.id} instance={instance} place={{ app, form, id }} />
      ))}
    </div>
  )
}

function InstanceCard({ instance, place }: { readonly instance: Instance; readonly place: Place }) {
  const { t, label } = useText()
  const me = useMe()
  const running = instance.status === 'running'
  const [open, setOpen] = useState(running)
  const status = running ? 'running' : (instance.outcome ?? instance.status)
  const mine = instance.holders.find(({ assignee }) => assignee === me.user.id)
  return (
    <section className="fw-instance" aria-label={label(instance.name)}>
      <header className="fw-row">
        <button type="button" className="fw-row fw-grow" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={16} />
          <strong>{label(instance.name)}</strong>
          <Tag color={stateColor(status)}>{t(stateText(status))}</Tag>
        </button>
        {mine === undefined ? null : <Link to={`/tasks/${mine.task}`}>{t('task.box.todo')}</Link>}
        {instance.reopen ? <Reopen instance={instance} place={place} /> : null}
      </header>
      {open ? (
        <>
          {instance.progress === null ? null : <ProgressView progress={instance.progress} />}
          <Trail entries={instance.trail} holders={instance.progress === null ? instance.holders : []} />
        </>
      ) : null}
    </section>
  )
}

/** A finished workflow goes on, for those the workflow lets. */
function Reopen({ instance, place: { app, form, id } }: { readonly instance: Instance; readonly place: Place }) {
  const { t } = useText()
  const client = useQueryClient()
  const reopen = async () => {
    if (!(await confirm({ title: t('task.confirm.reopen'), action: t('task.reopen') }))) return
    try {
      const path = `/apps/${app}/forms/${form}/records/${id}/workflows/${instance.id}/reopen`
      await request('POST', path, { key: newKey(), body: {} })
      await client.invalidateQueries({ queryKey: keys.form(app, form) })
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <Button size="small" icon="refresh" onClick={() => void reopen()}>
      {t('task.reopen')}
    </Button>
  )
}
