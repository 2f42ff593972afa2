import { useState } from 'react'
import { messageOf } from '../api/apiError.ts'
import { request } from '../api/client.ts'
import type { OpenTask } from '../api/task-types.ts'
import type { RecordForm } from '../form/useRecordForm.ts'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Menu, type MenuItem } from '../ui/Menu.tsx'
import { toast } from '../ui/toast.tsx'
import { ActDialog } from './ActDialog.tsx'
import { EvidenceFields, useEvidence } from './Evidence.tsx'
import { type ActBody, useAct } from './useAct.ts'
import { actText } from './words.ts'

const MAIN = ['approve', 'submit', 'hand-back', 'done']
const ASKING = ['return', 'transfer', 'delegate', 'add-signer', 'remove-signer', 'cc']
/** Acts whose words stand in the bar itself. */
const WORDED = ['approve', 'reject', 'submit', 'hand-back']
/** Acts a signature is for. */
const SIGNED = ['approve', 'reject']

interface ActBarProps {
  readonly task: OpenTask
  /** the form, when the task has fields to fill in */
  readonly record: RecordForm | undefined
  readonly error: unknown
  readonly onError: (error: unknown) => void
  readonly onDone: () => void
}

/** What one can do, fixed at the bottom: the main act right, no far from it, the rest in a menu. */
export function ActBar({ task, record, error, onError, onDone }: ActBarProps) {
  const { t } = useText()
  const { act, busy } = useAct()
  const evidence = useEvidence(task)
  const [asking, setAsking] = useState<string>()
  const needs = (what: string) => task.require.includes(what)
  const send = async (name: string, body: ActBody) => {
    const fills = name === 'approve' || name === 'submit'
    if (record !== undefined && fills && !record.check()) return
    const values = record?.body() ?? {}
    try {
      await act(task, name, { ...body, ...(fills && Object.keys(values).length > 0 ? { values } : {}) })
      toast.done(t('task.acted', { act: t(actText(name)) }))
      setAsking(undefined)
      onDone()
    } catch (caught) {
      onError(caught)
      if (asking !== undefined) toast.failed(caught)
    }
  }
  const press = async (name: string) => {
    if (ASKING.includes(name)) return setAsking(name)
    if (SIGNED.includes(name) && needs('signature') && evidence.signature === undefined)
      return evidence.set({ signing: true })
    if (name === 'reject' && needs('opinion') && evidence.opinion.trim() === '') return setAsking(name)
    if (name === 'withdraw' && !(await confirm({ title: t('task.confirm.withdraw'), action: t('task.act.withdraw') })))
      return
    await send(name, WORDED.includes(name) ? evidence.body : {})
  }
  const keep = async () => {
    try {
      const opinion = evidence.opinion.trim()
      const body = { values: record?.body() ?? {}, ...(opinion === '' ? {} : { opinion }) }
      await request('PUT', `/tasks/${task.id}/draft`, { body })
      toast.done(t('task.kept'))
    } catch (caught) {
      toast.failed(caught)
    }
  }
  if (task.acts.length === 0) return null
  const main = task.acts.find(name => MAIN.includes(name))
  const rest = task.acts.filter(name => name !== main && name !== 'reject')
  const worded = task.acts.some(name => WORDED.includes(name))
  const items: MenuItem[] = [
    ...rest.map(name => ({ key: name, text: t(actText(name)), run: () => void press(name) })),
    ...(main === 'approve' || main === 'submit'
      ? [{ key: 'keep', text: t('task.keep'), icon: 'clock' as const, run: () => void keep() }]
      : []),
  ]
  return (
    <footer className="fw-act-bar">
      {error === undefined ? null : (
        <p className="fw-error" role="alert">
          {messageOf(error)}
        </p>
      )}
      {worded && task.kind === 'approve' ? <EvidenceFields task={task} evidence={evidence} /> : null}
      <div className="fw-act-buttons">
        {items.length === 0 ? null : items.length === 1 || main === undefined ? (
          items.map(item => (
            <Button key={item.key} busy={busy === item.key} onClick={item.run}>
              {item.text}
            </Button>
          ))
        ) : (
          <Menu
            className="is-up"
            label={t('word.more')}
            trigger={props => (
              <Button icon="more" {...props}>
                {t('word.more')}
              </Button>
            )}
            items={items}
          />
        )}
        <span className="fw-grow" />
        {task.acts.includes('reject') ? (
          <Button kind="danger" busy={busy === 'reject'} onClick={() => void press('reject')}>
            {t('task.act.reject')}
          </Button>
        ) : null}
        {main === undefined ? null : (
          <Button kind="primary" busy={busy === main} onClick={() => void press(main)}>
            {t(actText(main))}
          </Button>
        )}
      </div>
      {asking === undefined ? null : (
        <ActDialog
          task={task}
          act={asking}
          opinion={evidence.opinion}
          busy={busy === asking}
          onAct={body => void send(asking, { ...evidence.body, ...body })}
          onClose={() => setAsking(undefined)}
        />
      )}
    </footer>
  )
}
