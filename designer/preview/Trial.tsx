import { useMutation } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import type { CompiledApp } from '../../engine/index.ts'
import { Button, Failed, get, toast } from '../../runtime/index.ts'
import type { Act, Scenario } from '../../schemas/generated/definition.ts'
import { run } from '../model/draft.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { acting, beginning, deciding, keeping, passing, pointedAt, RECORD, takingBack } from './freePlay.ts'
import type { Filled } from './PreviewForm.tsx'
import { type PlayedTask, play } from './play.ts'
import { Timeline } from './Timeline.tsx'
import { personText, type Teller } from './tell.ts'
import { previewTexts } from './texts.ts'

interface TrialProps {
  readonly app: CompiledApp
  readonly form: string
  /** who acts; null = an administrator */
  readonly role: string | null
  readonly filled: RefObject<Filled>
}

const HOURS = [1, 24, 72, 720]

/** The draft with a clock: the scenarios it has, and one made up as one goes, which can be kept. */
export function Trial({ app, form, role, filled }: TrialProps) {
  const { label, language } = useDesign()
  const w = usePageTexts(previewTexts)
  const [free, setFree] = useState<Scenario | null>(null)
  const playing = useMutation({
    mutationFn: async ({ scenario, isFree }: { readonly scenario: Scenario; readonly isFree: boolean }) => {
      const played = await play(app.definition.key, isFree ? scenario : scenario.key)
      if (played === undefined) throw new Error(w('noTime'))
      return { scenario, played }
    },
    onSuccess: ({ scenario }, { isFree }) => setFree(isFree ? scenario : null),
  })
  const start = useMutation({
    mutationFn: async () =>
      playing.mutateAsync({ scenario: await begun(app, form, filled.current, role), isFree: true }),
  })
  const go = (scenario: Scenario) => playing.mutate({ scenario, isFree: true })
  const busy = playing.isPending || start.isPending
  const error = playing.error ?? start.error
  const teller = playing.data && { app, scenario: playing.data.scenario, label, language, w }
  const keep = () => {
    if (free === null) return
    run(...keeping(free))
    toast.done(w('kept'))
    setFree(null)
  }
  return (
    <aside className="fd-trial" aria-label={w('trial')} aria-busy={busy}>
      <h2>{w('trial')}</h2>
      <p className="fw-hint">{w('trialHint')}</p>
      <Button kind={free === null ? 'primary' : 'plain'} busy={busy} onClick={() => start.mutate()}>
        {w(free === null ? 'begin' : 'again')}
      </Button>
      {free === null || playing.data === undefined || teller === undefined ? null : (
        <>
          <div className="fd-trial-acts">
            <span>{w('pass')}</span>
            {HOURS.map(hours => (
              <Button key={hours} size="small" disabled={busy} onClick={() => go(passing(free, hours))}>
                {hours === 1 ? w('hour') : hours === 24 ? w('day') : w('days', { n: hours / 24 })}
              </Button>
            ))}
          </div>
          <NextActs app={app} form={form} scenario={free} busy={busy} onPlay={go} />
          <Waiting
            tasks={playing.data.played.open}
            teller={teller}
            busy={busy}
            onDecide={(task, as) => go(deciding(free, task, as, w('opinion')))}
          />
          <Button size="small" kind="quiet" icon="star" onClick={keep}>
            {w('keep')}
          </Button>
        </>
      )}
      {error === null ? null : <Failed error={error} retry={() => start.mutate()} />}
      {playing.data === undefined || teller === undefined ? null : (
        <div role="status">
          {free !== null ? null : (
            <p className={playing.data.played.passed ? 'fd-good' : 'fd-bad'}>
              {w(playing.data.played.passed ? 'passed' : 'failed')}
            </p>
          )}
          <Timeline played={playing.data.played} teller={teller} />
        </div>
      )}
      <h3>{w('scenarios')}</h3>
      {(app.definition.scenarios ?? []).length === 0 ? <p className="fw-hint">{w('noScenarios')}</p> : null}
      <ul>
        {(app.definition.scenarios ?? []).map(scenario => (
          <li key={scenario.key}>
            <button
              type="button"
              className="fd-rail-item"
              disabled={busy}
              aria-label={w('playOne', { name: label(scenario.name) || scenario.key })}
              onClick={() => playing.mutate({ scenario, isFree: false })}
            >
              {label(scenario.name) || scenario.key}
            </button>
          </li>
        ))}
      </ul>
    </aside>
  )
}

/** The scenario in which what stands in the form is made now, with the records it points at. */
async function begun(app: CompiledApp, key: string, filled: Filled, role: string | null): Promise<Scenario> {
  const form = app.forms.get(key)!
  const related = await Promise.all(
    pointedAt(form, filled).map(async at => {
      const stored = await get<Filled>(`/apps/${app.definition.key}/forms/${at.form}/records/${at.id}`)
      return [`${at.form} ${at.id}`, stored] as const
    }),
  )
  const clock = new Date().toLocaleString('sv-SE', { timeZone: app.zone }).slice(0, 16).replace(' ', 'T')
  return beginning(app, form, filled, role, clock, new Map(related))
}

interface NextActsProps {
  readonly app: CompiledApp
  readonly form: string
  readonly scenario: Scenario
  readonly busy: boolean
  readonly onPlay: (scenario: Scenario) => void
}

/** What the one who made the record does next: moves it on, starts a workflow, or takes the last step back. */
function NextActs({ app, form, scenario, busy, onPlay }: NextActsProps) {
  const { label } = useDesign()
  const w = usePageTexts(previewTexts)
  const of = scenario.steps[0]?.act?.[0]
  const key = of?.do === 'create' ? of.form : form
  const stages = app.definition.forms.find(one => one.key === key)?.stages?.pipeline ?? []
  const workflows = (app.definition.workflows ?? []).filter(one => one.form === key)
  const choice = (name: string, items: readonly (readonly [key: string, text: string])[], act: (key: string) => Act) =>
    items.length === 0 ? null : (
      <select
        className="fw-input"
        aria-label={name}
        value=""
        disabled={busy}
        onChange={event => onPlay(acting(scenario, act(event.target.value)))}
      >
        <option value="">{name}</option>
        {items.map(([item, text]) => (
          <option key={item} value={item}>
            {text}
          </option>
        ))}
      </select>
    )
  return (
    <div className="fd-trial-acts">
      {choice(
        w('moveTo'),
        stages.map(stage => [stage.key, label(stage.label) || stage.key]),
        to => ({ do: 'move', record: RECORD, to }),
      )}
      {choice(
        w('startOne'),
        workflows.map(workflow => [workflow.key, label(workflow.name) || workflow.key]),
        workflow => ({ do: 'start', record: RECORD, workflow }),
      )}
      {scenario.steps.length < 2 ? null : (
        <Button size="small" kind="quiet" disabled={busy} onClick={() => onPlay(takingBack(scenario))}>
          {w('takeBack')}
        </Button>
      )}
    </div>
  )
}

interface WaitingProps {
  readonly tasks: readonly PlayedTask[]
  readonly teller: Teller
  readonly busy: boolean
  readonly onDecide: (task: PlayedTask, as: string) => void
}

function Waiting({ tasks, teller, busy, onDecide }: WaitingProps) {
  const { language } = useDesign()
  const { w, app } = teller
  const nodes = (app.definition.workflows ?? []).flatMap(workflow => workflow.nodes)
  const actsOf = ({ node }: PlayedTask) =>
    nodes.find(({ key }) => key === node)?.type === 'approve' ? (['approve', 'reject'] as const) : (['handle'] as const)
  return (
    <section aria-label={w('waiting')}>
      <h3>{w('waiting')}</h3>
      {tasks.length === 0 ? <p className="fw-hint">{w('noneWaiting')}</p> : null}
      <ul>
        {tasks.map((task, index) => {
          const [person, title] = [personText(teller, task.to), task.title[language]]
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is answered anew as a whole
            <li key={index} className="fd-trial-task">
              <p>
                {person} · {title}
              </p>
              <div className="fd-trial-acts">
                {actsOf(task).map(act => (
                  <Button
                    key={act}
                    size="small"
                    disabled={busy}
                    aria-label={w('ofTask', { act: w(act), person, title })}
                    onClick={() => onDecide(task, act === 'handle' ? 'submit' : act)}
                  >
                    {w(act)}
                  </Button>
                ))}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
