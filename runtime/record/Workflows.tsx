import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordWorkflows } from '../api/types.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { Trail } from '../task/Trail.tsx'
import { stateColor, stateText } from '../task/words.ts'
import { Icon } from '../ui/Icon.tsx'
import { Tag } from '../ui/Tag.tsx'

export const workflowsQuery = (app: string, form: string, id: string) => ({
  queryKey: keys.record(app, form, id, 'workflows'),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<RecordWorkflows>(`/apps/${app}/forms/${form}/records/${id}/workflows`, signal),
  retry: false,
})

type Instance = RecordWorkflows['instances'][number]

/** Approvals of a record: what runs stands open, what is over is one line. */
export function Workflows({ app, form, id }: { readonly app: string; readonly form: string; readonly id: string }) {
  const { data } = useQuery(workflowsQuery(app, form, id))
  if (data === undefined || data.instances.length === 0) return null
  return (
    <div className="fw-workflows">
      {data.instances.map(instance => (
        <InstanceCard key={instance.id} instance={instance} />
      ))}
    </div>
  )
}

function InstanceCard({ instance }: { readonly instance: Instance }) {
  const { t, label } = useText()
  const me = useMe()
  const running = instance.status === 'running'
  const [open, setOpen] = useState(running)
  const status = running ? 'running' : (instance.outcome ?? instance.status)
  const mine = instance.holders.find(({ assignee }) => assignee === me.user.id)
  return (
    <section className="fw-instance">
      <header className="fw-row">
        <button type="button" className="fw-row fw-grow" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={16} />
          <strong>{label(instance.name)}</strong>
          <Tag color={stateColor(status)}>{t(stateText(status))}</Tag>
        </button>
        {mine === undefined ? null : <Link to={`/tasks/${mine.task}`}>{t('task.box.todo')}</Link>}
      </header>
      {open ? <Trail entries={instance.trail} holders={instance.holders} /> : null}
    </section>
  )
}
