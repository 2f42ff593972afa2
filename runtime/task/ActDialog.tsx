import { useId, useState } from 'react'
import type { OpenTask, SignerKind } from '../api/task-types.ts'
import { usePeopleItems } from '../form/controls/people.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Picker } from '../ui/Picker.tsx'
import { Choice } from './Choice.tsx'
import type { ActBody } from './useAct.ts'
import { actText } from './words.ts'

const KINDS: readonly SignerKind[] = ['before', 'after', 'beside']
/** Acts that name one person, and acts that name several. */
const ONE = ['transfer', 'delegate']
const MANY = ['add-signer', 'remove-signer', 'cc']

/** What an act still has to know: to whom, back to where, in which words. */
export function ActDialog({
  task,
  act,
  opinion: first,
  busy,
  onAct,
  onClose,
}: {
  readonly task: OpenTask
  readonly act: string
  readonly opinion: string
  readonly busy: boolean
  readonly onAct: (body: ActBody) => void
  readonly onClose: () => void
}) {
  const { t, label } = useText()
  const id = useId()
  const everybody = usePeopleItems()
  const people = everybody.filter(({ key }) =>
    act === 'remove-signer' ? task.signers.includes(key) : key !== task.assignee,
  )
  const kinds = task.allow.add_signer?.kinds ?? KINDS
  const [opinion, setOpinion] = useState(first)
  const [users, setUsers] = useState<readonly string[]>([])
  const [to, setTo] = useState(task.returnTo[0]?.to)
  const [kind, setKind] = useState<SignerKind>(kinds[0] ?? 'before')
  const [then, setThen] = useState('again')
  const asksThen = act === 'return' && task.allow.return?.then === 'ask'
  const named = ONE.includes(act) || MANY.includes(act)
  const worded = act !== 'cc' && act !== 'remove-signer'
  const must = (act === 'reject' || act === 'return') && task.require.includes('opinion')
  const ready = (!named || users.length > 0) && (!must || opinion.trim() !== '')
  const whom = t(act === 'remove-signer' ? 'task.whichSigners' : 'task.toWhom')
  const body: ActBody = {
    ...(!worded || opinion.trim() === '' ? {} : { opinion: opinion.trim() }),
    ...(ONE.includes(act) ? { to: users[0] } : {}),
    ...(MANY.includes(act) ? { users } : {}),
    ...(act === 'add-signer' ? { kind } : {}),
    ...(act === 'return' ? { to } : {}),
    ...(asksThen ? { kind: then } : {}),
  }
  return (
    <Dialog
      title={t(actText(act))}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button
            kind={act === 'reject' ? 'danger' : 'primary'}
            busy={busy}
            disabled={!ready}
            onClick={() => onAct(body)}
          >
            {t(actText(act))}
          </Button>
        </>
      }
    >
      <div className="fw-stack">
        {named ? (
          <div>
            <label className="fw-label" htmlFor={`${id}-who`}>
              {whom}
            </label>
            <Picker
              id={`${id}-who`}
              label={whom}
              items={people}
              chosen={users}
              multiple={MANY.includes(act)}
              onChoose={setUsers}
            />
          </div>
        ) : null}
        {act === 'add-signer' ? (
          <Choice
            label={t('task.signerKind')}
            items={kinds.map(one => ({ key: one, text: t(`task.signer.${one}`) }))}
            chosen={kind}
            onChoose={one => setKind(one as SignerKind)}
          />
        ) : null}
        {act === 'return' && task.returnTo.length > 0 ? (
          <Choice
            label={t('task.returnTo')}
            items={task.returnTo.map(one => ({ key: one.to, text: label(one.label) }))}
            chosen={to}
            onChoose={setTo}
          />
        ) : null}
        {asksThen ? (
          <Choice
            label={t('task.then')}
            items={[
              { key: 'again', text: t('task.then.again') },
              { key: 'back', text: t('task.then.back') },
            ]}
            chosen={then}
            onChoose={setThen}
          />
        ) : null}
        {worded ? (
          <div>
            <label className="fw-label" htmlFor={`${id}-opinion`}>
              {t('task.opinion')}
            </label>
            <textarea
              id={`${id}-opinion`}
              className="fw-textarea"
              rows={3}
              maxLength={5000}
              value={opinion}
              onChange={event => setOpinion(event.target.value)}
            />
          </div>
        ) : null}
      </div>
    </Dialog>
  )
}
