import { useId, useState } from 'react'
import { messageOf } from '../api/apiError.ts'
import type { OpenTask } from '../api/types.ts'
import { fileAddress, uploadFile } from '../api/upload.ts'
import { SignatureDialog } from '../form/controls/signature.tsx'
import type { RecordForm } from '../form/useRecordForm.ts'
import { useText } from '../i18n/useText.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import { toast } from '../ui/toast.tsx'
import { ActDialog } from './ActDialog.tsx'
import { type ActBody, useAct } from './useAct.ts'
import { actText } from './words.ts'

const MAIN = ['approve', 'submit', 'done']
const ASKING = ['return', 'transfer', 'add-signer']
/** Acts whose words stand in the bar itself. */
const WORDED = ['approve', 'reject', 'submit']

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
  const id = useId()
  const { act, busy } = useAct()
  const [opinion, setOpinion] = useState('')
  const [files, setFiles] = useState<readonly { id: string; name: string }[]>([])
  const [signature, setSignature] = useState<string>()
  const [signing, setSigning] = useState(false)
  const [asking, setAsking] = useState<string>()
  const needs = (what: string) => task.require.includes(what)
  const send = async (name: string, body: ActBody) => {
    if (record !== undefined && MAIN.includes(name) && !record.check()) return
    const values = record?.body() ?? {}
    try {
      await act(task, name, { ...body, ...(MAIN.includes(name) && Object.keys(values).length > 0 ? { values } : {}) })
      toast.done(t('task.acted', { act: t(actText(name)) }))
      setAsking(undefined)
      onDone()
    } catch (caught) {
      onError(caught)
      if (asking !== undefined) toast.failed(caught)
    }
  }
  const said: ActBody = {
    ...(opinion.trim() === '' ? {} : { opinion: opinion.trim() }),
    ...(files.length === 0 ? {} : { files: files.map(file => file.id) }),
    ...(signature === undefined ? {} : { signature }),
  }
  const press = async (name: string) => {
    if (ASKING.includes(name)) return setAsking(name)
    if (name === 'withdraw' && !(await confirm({ title: t('task.confirm.withdraw'), action: t('task.act.withdraw') })))
      return
    await send(name, WORDED.includes(name) ? said : {})
  }
  const attach = async (list: FileList | null) => {
    for (const file of [...(list ?? [])]) {
      try {
        const stored = await uploadFile(file, () => undefined)
        setFiles(now => [...now, { id: stored.id, name: stored.name }])
      } catch (caught) {
        toast.failed(caught)
      }
    }
  }
  if (task.acts.length === 0) return null
  const main = task.acts.find(name => MAIN.includes(name))
  const rejects = task.acts.includes('reject')
  const rest = task.acts.filter(name => name !== main && name !== 'reject')
  const worded = task.acts.some(name => WORDED.includes(name))
  return (
    <footer className="fw-act-bar">
      {error === undefined ? null : (
        <p className="fw-error" role="alert">
          {messageOf(error)}
        </p>
      )}
      {worded && task.kind === 'approve' ? (
        <div className="fw-act-words">
          <label className="fw-hidden" htmlFor={id}>
            {t('task.opinion')}
          </label>
          <textarea
            id={id}
            className="fw-textarea"
            rows={1}
            maxLength={5000}
            aria-required={needs('opinion')}
            placeholder={`${t('task.opinion')}（${needs('opinion') ? t('task.opinionRequired') : t('task.opinionHint')}）`}
            value={opinion}
            onChange={event => setOpinion(event.target.value)}
          />
          <label className="fw-icon-button" title={t('task.files')}>
            <Icon name="file" />
            <span className="fw-hidden">{t('task.files')}</span>
            <input type="file" multiple className="fw-hidden" onChange={event => void attach(event.target.files)} />
          </label>
          {needs('signature') ? (
            <IconButton icon="edit" name={t('field.sign')} onClick={() => setSigning(true)} />
          ) : null}
        </div>
      ) : null}
      {files.length === 0 && signature === undefined ? null : (
        <p className="fw-row">
          {files.map(file => (
            <span key={file.id} className="fw-tag">
              {file.name}
            </span>
          ))}
          {signature === undefined ? null : (
            <img className="fw-signed" src={fileAddress(signature)} alt={t('field.signature')} />
          )}
        </p>
      )}
      <div className="fw-act-buttons">
        {rest.length === 0 ? null : rest.length === 1 || main === undefined ? (
          rest.map(name => (
            <Button key={name} busy={busy === name} onClick={() => void press(name)}>
              {t(actText(name))}
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
            items={rest.map(name => ({ key: name, text: t(actText(name)), run: () => void press(name) }))}
          />
        )}
        <span className="fw-grow" />
        {rejects ? (
          <Button
            kind="danger"
            busy={busy === 'reject'}
            onClick={() => (needs('opinion') && opinion.trim() === '' ? setAsking('reject') : void press('reject'))}
          >
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
          opinion={opinion}
          busy={busy === asking}
          onAct={body => void send(asking, { ...said, ...body })}
          onClose={() => setAsking(undefined)}
        />
      )}
      {signing ? (
        <SignatureDialog
          title={t('field.signature')}
          onClose={() => setSigning(false)}
          onSigned={file => {
            setSignature(file)
            setSigning(false)
          }}
        />
      ) : null}
    </footer>
  )
}
