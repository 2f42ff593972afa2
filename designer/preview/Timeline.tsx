import { useDesign, usePageTexts } from '../texts.ts'
import type { PlayedScenario, PlayedStep } from './play.ts'
import { actText, afterText, personText, recordText, type Teller, valueText } from './tell.ts'
import { previewTexts } from './texts.ts'

interface TimelineProps {
  readonly played: PlayedScenario
  readonly teller: Teller
}

/** What happened, step by step: who did what, what came of it, and what was not as expected. */
export function Timeline({ played, teller }: TimelineProps) {
  const w = usePageTexts(previewTexts)
  return (
    <>
      <h3>{w('timeline')}</h3>
      <ol className="fd-trial-line">
        {played.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the scenario
          <Step key={index} step={step} start={played.start} teller={teller} />
        ))}
      </ol>
    </>
  )
}

interface StepProps {
  readonly step: PlayedStep
  readonly start: string
  readonly teller: Teller
}

function Step({ step, start, teller }: StepProps) {
  const { language, label } = useDesign()
  const { w, app } = teller
  const time = (at: string) => (
    <time dateTime={at} title={new Date(at).toLocaleString(language, { timeZone: app.zone })}>
      {afterText(teller, start, at)}
    </time>
  )
  const isQuiet = step.notices.length + step.tasks.length + step.values.length + step.problems.length === 0
  return (
    <li className={step.problems.length > 0 ? 'is-wrong' : undefined}>
      {time(step.at)}
      <strong>
        {step.acts.length === 0
          ? w('timePasses')
          : step.acts
              .map(act => w('did', { person: personText(teller, step.by ?? ''), act: actText(teller, act) }))
              .join('；')}
      </strong>
      <div className="fd-trial-news">
        {step.problems.map(problem => (
          <p key={problem.zh} className="fd-bad">
            {problem[language]}
          </p>
        ))}
        {step.tasks.map((task, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nobody adds to what has happened
          <p key={index}>
            {time(task.at)}
            {w('task', { person: personText(teller, task.to), text: task.title[language] })}
            {task.due === null ? '' : w('due', { at: afterText(teller, start, task.due) })}
          </p>
        ))}
        {step.notices.map((notice, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nobody adds to what has happened
          <p key={index}>
            {time(notice.at)}
            {w('notice', { person: personText(teller, notice.to), text: notice.text[language] })}
          </p>
        ))}
        {step.values.map(({ record, form, field, value }) => (
          <p key={`${record} ${field}`}>
            {w('value', {
              record: recordText(teller, record),
              field: label(app.forms.get(form)?.fields.get(field)?.label) || field,
              value: valueText(teller, form, field, value),
            })}
          </p>
        ))}
        {isQuiet && step.acts.length === 0 ? <p>{w('nothing')}</p> : null}
      </div>
    </li>
  )
}
