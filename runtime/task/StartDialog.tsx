import { useId, useState } from 'react'
import type { Startable } from '../api/task-types.ts'
import { usePeopleItems } from '../form/controls/people.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Picker } from '../ui/Picker.tsx'

export type Chosen = Readonly<Record<string, readonly string[]>>

/** Whom the applicant chooses, step by step, before the workflow starts. */
export function StartDialog({
  workflow,
  onStart,
  onClose,
}: {
  readonly workflow: Startable
  readonly onStart: (choose: Chosen) => Promise<void>
  readonly onClose: () => void
}) {
  const { t, label } = useText()
  const id = useId()
  const people = usePeopleItems()
  const [chosen, setChosen] = useState<Chosen>({})
  const [busy, setBusy] = useState(false)
  const ready = workflow.choose.every(({ node, max }) => {
    const count = chosen[node]?.length ?? 0
    return count > 0 && (max === null || count <= max)
  })
  const start = async () => {
    setBusy(true)
    await onStart(chosen)
    setBusy(false)
  }
  return (
    <Dialog
      title={label(workflow.name)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button kind="primary" busy={busy} disabled={!ready} onClick={() => void start()}>
            {t('task.start')}
          </Button>
        </>
      }
    >
      <div className="fw-stack">
        <p className="fw-muted">{t('task.choosePeople')}</p>
        {workflow.choose.map(({ node, label: name, candidates, max }) => (
          <div key={node}>
            <label className="fw-label" htmlFor={`${id}-${node}`}>
              {label(name)}
              {max === null || max === 1 ? '' : ` · ${t('task.chooseOf', { n: max })}`}
            </label>
            <Picker
              id={`${id}-${node}`}
              label={label(name)}
              items={people.filter(({ key }) => candidates.includes(key))}
              chosen={chosen[node] ?? []}
              multiple={max !== 1}
              onChoose={users => setChosen(now => ({ ...now, [node]: users }))}
            />
          </div>
        ))}
      </div>
    </Dialog>
  )
}
