import { Button, IconButton } from '../../runtime/index.ts'
import type { Action, Form, Ladder, Stage } from '../../schemas/generated/definition.ts'
import type { Patch } from '../commands/command.ts'
import { freeKey } from '../commands/names.ts'
import { GroupHead } from '../help/GroupHead.tsx'
import { PeoplePicker } from '../people/PeoplePicker.tsx'
import { usePageTexts } from '../texts.ts'
import { DurationInput } from '../workflow/panel/DurationInput.tsx'
import type { Speaking } from '../workflow/words/speaking.ts'
import { stageTexts } from './texts.ts'

interface TimeRowsProps {
  readonly form: Form
  readonly stage: Stage
  readonly speaking: Speaking
  readonly set: (patch: Patch) => void
}

type Step = Ladder['steps'][number]
const SCOPES: readonly string[] = []

/** Reminders of a record that stays long: each after a time, to some people. Steps that do something else are told and stay. */
export function TimeRows({ form, stage, speaking, set }: TimeRowsProps) {
  const w = usePageTexts(stageTexts)
  const steps = stage.ladder?.steps ?? []
  const change = (at: number, step: Step | null): void => {
    const next = step === null ? steps.toSpliced(at, 1) : steps.with(at, step)
    set({ ladder: next.length === 0 ? null : { ...stage.ladder, steps: next } })
  }
  const add = (): void => {
    const key = freeKey(
      'step',
      steps.map(one => one.key),
    )
    const step: Step = { key, after: '7d', do: [reminder(form, stage)] }
    set({ ladder: { ...stage.ladder, steps: [...steps, step] } })
  }
  return (
    <div className="wf-group">
      <GroupHead name={w('time')} help="time" />
      {steps.map((step, at) => {
        const [action] = step.do
        const notice = step.do.length === 1 && action?.do === 'notify' ? action : undefined
        return (
          <div key={step.key} className="wf-step">
            <div className="wf-step-line">
              <DurationInput name={w('time')} value={step.after} onChange={after => change(at, { ...step, after })} />
              <span>{w('stayed')}</span>
              <IconButton icon="trash" size={15} name={w('remove')} onClick={() => change(at, null)} />
            </div>
            {notice === undefined ? (
              <p className="fd-hint">{speaking.actions(step.do)}</p>
            ) : (
              <PeoplePicker
                name={w('tell')}
                place={speaking}
                scopes={SCOPES}
                known={{}}
                value={notice.to}
                onChange={to => change(at, { ...step, do: [{ ...notice, to: to ?? '{owner}' }] })}
              />
            )}
          </div>
        )
      })}
      <Button size="small" kind="quiet" icon="clock" onClick={add}>
        {w(steps.length === 0 ? 'addTime' : 'addStep')}
      </Button>
    </div>
  )
}

function reminder(form: Form, stage: Stage): Action {
  const text = (language: 'zh' | 'en'): string =>
    stageTexts.timeMessage[language === 'zh' ? 0 : 1]
      .replace('{{title}}', `{${form.titleField ?? form.fields[0]?.key ?? 'id'}}`)
      .replace('{{stage}}', stage.label[language] ?? stage.label.zh ?? stage.label.en ?? '')
  return { do: 'notify', to: '{owner}', message: { zh: text('zh'), en: text('en') } }
}
