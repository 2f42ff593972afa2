import { workflowScopes } from '../../../engine/workflow/compile-node.ts'
import { Button, IconButton } from '../../../runtime/index.ts'
import type { Ladder } from '../../../schemas/generated/definition.ts'
import { GroupHead } from '../../help/GroupHead.tsx'
import { PeoplePicker } from '../../people/PeoplePicker.tsx'
import { ChoiceRow } from '../../properties/inputs.tsx'
import { usePageTexts } from '../../texts.ts'
import type { Speaking } from '../words/speaking.ts'
import { tellDeadline } from '../words/tell.ts'
import { DurationInput } from './DurationInput.tsx'
import { ASSIGNEES_MANAGER, actionOf, actOf, type DeadlineAct, deadlineActs, withStep } from './deadline.ts'
import { panelTexts } from './texts.ts'

/** How often a reminder comes again. */
const TIMES = [0, 1, 2, 4, 9]

interface DeadlineRowsProps {
  readonly speaking: Speaking
  readonly ladder: Ladder | undefined
  readonly onChange: (ladder: Ladder | null) => void
}

/** What happens when nobody acts in time: steps one after the other, each with its time and its act. */
export function DeadlineRows({ speaking, ladder, onChange }: DeadlineRowsProps) {
  const w = usePageTexts(panelTexts)
  const steps = ladder?.steps ?? []
  const title = speaking.form?.titleField || 'id'
  const calendars = speaking.space.definition.calendars ?? []
  const set = (at: number, step: Ladder['steps'][number] | null) => {
    const next = step === null ? steps.toSpliced(at, 1) : steps.with(at, step)
    onChange(next.length === 0 ? null : { ...ladder, steps: next })
  }
  return (
    <div className="wf-group">
      <GroupHead name={w('deadline')} help="deadline" />
      {steps.map((step, at) => {
        const act = actOf(step)
        const [action] = step.do
        const retold = (after: string, next: DeadlineAct | undefined) =>
          next === undefined
            ? { ...step, after }
            : { ...step, after, do: [actionOf(next, after, title, transferTo(action))] }
        return (
          <div key={step.key} className="wf-step">
            <div className="wf-step-line">
              <DurationInput
                name={w('deadline')}
                value={step.after}
                onChange={after => set(at, act === 'remind' ? retold(after, act) : { ...step, after })}
              />
              <span>{w('after')}</span>
              <IconButton icon="trash" size={15} name={w('removeOne')} onClick={() => set(at, null)} />
            </div>
            <select
              className="fw-input"
              aria-label={w('then')}
              value={act ?? 'other'}
              onChange={event => set(at, retold(step.after, event.target.value as DeadlineAct))}
            >
              {deadlineActs.map(one => (
                <option key={one} value={one}>
                  {w(`act_${one}`)}
                </option>
              ))}
              {act === undefined ? (
                <option value="other">{step.do.map(one => tellDeadline(speaking, one)).join(' ')}</option>
              ) : null}
            </select>
            {act === 'remind' || act === 'urge' ? (
              <ChoiceRow
                name={w('times')}
                value={String(step.repeat?.times ?? 0)}
                options={TIMES.map(count => [
                  String(count),
                  count === 0 ? w('once') : w('timesOf', { count: count + 1 }),
                ])}
                onChange={chosen => {
                  const { repeat: _, ...rest } = step
                  set(at, chosen === '0' ? rest : { ...rest, repeat: { every: step.after, times: Number(chosen) } })
                }}
              />
            ) : null}
            {act === 'transfer' && action?.do === 'act' ? (
              <PeoplePicker
                name={w('toWhom')}
                place={speaking}
                scopes={['$task.assignee', '$applicant']}
                known={workflowScopes}
                value={action.to}
                onChange={to => set(at, { ...step, do: [{ ...action, to: to ?? ASSIGNEES_MANAGER }] })}
              />
            ) : null}
          </div>
        )
      })}
      <div className="wf-buttons">
        {steps.length === 0 ? (
          <Button size="small" icon="clock" onClick={() => onChange(withStep(ladder, 'transfer', title, '48h'))}>
            {w('quickDeadline')}
          </Button>
        ) : null}
        <Button size="small" kind="quiet" icon="plus" onClick={() => onChange(withStep(ladder, 'remind', title))}>
          {w('addDeadline')}
        </Button>
      </div>
      {steps.some(({ after }) => /w[dh]$/.test(after)) && calendars.length > 0 ? (
        <ChoiceRow
          name={w('calendar')}
          value={ladder?.calendar ?? ''}
          options={[
            ['', w('noCalendar')],
            ...calendars.map(({ key, label }) => [key, speaking.label(label) || key] as const),
          ]}
          onChange={calendar => {
            const { calendar: _, ...rest } = ladder!
            onChange(calendar === '' ? rest : { ...rest, calendar })
          }}
        />
      ) : null}
      {steps.length === 0 ? <p className="fd-hint">{w('deadlineHint')}</p> : null}
    </div>
  )
}

const transferTo = (action: Ladder['steps'][number]['do'][number] | undefined): string | undefined =>
  action?.do === 'act' && typeof action.to === 'string' ? action.to : undefined
