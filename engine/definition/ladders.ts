import type { Action, Automation, Expr, Label, Ladder, Trigger } from '../../schemas/generated/definition.ts'
import { BOOLEAN, type Type } from '../expression/index.ts'
import { atLeastMs, parseDuration } from '../timer/duration.ts'
import { relationPaths } from '../workflow/needs.ts'
import { actionScopes, compileActions } from './actions.ts'
import type { CompiledExpression, CompiledForm, CompiledLadder, CompiledStep, RecordLadder } from './compiled.ts'
import { formEnvironment, type NameSpace, type Scopes } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'
import { timeDirection } from './time-direction.ts'
import { compileEventTrigger, isEvent, triggerForm } from './triggers.ts'

const SHORTEST_MS = 60_000
const LONGEST_MS = 100 * 366 * 86_400_000
const MOST_RUNS = 10_000

/** A constant duration, or one that is an expression; bounds are those of SEMANTICS "Limits". A step before its date may be negative. */
function compileDuration(
  text: string,
  calendar: string | undefined,
  ahead: boolean,
  read: (expr: Expr, findings: Findings) => CompiledExpression | undefined,
  findings: Findings,
): { text: string; expression: CompiledExpression | undefined } {
  if (text.startsWith('=')) return { text: '', expression: read(text.slice(1), findings) }
  const duration = parseDuration(text)
  if (duration !== undefined) {
    const ms = atLeastMs(duration)
    if (ahead && ms < SHORTEST_MS) findings.error('too_short_delay', { limit: '1min' })
    if (Math.abs(ms) > LONGEST_MS) findings.error('too_long_delay', { limit: '1200mo' })
    if (duration.unit === 'wh' && calendar === undefined) findings.error('calendar_missing')
  }
  return { text, expression: undefined }
}

function compileSteps(
  space: NameSpace,
  form: CompiledForm,
  ladder: Pick<Ladder, 'calendar' | 'steps'>,
  scopes: Scopes,
  ahead: boolean,
  findings: Findings,
): CompiledLadder {
  const calendars = (space.definition.calendars ?? []).map(({ key }) => key)
  if (ladder.calendar !== undefined && !calendars.includes(ladder.calendar))
    findings
      .at('calendar')
      .error('unknown_calendar', { calendar: ladder.calendar, suggestion: suggest(ladder.calendar, calendars) })
  const environment = formEnvironment(space, form, scopes)
  const read = (expr: Expr, place: Findings) => compileExpression(expr, environment, place)
  const steps = ladder.steps.map((step, index): CompiledStep => {
    const place = findings.at('steps', index)
    const after = compileDuration(step.after, ladder.calendar, ahead, read, place.at('after'))
    const every =
      step.repeat === undefined
        ? undefined
        : compileDuration(step.repeat.every, ladder.calendar, true, read, place.at('repeat', 'every'))
    return {
      key: step.key,
      after: after.text,
      at: step.at,
      when: step.when === undefined ? undefined : compileExpression(step.when, environment, place.at('when'), BOOLEAN),
      repeat: step.repeat === undefined ? undefined : { every: every?.text ?? '', times: step.repeat.times },
      late: step.late ?? 'run',
      durations: { after: after.expression, every: every?.expression },
      actions: compileActions(space, form, step.do, scopes, place.at('do')),
    }
  })
  for (const [index, { key }] of ladder.steps.entries())
    if (ladder.steps.findIndex(step => step.key === key) < index)
      findings.at('steps', index, 'key').error('duplicate_key', { key })
  return { calendar: ladder.calendar, steps }
}

/** Names of a ladder that mean nothing at a task: its deadline counts from the moment it is opened and ends with it. */
const RECORD_ONLY = ['on', 'from', 'where', 'pauseWhen', 'stopWhen', 'stopOn', 'onStop', 'catchUp', 'maxRuns'] as const

/** The deadline of a workflow's task. */
export function compileDeadline(
  space: NameSpace,
  form: CompiledForm,
  ladder: Ladder,
  scopes: Scopes,
  findings: Findings,
): CompiledLadder {
  for (const name of RECORD_ONLY)
    if (ladder[name] !== undefined) findings.at(name).error('unknown_property', { property: name })
  return compileSteps(space, form, ladder, scopes, true, findings)
}

interface Place {
  readonly name: string
  readonly label: Label
  readonly stage?: string
  readonly automation?: Automation
}

type Condition = (expr: Expr | undefined, name: string, type?: Type) => CompiledExpression | undefined

/** What a ladder that nothing else is said of does. */
const plain = (form: string, { name, label, stage, automation }: Place) => ({
  ...{ name, label, form, stage, automation: automation?.key, on: undefined, from: undefined, becomes: undefined },
  ...{ where: undefined, pauseWhen: undefined, stopWhen: undefined, stopOn: [], same: [], onStop: [] },
  ...{ catchUp: 'all' as const, maxRuns: MOST_RUNS, per: 'record' as const },
})

/** A ladder of a form or one of its stages, or the one of an automation (`on` begins its runs). */
export function compileRecordLadder(
  space: NameSpace,
  form: CompiledForm,
  ladder: Ladder,
  place: Place,
  findings: Findings,
): RecordLadder {
  const condition = conditionsOf(space, form, findings)
  const on = place.automation === undefined ? ladder.on : place.automation.on
  const triggers = on?.flatMap(
    (trigger, index) =>
      compileEventTrigger(
        space,
        trigger,
        form.key,
        findings.at(place.automation === undefined ? 'on' : 'steps', index),
      ) ?? [],
  )
  const from = condition(ladder.from, 'from') ?? fromOf(space, form, place, triggers !== undefined)
  if (from === undefined && triggers === undefined) findings.error('missing_property', { property: 'from' })
  return finished(form, {
    ...plain(form.key, place),
    ...compileSteps(space, form, ladder, actionScopes, triggers !== undefined, findings),
    on: triggers,
    from,
    where: condition(ladder.where, 'where', BOOLEAN),
    pauseWhen: condition(ladder.pauseWhen, 'pauseWhen', BOOLEAN),
    stopWhen: condition(ladder.stopWhen, 'stopWhen', BOOLEAN),
    stopOn: (ladder.stopOn ?? []).flatMap(
      (trigger, index) => compileEventTrigger(space, trigger, form.key, findings.at('stopOn', index)) ?? [],
    ),
    onStop: compileActions(space, form, ladder.onStop ?? [], actionScopes, findings.at('onStop')),
    catchUp: ladder.catchUp ?? 'all',
    maxRuns: ladder.maxRuns ?? MOST_RUNS,
  })
}

/** A stage's ladder counts from the moment the record came into the stage. */
const fromOf = (
  space: NameSpace,
  form: CompiledForm,
  { stage }: Place,
  begun: boolean,
): CompiledExpression | undefined =>
  stage === undefined || begun
    ? undefined
    : compileExpression('{stage_entered_at}', formEnvironment(space, form), NO_FINDINGS)

const NO_FINDINGS: Findings = { path: '', all: [], at: () => NO_FINDINGS, error: () => {}, warning: () => {} }

/** Conditions of a ladder read the record alone: only then is it known when they change. */
function conditionsOf(space: NameSpace, form: CompiledForm, findings: Findings): Condition {
  return (expr, name, type) => {
    if (expr === undefined) return undefined
    const environment = formEnvironment(space, form, { $event: { kind: 'any' } })
    const compiled = compileExpression(expr, environment, findings.at(name), type)
    for (const path of relationPaths(form, [compiled]))
      findings.at(name).error('ladder_reads_elsewhere', { path: path.join('.') })
    return compiled
  }
}

function finished(form: CompiledForm, ladder: Omit<RecordLadder, 'reads' | 'needs'>): RecordLadder {
  const own = [ladder.from, ladder.becomes, ladder.where, ladder.pauseWhen, ladder.stopWhen]
  const reads = new Set(
    own.flatMap(expression =>
      (expression?.references ?? []).map(({ path }) => (path[0] === '$record' ? path[1] : path[0]) ?? ''),
    ),
  )
  const stage = form.stageField
  if (stage !== undefined && (ladder.stage !== undefined || reads.has('$stages'))) reads.add(stage)
  const durations = ladder.steps.flatMap(({ durations: { after, every } }) => [after, every])
  return {
    ...ladder,
    reads,
    needs: relationPaths(form, [...ladder.steps.map(({ when }) => when), ...durations]),
  }
}

/** The ladders an automation stands for: "A and not B within T", a date, a condition that time makes true. */
export function automationLadders(space: NameSpace, automation: Automation, findings: Findings): RecordLadder[] {
  const { name: label, key } = automation
  const found: RecordLadder[] = []
  const named = (index: number): Place => ({ name: index === 0 ? key : `${key}.${index}`, label, automation })
  if (automation.ladder !== undefined || automation.unless !== undefined) {
    const first = automation.on.find(isEvent)
    const form = triggerForm(space, first?.form ?? automation.form, findings.at('on', 0))
    if (form === undefined) return []
    const compiled =
      automation.ladder !== undefined
        ? compileRecordLadder(space, form, automation.ladder, named(0), findings.at('ladder'))
        : undefined
    return [automation.unless === undefined ? compiled : absence(space, form, automation, named(0), findings)].flatMap(
      ladder => ladder ?? [],
    )
  }
  for (const [index, trigger] of automation.on.entries()) {
    const place = findings.at('on', index)
    if (!('date' in trigger) && !('becomes' in trigger)) continue
    const form = triggerForm(space, trigger.form ?? automation.form, place)
    if (form === undefined) continue
    const ladder = timed(space, form, trigger, automation, named(found.length), place)
    if (ladder !== undefined) found.push(ladder)
  }
  return found
}

/** One step that does what the automation does, if its condition holds then. */
const only = (after: string, automation: Automation, at?: string) => ({
  steps: [
    {
      key: 'then',
      after,
      ...(at === undefined ? {} : { at }),
      ...(automation.where === undefined ? {} : { when: automation.where }),
      do: (automation.then ?? []) as [Action, ...Action[]],
    },
  ],
})

function timed(
  space: NameSpace,
  form: CompiledForm,
  trigger: Extract<Trigger, { date: unknown } | { becomes: unknown }>,
  automation: Automation,
  place: Place,
  findings: Findings,
): RecordLadder | undefined {
  const condition = conditionsOf(space, form, findings)
  if ('date' in trigger) {
    const written = { calendar: trigger.calendar, ...only(trigger.offset ?? '0h', automation, trigger.at) }
    const steps = compileSteps(space, form, written as Ladder, actionScopes, false, quiet(findings))
    return finished(form, { ...plain(form.key, place), ...steps, from: condition(trigger.date, 'date') })
  }
  const becomes = condition(trigger.becomes, 'becomes', BOOLEAN)
  if (becomes === undefined) return undefined
  const direction = timeDirection(space, form, becomes)
  if (direction === 'any') findings.at('becomes').error('condition_not_monotone')
  if (direction !== 'up') return undefined
  const steps = compileSteps(space, form, only('0h', automation) as Ladder, actionScopes, false, quiet(findings))
  return finished(form, { ...plain(form.key, place), ...steps, becomes })
}

/** The automation's own `then` and `where` are judged where they stand, once; here only the calendar is. */
const quiet = (findings: Findings): Findings => ({
  ...findings,
  at: (...steps) => (steps[0] === 'calendar' ? findings.at(...steps) : NO_FINDINGS),
})

function absence(
  space: NameSpace,
  form: CompiledForm,
  automation: Automation,
  place: Place,
  findings: Findings,
): RecordLadder | undefined {
  const { within, unless = [] } = automation
  if (within === undefined) {
    findings.error('missing_property', { property: 'within' })
    return undefined
  }
  const read = (expr: Expr, at: Findings) => compileExpression(expr, formEnvironment(space, form, actionScopes), at)
  compileDuration(within, automation.calendar, true, read, findings.at('within'))
  const on = automation.on.flatMap(
    (trigger, index) => compileEventTrigger(space, trigger, form.key, findings.at('on', index)) ?? [],
  )
  const stopOn = unless.flatMap(
    (trigger, index) => compileEventTrigger(space, trigger, form.key, findings.at('unless', index)) ?? [],
  )
  const written = { calendar: automation.calendar, ...only(within, automation) }
  const steps = compileSteps(space, form, written as Ladder, actionScopes, false, quiet(findings))
  return finished(form, {
    ...plain(form.key, place),
    ...steps,
    on,
    stopOn,
    same: samePairs(
      space,
      form,
      automation,
      stopOn.map(trigger => trigger.form),
      findings,
    ),
    per: automation.per ?? 'latest',
  })
}

/** What makes the B that follows belong to the A before: said, or the one relation between their forms. */
function samePairs(
  space: NameSpace,
  form: CompiledForm,
  automation: Automation,
  others: readonly string[],
  findings: Findings,
): RecordLadder['same'] {
  const key = others[0]
  const other = space.forms.get(key ?? '')
  if (other === undefined) return []
  const place = findings.at('same')
  if (others.some(one => one !== key)) findings.at('unless').error('absence_forms_differ')
  const pair = (a: Expr, b: Expr, at: Findings): RecordLadder['same'] => {
    const left = compileExpression(a, formEnvironment(space, form), at.at(0))
    const right = compileExpression(b, formEnvironment(space, other), at.at(1))
    return left === undefined || right === undefined ? [] : [[left, right]]
  }
  if (automation.same !== undefined) return automation.same.flatMap(([a, b], index) => pair(a, b, place.at(index)))
  const follows = (automation.unless ?? []).some(trigger => isEvent(trigger) && trigger.event === 'created')
  if (other === form && !follows) return []
  const back = relationsTo(other, form.key)
  if (other !== form && back.length === 1) return pair('{id}', `{${back[0]}}`, place)
  const forth = relationsTo(form, other.key)
  if (other !== form && forth.length === 1) return pair(`{${forth[0]}}`, '{id}', place)
  const shared = [...form.fields.values()].filter(
    ({ target, list }) => target !== undefined && !list && relationsTo(other, target).length === 1,
  )
  if (shared.length === 1) return pair(`{${shared[0]!.key}}`, `{${relationsTo(other, shared[0]!.target!)[0]}}`, place)
  place.error('absence_same_missing', { form: form.key, other: other.key })
  return []
}

const relationsTo = (form: CompiledForm, target: string): string[] =>
  [...form.fields.values()].filter(field => field.target === target && !field.list).map(({ key }) => key)
