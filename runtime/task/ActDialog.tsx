import { useId, useState } from 'react'
import type { OpenTask, SignerKind } from '../api/types.ts'
import { usePeopleItems } from '../form/controls/people.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Picker } from '../ui/Picker.tsx'
import type { ActBody } from './useAct.ts'
import { actText } from './words.ts'

const KINDS: readonly SignerKind[] = ['before', 'after', 'beside']

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
  const people = usePeopleItems().filter(({ key }) => key !== task.assignee)
  const kinds = task.allow.add_signer?.kinds ?? KINDS
  const [opinion, setOpinion] = useState(first)
  const [users, setUsers] = useState<readonly string[]>([])
  const [to, setTo] = useState(task.returnTo[0]?.to)
  const [kind, setKind] = useState<SignerKind>(kinds[0] ?? 'before')
  const named = act === 'transfer' || act === 'add-signer'
  const ready =
    (!named || users.length > 0) && (act !== 'reject' || !task.require.includes('opinion') || opinion.trim() !== '')
  const body: ActBody = {
    ...(opinion.trim() === '' ? {} : { opinion: opinion.trim() }),
    ...(act === 'transfer' ? { to: users[0] } : {}),
    ...(act === 'add-signer' ? { users, kind } : {}),
    ...(act === 'return' ? { to } : {}),
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
              {t('task.toWhom')}
            </label>
            <Picker
              id={`${id}-who`}
              label={t('task.toWhom')}
              items={people}
              chosen={users}
              multiple={act === 'add-signer'}
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
      </div>
    </Dialog>
  )
}

function Choice({
  label,
  items,
  chosen,
  onChoose,
}: {
  readonly label: string
  readonly items: readonly { readonly key: string; readonly text: string }[]
  readonly chosen: string | undefined
  readonly onChoose: (key: string) => void
}) {
  return (
    <fieldset>
      <legend className="fw-label">{label}</legend>
      <div className="fw-chips">
        {items.map(item => (
          <button
            key={item.key}
            type="button"
            className="fw-chip"
            data-color="grey"
            aria-pressed={item.key === chosen}
            onClick={() => onChoose(item.key)}
          >
            {item.text}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
