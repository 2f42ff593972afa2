import type {
  AppDefinition,
  Field,
  Form,
  FormAddition,
  Grant,
  Role,
  RoleAddition,
  Section,
} from '../../schemas/generated/definition.ts'
import type { Settable } from './add-on-actions.ts'
import { readsAround } from './add-on-rights.ts'
import { checkAddOn } from './add-on-rules.ts'
import { analyseDefinition } from './analyse.ts'
import type { CompiledApp } from './compiled-app.ts'
import { elementAt, identityOf, type Place, placeOf, pointerOf } from './elements.ts'
import { collectFindings, type Finding, type Findings, suggest } from './finding.ts'
import { sectionsOf } from './sections.ts'
import { keyedLists } from './structure.ts'

type Keyed = { readonly key: string }

/** A definition that is no app by itself: it extends the apps made of a template. */
export const isAddOn = ({ extends: host }: Pick<AppDefinition, 'extends'>): boolean => host !== undefined

/**
 * An app with what an add-on adds to it, everything else as it was; null when something it needs is not there, a key is taken, it reaches beyond
 * what an add-on may, or the two do not make a sound app together. All findings at once, at their places in the add-on.
 */
export function addTo(
  host: AppDefinition,
  addOn: AppDefinition,
): { readonly definition: AppDefinition | null; readonly findings: readonly Finding[] } {
  const findings = collectFindings()
  refuseSettable(host, checkAddOn(addOn, findings))
  const definition = withAddOn(host, addOn, findings)
  if (findings.all.length > 0) return { definition: null, findings: findings.all }
  const together = brought(host, definition, addOn)
  return { definition: together.length > 0 ? null : definition, findings: together }
}

/** Errors of both together that the host alone has not, told where the add-on causes them. */
function brought(host: AppDefinition, definition: AppDefinition, addOn: AppDefinition): Finding[] {
  const wrong = ({ severity }: Finding): boolean => severity === 'error'
  const { app, findings } = analyseDefinition(definition)
  if (app !== null) return around(app, host, addOn)
  const found = findings.filter(wrong)
  const named = (whole: AppDefinition, { code, path }: Finding): string => `${code} ${placeOf(whole, path).join('/')}`
  const known = new Set(analyseDefinition(host).findings.map(one => named(host, one)))
  return found
    .filter(one => !known.has(named(definition, one)))
    .map(one => ({ ...one, path: pathIn(addOn, placeOf(definition, one.path)) }))
}

/** Fields through which somebody would see what he cannot see otherwise. */
const around = (app: CompiledApp, host: AppDefinition, addOn: AppDefinition): Finding[] =>
  readsAround(app, host, addOn).map(({ form, field, role, reads }) => ({
    severity: 'error',
    code: 'add_on_reads_around',
    path: pathIn(addOn, ['forms', form, 'fields', field]),
    params: { name: field, role, form: reads },
  }))

/** Where in an add-on stands what is at a place of the app that has it; what it does not hold itself is told of the whole. */
function pathIn(addOn: AppDefinition, place: Place): string {
  const [list = '', key = '', ...rest] = place
  if (elementAt(addOn, [list, key]) !== undefined) return deepest(addOn, place)
  const { forms = [], roles = [] } = addOn.additions ?? {}
  const [additions, at] =
    list === 'forms'
      ? ['forms', forms.findIndex(({ form }) => form === key)]
      : ['roles', list === 'roles' ? roles.findIndex(({ role }) => role === key) : -1]
  return at < 0 ? '/extends' : deepest(addOn, ['additions', additions, String(at), ...rest])
}

/** The pointer of a place as far as it is there. */
function deepest(definition: AppDefinition, place: Place): string {
  for (let length = place.length; length > 0; length -= 1) {
    const pointer = pointerOf(definition, place.slice(0, length))
    if (pointer !== undefined) return pointer
  }
  return ''
}

/** The host with the add-on's elements; findings where that cannot be. */
function withAddOn(host: AppDefinition, addOn: AppDefinition, findings: Findings): AppDefinition {
  const lists = keyedLists.flatMap(list => {
    const added = (addOn[list] ?? []) as readonly Keyed[]
    const there = (host[list] ?? []) as readonly Keyed[]
    refuseTaken(there, added, findings.at(list))
    return added.length === 0 ? [] : [[list, [...there, ...added]] as const]
  })
  const { forms = [], roles = [] } = addOn.additions ?? {}
  const together = { ...host, ...Object.fromEntries(lists) } as AppDefinition
  const formsWith = withEach(together.forms, host.forms, forms, one => one.form, findings.at('additions', 'forms'), {
    name: 'form',
    add: (form, one, at) => withFields(form, one, at),
  })
  const rolesWith = withEach(
    together.roles ?? [],
    host.roles ?? [],
    roles,
    one => one.role,
    findings.at('additions', 'roles'),
    {
      name: 'role',
      add: (role, one, at) => withGrants(role, one, host, at),
    },
  )
  return { ...together, forms: formsWith, ...(together.roles === undefined ? {} : { roles: rolesWith }) }
}

/** Elements of the host with what is added to each; the add-on's own stay as they are. */
function withEach<E extends Keyed, A>(
  elements: readonly E[],
  hosts: readonly E[],
  additions: readonly A[],
  keyOf: (addition: A) => string,
  findings: Findings,
  { name, add }: { readonly name: string; readonly add: (element: E, addition: A, findings: Findings) => E },
): E[] {
  const known = hosts.map(({ key }) => key)
  const by = new Map<string, [A, Findings]>()
  for (const [index, addition] of additions.entries()) {
    const at = findings.at(index)
    const key = keyOf(addition)
    if (!known.includes(key)) at.at(name).error('add_on_host_missing', { name: key, suggestion: suggest(key, known) })
    else if (by.has(key)) at.at(name).error('duplicate_key', { key })
    else by.set(key, [addition, at])
  }
  return elements.map(element => {
    const [addition, at] = by.get(element.key) ?? []
    return addition === undefined || at === undefined ? element : add(element, addition, at)
  })
}

function refuseTaken(there: readonly Keyed[], added: readonly Keyed[], findings: Findings): void {
  const taken = new Set(there.map(({ key }) => key).filter(key => key !== undefined))
  for (const [index, { key }] of added.entries())
    if (taken.has(key)) findings.at(index, 'key').error('add_on_key_taken', { key })
}

/** What its actions set must be its own on whatever record they are carried out: no form of the host may have a field that is called so. */
function refuseSettable(host: AppDefinition, settable: readonly Settable[]): void {
  const fields = new Set(host.forms.flatMap(({ fields: own }) => own.map(({ key }) => key)))
  for (const { key, at } of settable) if (fields.has(key)) at.error('add_on_changes_host', { name: key })
}

function withFields(form: Form, addition: FormAddition, findings: Findings): Form {
  const { fields = [], rules = [], ladders = [] } = addition
  refuseTaken(form.fields, fields, findings.at('fields'))
  refuseTaken(form.rules ?? [], rules, findings.at('rules'))
  refuseTaken((form.ladders ?? []) as readonly Keyed[], ladders as readonly Keyed[], findings.at('ladders'))
  const added: Form = {
    ...form,
    fields: [...form.fields, ...fields],
    ...(rules.length === 0 ? {} : { rules: [...(form.rules ?? []), ...rules] }),
    ...(ladders.length === 0 ? {} : { ladders: [...(form.ladders ?? []), ...ladders] }),
  }
  return fields.length === 0 ? added : placed(added, form, addition, findings)
}

/** Where the new fields are drawn: in a section of their own, after a field that is there, else at the end. */
function placed(form: Form, before: Form, { fields = [], section, after }: FormAddition, findings: Findings): Form {
  const keys = fields.map(({ key }: Field) => key)
  const sections = sectionsOf(before)
  if (section !== undefined) {
    if (sections.some(({ key }) => key === section.key))
      findings.at('section', 'key').error('add_on_key_taken', { key: section.key })
    const tabs = (before.layout?.tabs ?? []).map(({ key }) => key)
    const { tab = sections.at(-1)?.tab } = section
    if (tab !== undefined && !tabs.includes(tab))
      findings.at('section', 'tab').error('add_on_host_missing', { name: tab, suggestion: suggest(tab, tabs) })
    return laid(form, [...sections, { ...section, ...(tab === undefined ? {} : { tab }), fields: keys }])
  }
  if (after === undefined) return form
  if (!before.fields.some(({ key }) => key === after)) {
    const known = before.fields.map(({ key }) => key)
    findings.at('after').error('add_on_host_missing', { name: after, suggestion: suggest(after, known) })
  }
  return laid(
    form,
    sections.map(one => {
      const at = one.fields.findIndex(entry => identityOf('fields', entry) === after)
      return at < 0 ? one : { ...one, fields: one.fields.toSpliced(at + 1, 0, ...keys) }
    }),
  )
}

const laid = (form: Form, sections: Section[]): Form => ({ ...form, layout: { ...form.layout, sections } })

function withGrants(
  role: Role,
  { grants = [], views = [], dashboards = [] }: RoleAddition,
  host: AppDefinition,
  findings: Findings,
): Role {
  const known = new Map(role.grants.map(grant => [grant.form, grant]))
  const ofHost = new Set(host.forms.map(({ key }) => key))
  for (const [index, { form }] of grants.entries())
    if (ofHost.has(form) && !known.has(form))
      findings
        .at('grants', index, 'form')
        .error('add_on_host_missing', { name: form, suggestion: suggest(form, known.keys()) })
  return {
    ...role,
    grants: [
      ...role.grants.map(grant => withFieldRights(grant, grants)),
      ...grants.filter(({ form }) => !ofHost.has(form)),
    ],
    ...(role.views === undefined ? {} : { views: [...role.views, ...views] }),
    ...(role.dashboards === undefined ? {} : { dashboards: [...role.dashboards, ...dashboards] }),
  }
}

/** A grant of the host with rights on the fields that are added; what it says of others stays. */
function withFieldRights(grant: Grant, additions: readonly Grant[]): Grant {
  const fields = additions.find(({ form }) => form === grant.form)?.fields
  return fields === undefined ? grant : { ...grant, fields: { ...grant.fields, ...fields } }
}

/** Whether an app has anything of an add-on: after going back to a version before it, it has not. */
export function holdsAddOn(app: AppDefinition, addOn: AppDefinition): boolean {
  const has = (list: string, added: readonly Keyed[] = []): boolean =>
    added.some(({ key }) => elementAt(app, [list, key]) !== undefined)
  return (
    keyedLists.some(list => has(list, addOn[list] as readonly Keyed[] | undefined)) ||
    (addOn.additions?.forms ?? []).some(({ form, fields = [], rules = [] }) =>
      [
        ['fields', fields],
        ['rules', rules],
      ].some(([list, added]) =>
        (added as readonly Keyed[]).some(
          ({ key }) => elementAt(app, ['forms', form, list as string, key]) !== undefined,
        ),
      ),
    )
  )
}
