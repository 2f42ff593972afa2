import type { Automation } from '../../../schemas/generated/definition.ts'
import type { CompiledAction, CompiledAutomation } from '../compiled.ts'
import type { Advise } from './advise.ts'

/** Automations that set each other off in a circle, none of them limited by a condition. One that sets itself off is the compiler's to find. */
export const automationCircles: Advise = ({ app, definition }, warn) => {
  if (app === null) return
  const index = new Map((definition.automations ?? []).map(({ key }, at) => [key, at]))
  const active = app.automations.filter(one => one.definition.enabled !== false && one.where === undefined)
  const next = new Map(active.map(one => [one, active.filter(other => other !== one && setsOff(one, other))]))
  const told = new Set<string>()
  for (const start of active) {
    const circle = circleFrom(start, next)
    if (circle === undefined) continue
    const name = circle
      .map(({ key }) => key)
      .sort()
      .join()
    if (told.has(name)) continue
    told.add(name)
    const said = (language: 'zh' | 'en'): string =>
      [...circle, start].map(({ definition: one }) => nameOf(one, language)).join(' → ')
    warn(`/automations/${index.get(start.key)}`, 'automations_feed_each_other', {
      chain: { zh: said('zh'), en: said('en') },
    })
  }
}

const nameOf = ({ name, key }: Automation, language: 'zh' | 'en'): string => name[language] ?? name.zh ?? name.en ?? key

/** The shortest way from an automation back to itself. */
function circleFrom(
  start: CompiledAutomation,
  next: ReadonlyMap<CompiledAutomation, readonly CompiledAutomation[]>,
): readonly CompiledAutomation[] | undefined {
  const queue: (readonly CompiledAutomation[])[] = [[start]]
  const seen = new Set<CompiledAutomation>()
  for (const way of queue)
    for (const one of next.get(way.at(-1)!) ?? []) {
      if (one === start) return way
      if (seen.has(one)) continue
      seen.add(one)
      queue.push([...way, one])
    }
  return undefined
}

function setsOff(one: CompiledAutomation, other: CompiledAutomation): boolean {
  const form = one.on[0]?.form ?? one.becomes[0]?.form ?? one.signals[0]?.form
  return other.on.some(
    trigger =>
      trigger.where === undefined &&
      trigger.to === undefined &&
      one.actions.some(action => does(action, form, trigger.event, trigger.form, trigger.fields)),
  )
}

/** An action that surely makes the event happen: done whatever the record holds. */
function does(
  { definition, when, values }: CompiledAction,
  own: string | undefined,
  event: string,
  form: string,
  fields: readonly string[] | undefined,
): boolean {
  if (when !== undefined) return false
  if (definition.do === 'create') return event === 'created' && definition.form === form
  if (definition.do !== 'update' || definition.target !== undefined || event !== 'updated' || own !== form) return false
  return fields === undefined || fields.some(field => values.has(field))
}
