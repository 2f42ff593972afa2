import type { AppDefinition, Grant } from '../../schemas/generated/definition.ts'
import { actionsOf, type Own, type Settable } from './add-on-actions.ts'
import { isObject } from './elements.ts'
import type { Findings } from './finding.ts'

/** What of an app an add-on has no say in. */
const NOT_ITS = ['zone', 'sampleData'] as const

/** Ids of people and of anything else that lives in one house only. */
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/**
 * An add-on may only add: it cannot change, hide, block, delete or open what its host has, and names nobody. Said of every add-on alike, whoever made
 * it, and without its host: what is not its own is the host's. Answers the fields it sets
 * on records whose form only the host knows. Codes `add_on_part`, `add_on_changes_host`, `names_somebody`.
 */
export function checkAddOn(addOn: AppDefinition, findings: Findings): readonly Settable[] {
  for (const part of NOT_ITS) if (addOn[part] !== undefined) findings.at(part).error('add_on_part', { part })
  checkIds(addOn, findings)
  const own = ownOf(addOn)
  const refuse = refusing(findings)
  for (const list of ['workflows', 'policies'] as const)
    for (const [index, { form, key }] of ((addOn[list] ?? []) as { form: string; key: string }[]).entries())
      if (!own.forms.has(form)) refuse([list, index, 'form'], form ?? key)
  for (const [index, { grants, workflows = [] }] of (addOn.roles ?? []).entries()) {
    checkGrants(grants, own, findings.at('roles', index, 'grants'))
    refuseOthers(workflows, own.workflows, findings.at('roles', index, 'workflows'))
  }
  const { forms = [], roles = [] } = addOn.additions ?? {}
  for (const [index, { grants = [], views = [], dashboards = [] }] of roles.entries()) {
    const at = findings.at('additions', 'roles', index)
    checkGrants(grants, own, at.at('grants'))
    refuseOthers(views, new Set((addOn.views ?? []).map(({ key }) => key)), at.at('views'))
    refuseOthers(dashboards, new Set((addOn.dashboards ?? []).map(({ key }) => key)), at.at('dashboards'))
  }
  for (const [index, { form, rules = [] }] of forms.entries())
    for (const [at, rule] of rules.entries())
      checkTargets(rule, own.fields.get(form) ?? new Set(), findings.at('additions', 'forms', index, 'rules', at))
  checkRelations(addOn, own, findings)
  return actionsOf(addOn, own, findings)
}

/** What is an add-on's own: its forms, the fields it adds to those of the host, its connectors and workflows. */
function ownOf({ forms, additions, connectors = [], workflows = [] }: AppDefinition): Own {
  return {
    forms: new Set(forms.map(({ key }) => key)),
    fields: new Map(
      (additions?.forms ?? []).map(({ form, fields = [] }) => [form, new Set(fields.map(({ key }) => key))]),
    ),
    everyField: new Set([
      ...forms.flatMap(({ fields }) => fields.map(({ key }) => key)),
      ...(additions?.forms ?? []).flatMap(({ fields = [] }) => fields.map(({ key }) => key)),
    ]),
    connectors: new Set(connectors.map(({ key }) => key)),
    workflows: new Set(workflows.map(({ key }) => key)),
  }
}

const refusing =
  (findings: Findings) =>
  (place: readonly (string | number)[], name: string): void =>
    findings.at(...place).error('add_on_changes_host', { name })

function refuseOthers(names: readonly string[], own: ReadonlySet<string>, findings: Findings): void {
  for (const [index, name] of names.entries())
    if (!own.has(name)) findings.at(index).error('add_on_changes_host', { name })
}

/** On a form of the host only rights on fields of its own are given, and no act at all. */
function checkGrants(grants: readonly Grant[], own: Own, findings: Findings): void {
  for (const [index, { form, can, rows, fields = {} }] of grants.entries()) {
    if (own.forms.has(form)) continue
    const refuse = refusing(findings.at(index))
    if (can.length > 0) refuse(['can'], form)
    if (rows !== undefined) refuse(['rows'], form)
    for (const key of Object.keys(fields)) if (own.fields.get(form)?.has(key) !== true) refuse(['fields', key], key)
  }
}

interface Targets {
  readonly require?: readonly string[]
  readonly show?: readonly string[]
  readonly hide?: readonly string[]
  readonly readOnly?: readonly string[]
  readonly anyOf?: { readonly fields?: readonly string[] }
  readonly invalid?: { readonly fields?: readonly string[] }
  readonly warn?: { readonly fields?: readonly string[] }
  readonly options?: Readonly<Record<string, unknown>>
}

/** A rule on a form of the host shows, hides, locks and asks for fields of its own only; one that refuses a value says so at one of them. */
function checkTargets(rule: Targets, own: ReadonlySet<string>, findings: Findings): void {
  for (const part of ['require', 'show', 'hide', 'readOnly'] as const)
    refuseOthers(rule[part] ?? [], own, findings.at(part))
  for (const part of ['anyOf', 'invalid', 'warn'] as const)
    if (rule[part] !== undefined) refuseOthers(rule[part].fields ?? [], own, findings.at(part, 'fields'))
  if (rule.invalid !== undefined && (rule.invalid.fields ?? []).length === 0)
    findings.at('invalid').error('add_on_changes_host', { name: 'invalid' })
  for (const key of Object.keys(rule.options ?? {}))
    if (!own.has(key)) findings.at('options', key).error('add_on_changes_host', { name: key })
}

interface FieldLike {
  readonly type: string
  readonly to?: string
  readonly onDelete?: string
  readonly fields?: readonly FieldLike[]
}

/** Deleting a record of the host neither fails for what an add-on has nor is set off by it. */
function checkRelations({ forms, additions }: AppDefinition, own: Own, findings: Findings): void {
  const check = (fields: readonly FieldLike[], ofHost: boolean, at: Findings): void => {
    for (const [index, { type, to = '', onDelete = 'restrict', fields: inner }] of fields.entries()) {
      const allowed = own.forms.has(to)
        ? !ofHost || onDelete !== 'cascade'
        : onDelete === 'clear' || (!ofHost && onDelete === 'cascade')
      if (type === 'relation' && !allowed) at.at(index, 'onDelete').error('add_on_changes_host', { name: to })
      if (inner !== undefined) check(inner, ofHost, at.at(index, 'fields'))
    }
  }
  for (const [index, { fields }] of forms.entries())
    check(fields as FieldLike[], false, findings.at('forms', index, 'fields'))
  for (const [index, { fields = [] }] of (additions?.forms ?? []).entries())
    check(fields as FieldLike[], true, findings.at('additions', 'forms', index, 'fields'))
}

const MOST_IDS = 20

function checkIds(value: unknown, findings: Findings): void {
  if (typeof value === 'string') {
    if (ID.test(value) && findings.all.length < MOST_IDS) findings.error('names_somebody', {})
  } else if (Array.isArray(value)) for (const [index, one] of value.entries()) checkIds(one, findings.at(index))
  else if (isObject(value)) for (const [name, one] of Object.entries(value)) checkIds(one, findings.at(name))
}
