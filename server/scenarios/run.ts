import type { CompiledScenario } from '../../engine/definition/scenarios.ts'
import { instantText, parseInstant } from '../../engine/expression/time.ts'
import type { CompiledApp } from '../../engine/index.ts'
import { recordScope } from '../../engine/index.ts'
import { addDuration, parseDuration } from '../../engine/timer/duration.ts'
import { relationPaths } from '../../engine/workflow/needs.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Act, AppDefinition, Expectation, Scenario } from '../../schemas/generated/definition.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { localDay } from '../records/local-day.ts'
import { writeScope } from '../records/records.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import { readStored } from '../records/stored.ts'
import { createRecord } from '../records/write.ts'
import { perform } from './acts.ts'
import {
  type Appeared,
  type AppearedTask,
  appearedSince,
  nothingAppeared,
  nothingKnown,
  openTasksOf,
} from './appeared.ts'
import { type Named, wireValues } from './values.ts'
import { onScenarioStage, type ScenarioWorld } from './world.ts'

export interface ScenarioText {
  readonly zh: string
  readonly en: string
}

/** Something that happened while a scenario was played: a notice or a task, to whom. */
export interface Happened {
  readonly at: string
  readonly kind: 'notice' | 'task'
  readonly person: string
  readonly text: ScenarioText
}

/** A step as it went: when, who did what, what was not as expected, and what came of it. */
export interface PlayedStep extends Appeared {
  readonly at: string
  readonly by: string | null
  readonly acts: readonly Act[]
  readonly problems: readonly ScenarioText[]
  /** fields an act would have had to fill in, by its place among the acts */
  readonly missing: readonly { readonly act: number; readonly fields: readonly string[] }[]
}

export interface ScenarioResult {
  readonly key: string
  readonly passed: boolean
  /** when it begins, ISO UTC */
  readonly start: string
  readonly steps: readonly PlayedStep[]
  readonly happened: readonly Happened[]
  /** tasks that still wait for somebody at the end */
  readonly open: readonly AppearedTask[]
}

/** A step that came to nothing. */
export const brokenStep = (at: string, problems: readonly ScenarioText[]): PlayedStep => ({
  ...{ at, by: null, acts: [], problems, missing: [] },
  ...nothingAppeared,
})

/** Plays scenarios in simulated time with the code that runs the app (X2); nothing of it remains. `work` is given what plays one. */
export const playingScenarios = <T>(
  platform: Platform,
  app: { readonly definition: AppDefinition; readonly compiled: CompiledApp },
  work: (play: (scenario: CompiledScenario) => Promise<ScenarioResult>) => Promise<T>,
): Promise<T> =>
  onScenarioStage(platform, app, stage =>
    work(scenario => {
      const start = startOf(scenario, app.definition.zone ?? app.compiled.zone)
      return stage.enter(scenario.definition, start, world => playScenario(world, scenario))
    }),
  )

/** One alone. */
export const runScenario = (
  platform: Platform,
  app: { readonly definition: AppDefinition; readonly compiled: CompiledApp },
  scenario: CompiledScenario,
): Promise<ScenarioResult> => playingScenarios(platform, app, play => play(scenario))

/** When a scenario begins, ISO UTC. */
export const startOf = ({ definition }: CompiledScenario, zone: string): string =>
  instantText(parseInstant(definition.clock, zone) ?? 0)

/** Plays a scenario in a world that stands where it begins. */
export async function playScenario(world: ScenarioWorld, scenario: CompiledScenario): Promise<ScenarioResult> {
  const names: Named = new Map()
  const steps: PlayedStep[] = []
  const missing = await give(world, names, scenario.definition)
  if (missing.length > 0) steps.push(brokenStep(world.start, missing))
  let { known } = await appearedSince(world, names, nothingKnown, undefined)
  let seen = await notices(world)
  for (const [index, step] of scenario.definition.steps.entries()) {
    await world.pass(step.at === undefined ? world.clock.now() : momentOf(step.at, world))
    const { problems, missing } = await play(world, names, scenario, index, seen)
    seen = await notices(world)
    const news = await appearedSince(world, names, known, step)
    known = news.known
    steps.push({
      at: world.clock.now(),
      by: step.by ?? null,
      acts: step.act ?? [],
      problems,
      missing,
      ...news.appeared,
    })
  }
  const passed = steps.every(({ problems }) => problems.length === 0)
  return {
    ...{ key: scenario.definition.key, passed, start: world.start, steps },
    ...{ happened: await happenedIn(world), open: await openTasksOf(world, names) },
  }
}

/** `+2h` counts from the scenario's beginning, in the app's zone and first calendar. */
function momentOf(text: string, { start, zone, calendar }: ScenarioWorld): string {
  const duration = parseDuration(text.replace(/^\+/, ''))
  return duration === undefined
    ? instantText(parseInstant(text, zone) ?? Date.parse(start))
    : addDuration(start, duration, { zone, calendar })
}

/**
 * What is there before the scenario begins: records without events, as an import from before would have left them. `stage` says where one stands.
 * Answers what could not be given.
 */
async function give(world: ScenarioWorld, names: Named, { given = [] }: Scenario): Promise<ScenarioText[]> {
  const problems: ScenarioText[] = []
  for (const record of given)
    try {
      await giveOne(world, names, record)
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      problems.push(refusal(error))
    }
  await world.pass(world.clock.now())
  return problems
}

async function giveOne(
  world: ScenarioWorld,
  names: Named,
  { form: key, as, by, set }: NonNullable<Scenario['given']>[number],
): Promise<void> {
  const { records } = world
  const installation = await records.installations.get(world.orgId, world.app)
  const form = installation.app.forms.get(key)!
  const directory = await records.platform.directories.of({ orgId: world.orgId, directoryVersion: 0 })
  const userId = by === undefined ? null : (world.people.get(by) ?? null)
  const { [form.stageField ?? '']: stage, ...patch } = set
  const { values } = await records.platform.transaction(async transaction =>
    createRecord(
      writeScope(records, installation, form, directory, { kind: 'template', userId }, true),
      await wireValues(world, names, { form, installation }, patch, userId),
      transaction,
      typeof stage === 'string' ? { stage } : {},
    ),
  )
  if (as !== undefined) names.set(as, { form: key, id: String(values.id) })
}

async function play(
  world: ScenarioWorld,
  names: Named,
  scenario: CompiledScenario,
  index: number,
  seen: readonly string[],
): Promise<Pick<PlayedStep, 'problems' | 'missing'>> {
  const { by = '', act: acts = [], expect = [] } = scenario.definition.steps[index]!
  const problems: ScenarioText[] = []
  const missing: { act: number; fields: string[] }[] = []
  const refused = expect.flatMap(({ refused: code }) => code ?? [])
  for (const [at, act] of acts.entries()) {
    const failure = await perform(world, names, by, act).catch((error: unknown) => error)
    const codes = failure instanceof HttpProblem ? [failure.code, ...failure.errors.map(({ code }) => code)] : []
    if (failure !== undefined && !(failure instanceof HttpProblem)) throw failure
    if (failure instanceof HttpProblem && !refused.some(code => codes.includes(code))) {
      problems.push(refusal(failure))
      const fields = requiredIn(failure)
      if (fields.length > 0) missing.push({ act: at, fields })
    }
    if (failure === undefined && refused.length > 0)
      problems.push(said('scenario_not_refused', { code: refused.join() }))
  }
  await world.pass(world.clock.now())
  for (const [at, expected] of expect.entries()) {
    const problem = await unmet(world, names, scenario, `${index}.${at}`, expected, seen)
    if (problem !== undefined) problems.push(problem)
  }
  return { problems, missing }
}

/** The record's own fields that were left blank and may not be. */
const requiredIn = ({ errors }: HttpProblem): string[] =>
  errors.flatMap(({ code, path }) => (code === 'required' && /^\/\w+$/.test(path) ? [path.slice(1)] : []))

const said = (code: string, params: Readonly<Record<string, unknown>>): ScenarioText => ({
  zh: errorMessage(code, params, 'zh'),
  en: errorMessage(code, params, 'en'),
})

function refusal({ code, params, errors }: HttpProblem): ScenarioText {
  const first = errors[0] ?? { code, params }
  return said('scenario_refused', {
    code: first.code,
    reason: { zh: errorMessage(first.code, first.params, 'zh'), en: errorMessage(first.code, first.params, 'en') },
  })
}

async function unmet(
  world: ScenarioWorld,
  names: Named,
  scenario: CompiledScenario,
  place: string,
  expected: Expectation,
  seen: readonly string[],
): Promise<ScenarioText | undefined> {
  const condition = scenario.conditions.get(place)
  if (condition !== undefined) {
    const found = await holds(world, names, expected.record ?? '', condition)
    if (!found) return said('scenario_condition_fails', { record: expected.record, condition: String(expected.holds) })
  }
  for (const kind of ['notices', 'tasks'] as const) {
    const wanted = expected[kind]
    if (wanted === undefined) continue
    const texts = await (kind === 'notices' ? newNotices(world, expected, seen) : openTasks(world, names, expected))
    if (texts.length !== wanted)
      return said(`scenario_${kind}`, {
        ...{ person: expected.person ?? '*', wanted, found: texts.length },
        list: texts.slice(0, 5).join(' | ') || '-',
      })
  }
  return undefined
}

async function holds(
  world: ScenarioWorld,
  names: Named,
  name: string,
  condition: NonNullable<ReturnType<CompiledScenario['conditions']['get']>>,
): Promise<boolean> {
  const { records } = world
  const { pool } = records.platform.database
  const { form: key, id } = names.get(name) ?? { form: '', id: '' }
  const installation = await records.installations.get(world.orgId, world.app)
  const form = installation.app.forms.get(key)
  if (form === undefined) return false
  const stored = await readStored(records.platform, installation, form, id, pool)
  if (stored === undefined || stored.deleted) return false
  const now = world.clock.now()
  const directory = await records.platform.directories.of({ orgId: world.orgId, directoryVersion: 0 })
  const step = { installation, directory, now, today: localDay(now, installation.zone), caller: null }
  const related = await loadRelated(step, form, stored.values, pool, relationPaths(form, [condition]))
  return condition.evaluate(recordScope({ form, values: stored.values }, recordContext(step, related))) === true
}

async function notices({ records, orgId }: ScenarioWorld): Promise<readonly string[]> {
  const { rows } = await records.platform.database.pool.query<{ id: string }>(
    'select id from formwork.notification where org_id = $1',
    [orgId],
  )
  return rows.map(({ id }) => id)
}

/** Notices that came after the step before. */
async function newNotices(
  world: ScenarioWorld,
  { person, like }: Expectation,
  seen: readonly string[],
): Promise<string[]> {
  const { rows } = await world.records.platform.database.pool.query<{ text: string }>(
    `select text ->> 'zh' as text from formwork.notification where org_id = $1 and ($2::uuid is null or user_id = $2) and id <> all($3)
       and (text ->> 'zh' like '%' || $4 || '%' or text ->> 'en' like '%' || $4 || '%') order by created_at, id`,
    [world.orgId, person === undefined ? null : world.people.get(person), seen, escaped(like)],
  )
  return rows.map(({ text }) => text)
}

async function openTasks(
  world: ScenarioWorld,
  names: Named,
  { person, like, record, due }: Expectation,
): Promise<string[]> {
  const { rows } = await world.records.platform.database.pool.query<{ text: string }>(
    `select title ->> 'zh' as text from formwork.task where org_id = $1 and state = 'open' and ($2::uuid is null or assignee_id = $2) and ($3::uuid is null or record_id = $3)
       and (title ->> 'zh' like '%' || $4 || '%' or title ->> 'en' like '%' || $4 || '%')
       and ($5::timestamptz is null or date_trunc('minute', due_at) = $5) order by created_at, id`,
    [
      ...[world.orgId, person === undefined ? null : world.people.get(person)],
      ...[record === undefined ? null : names.get(record)?.id, escaped(like)],
      due === undefined ? null : momentOf(due, world),
    ],
  )
  return rows.map(({ text }) => text)
}

const escaped = (like = ''): string => like.replace(/[\\%_]/g, '\\$&')

async function happenedIn(world: ScenarioWorld): Promise<Happened[]> {
  const people = new Map([...world.people].map(([key, id]) => [id, key]))
  const { rows } = await world.records.platform.database.pool.query<Happened & { user: string; at: Date | string }>(
    `select * from (
       select created_at as at, 'notice' as kind, user_id as user, text, id from formwork.notification where org_id = $1
       union all select created_at, 'task', assignee_id, title, id from formwork.task where org_id = $1) x order by at, id limit 1000`,
    [world.orgId],
  )
  return rows.map(({ at, kind, user, text }) => ({
    ...{ at: new Date(at).toISOString(), kind, person: people.get(user) ?? '', text },
  }))
}
