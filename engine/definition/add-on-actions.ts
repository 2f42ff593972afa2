import type { AppDefinition, Automation } from '../../schemas/generated/definition.ts'
import { isObject } from './elements.ts'
import type { Findings } from './finding.ts'

/** What belongs to an add-on; everything else is its host's. */
export interface Own {
  readonly forms: ReadonlySet<string>
  /** form of the host -> fields added to it */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>
  readonly everyField: ReadonlySet<string>
  readonly connectors: ReadonlySet<string>
  readonly workflows: ReadonlySet<string>
}

/** A field an action sets on a record that may be the host's. */
export interface Settable {
  readonly key: string
  readonly at: Findings
}

type Json = Readonly<Record<string, unknown>>

interface Scope {
  readonly own: Own
  /** the record an action without a target is carried out on is the add-on's */
  readonly ownRecord: boolean
}

/**
 * Every action of an add-on, wherever it stands, changes records of its own forms and fields of its own, and nothing else. Answers the fields it sets
 * on records whose form only the host knows.
 */
export function actionsOf(addOn: AppDefinition, own: Own, findings: Findings): Settable[] {
  const settable: Settable[] = []
  const walk = (value: unknown, scope: Scope, at: Findings): void => {
    if (Array.isArray(value)) for (const [index, one] of value.entries()) walk(one, scope, at.at(index))
    else if (isObject(value)) {
      const { type, workflow } = value
      if (type === 'subprocess' && !own.workflows.has(String(workflow)))
        at.at('workflow').error('add_on_changes_host', { name: String(workflow) })
      const inner = typeof value.do === 'string' ? checkAction(value, scope, at, settable) : scope
      for (const [name, one] of Object.entries(value)) if (name !== 'set') walk(one, inner, at.at(name))
    }
  }
  for (const [index, automation] of (addOn.automations ?? []).entries())
    walk(automation, { own, ownRecord: startsOwn(automation, own) }, findings.at('automations', index))
  for (const list of ['forms', 'workflows'] as const) walk(addOn[list], { own, ownRecord: true }, findings.at(list))
  walk(addOn.additions, { own, ownRecord: false }, findings.at('additions'))
  return settable
}

/** Whatever sets it off is a record of the add-on's own. A signal that names no form may come from any record. */
function startsOwn({ form, on }: Automation, { forms }: Own): boolean {
  return on.every(trigger => {
    const named = formsIn(trigger)
    const all = named.length > 0 || form === undefined ? named : [form]
    return all.length > 0 && all.every(one => forms.has(one))
  })
}

/** Forms that triggers name, in whatever they consist of. */
function formsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(formsIn)
  if (!isObject(value)) return []
  const { form } = value
  return [...(typeof form === 'string' ? [form] : []), ...Object.values(value).flatMap(formsIn)]
}

/** Acts that touch a whole record, or what stands in a process. */
const ON_OWN_ONLY: ReadonlySet<string> = new Set(['move', 'delete', 'act', 'lock', 'unlock', 'assign', 'signal'])

/** Refuses what reaches beyond; answers what the actions inside it may do. */
function checkAction(action: Json, scope: Scope, at: Findings, settable: Settable[]): Scope {
  const { own, ownRecord } = scope
  const { do: kind, target, form, set, query, on } = action
  const onOwn = ownRecord && target === undefined && (on === undefined || on === '{$task}')
  const refuse = (name: unknown, place: string): void =>
    at.at(place).error('add_on_changes_host', { name: String(name) })
  if (ON_OWN_ONLY.has(String(kind)) && !onOwn) refuse(kind, 'do')
  if ((kind === 'create' || kind === 'upsert') && !own.forms.has(String(form))) refuse(form, 'form')
  if (kind === 'start' && !own.workflows.has(String(action.workflow))) refuse(action.workflow, 'workflow')
  if (kind === 'http' && !own.connectors.has(String(action.connector))) refuse(action.connector, 'connector')
  if (kind === 'update' && !onOwn)
    for (const key of Object.keys(isObject(set) ? set : {}))
      if (own.everyField.has(key)) settable.push({ key, at: at.at('set', key) })
      else at.at('set', key).error('add_on_changes_host', { name: key })
  if (kind !== 'each') return scope
  // Inside, the record is the one of the round.
  const rounds = isObject(query) ? query.form : undefined
  return { own, ownRecord: typeof rounds === 'string' && own.forms.has(rounds) }
}
