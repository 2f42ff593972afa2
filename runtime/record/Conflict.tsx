import { useState } from 'react'
import type { RecordValues } from '../../engine/index.ts'
import type { RecordDocument } from '../api/types.ts'
import { useNames } from '../app/directory.ts'
import { shapeOf } from '../app/shape.ts'
import { ValueView } from '../app/ValueView.tsx'
import type { RecordForm } from '../form/useRecordForm.ts'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Fields that both sides changed. */
export const contested = (before: RecordValues, mine: RecordValues, theirs: RecordValues): string[] =>
  Object.keys(mine).filter(key => !same(before[key], theirs[key]) && !same(mine[key], theirs[key]))

/** Somebody saved first: per field one keeps one's own or his. */
export function Conflict({
  record,
  theirs,
  busy,
  onSettle,
  onClose,
}: {
  readonly record: RecordForm
  readonly theirs: RecordDocument
  readonly busy: boolean
  readonly onSettle: (body: Record<string, unknown>) => void
  readonly onClose: () => void
}) {
  const { t, label } = useText()
  const names = useNames()
  const mine = record.body()
  const fields = contested(record.before ?? {}, mine, theirs)
  const [kept, setKept] = useState<Readonly<Record<string, 'mine' | 'theirs'>>>({})
  const by = names.person(theirs.updated_by) || t('conflict.somebody')
  const settle = () => onSettle(Object.fromEntries(Object.entries(mine).filter(([key]) => kept[key] !== 'theirs')))
  return (
    <Dialog
      kind="wide"
      title={t('conflict.title', { by })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={settle}>
            {t('conflict.save')}
          </Button>
        </>
      }
    >
      <p className="fw-muted">{t(fields.length === 0 ? 'conflict.noOverlap' : 'conflict.text')}</p>
      {fields.map(key => {
        const field = record.form.fields.get(key)
        if (field === undefined) return null
        const shape = shapeOf(record.app.compiled, record.form, field)
        return (
          <fieldset key={key} className="fw-conflict">
            <legend>{label(field.label)}</legend>
            {(['mine', 'theirs'] as const).map(side => (
              <label key={side} className="fw-check">
                <input
                  type="radio"
                  name={key}
                  checked={(kept[key] ?? 'mine') === side}
                  onChange={() => setKept({ ...kept, [key]: side })}
                />
                <span>
                  <span className="fw-faint">{t(`conflict.${side}`)}</span>
                  <br />
                  <ValueView value={side === 'mine' ? mine[key] : theirs[key]} shape={shape} compact />
                </span>
              </label>
            ))}
          </fieldset>
        )
      })}
    </Dialog>
  )
}
