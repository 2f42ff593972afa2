import type { Role } from '../../schemas/generated/definition.ts'
import { choiceWord } from '../../schemas/words/choices.ts'
import { demandsOf, implies } from './advice/condition.ts'
import type { Change, Comparison } from './change.ts'
import { formEnvironment } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { collectFindings } from './finding.ts'
import { same } from './same.ts'
import { spaceOf } from './space.ts'
import { lowered } from './words/items.ts'
import { keyName, labelOf, type Said } from './words/place.ts'

type Json = Readonly<Record<string, unknown>>
type Grant = Role['grants'][number]

interface Told {
  readonly comparison: Comparison
  readonly role: Said
  readonly key: string
}

/** Roles told as what their people may do: “销售”可以删除“商机”. */
export function compareRoles(before: readonly Json[], after: readonly Json[], comparison: Comparison): void {
  const [old, now] = [before, after].map(roles => new Map(roles.map(one => [String(one.key), one as unknown as Role])))
  for (const [key, role] of now!) {
    const told: Told = { comparison, key, role: nameOf(role) }
    const earlier = old!.get(key)
    if (earlier === undefined) {
      tell(told, 'added', [], { zh: `新增角色“${told.role.zh}”`, en: `new role “${told.role.en}”` }, true)
      continue
    }
    renamed(told, earlier, role)
    compareGrants(earlier, role, told)
    for (const list of ['views', 'dashboards', 'workflows'] as const) compareKeys(earlier, role, list, told)
  }
  for (const [key, role] of old!)
    if (!now!.has(key)) {
      const name = nameOf(role)
      tell(
        { comparison, key, role: name },
        'removed',
        [],
        { zh: `移除角色“${name.zh}”`, en: `role “${name.en}” removed` },
        false,
      )
    }
}

const nameOf = (role: Role): Said => labelOf(role as unknown as Json) ?? { zh: role.key, en: role.key }

function tell(
  { comparison, key }: Told,
  kind: Change['kind'],
  rest: readonly string[],
  text: Said,
  opens: boolean,
): void {
  const path = ['', 'roles', key, ...rest].join('/')
  comparison.changes.push({ path, kind, group: 'rights', text, opens })
}

function renamed({ comparison, key, role }: Told, before: Role, after: Role): void {
  const was = nameOf(before)
  const add = (part: string, text: Said): void => {
    comparison.changes.push({ path: `/roles/${key}/${part}`, kind: 'changed', group: 'words', text })
  }
  if (!same(before.label, after.label))
    add('label', {
      zh:
        was.zh === role.zh
          ? `角色“${was.zh}” 名称（英文）: “${was.en}” → “${role.en}”`
          : `角色“${was.zh}” 名称: “${was.zh}” → “${role.zh}”`,
      en:
        was.en === role.en
          ? `role “${was.en}” name (Chinese): “${was.zh}” → “${role.zh}”`
          : `role “${was.en}” name: “${was.en}” → “${role.en}”`,
    })
  if (!same(before.help, after.help))
    add('help', { zh: `角色“${role.zh}” 说明有改动`, en: `role “${role.en}” is explained otherwise` })
}

/** Grants of one form are compared in their order: they add up. */
function grantsOf({ grants }: Role): ReadonlyMap<string, Grant> {
  const seen = new Map<string, number>()
  return new Map(
    grants.map(grant => {
      const count = (seen.get(grant.form) ?? 0) + 1
      seen.set(grant.form, count)
      return [count === 1 ? grant.form : `${grant.form} ${count}`, grant]
    }),
  )
}

const NONE: Pick<Grant, 'can' | 'fields'> = { can: [], fields: {} }

function compareGrants(before: Role, after: Role, told: Told): void {
  const [old, now] = [grantsOf(before), grantsOf(after)]
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [a, b] = [old.get(name), now.get(name)]
    const form = (b ?? a)!.form
    compareActs(a ?? NONE, b ?? NONE, form, told)
    if (a !== undefined && b !== undefined) {
      if (!same(a.rows, b.rows)) compareRows(a, b, told)
      compareFieldRights(a, b, told)
    }
  }
}

const formName = ({ comparison: { after, before } }: Told, form: string): Said =>
  keyName(after.definition, [], form) ?? keyName(before.definition, [], form) ?? { zh: form, en: form }

function compareActs(before: Pick<Grant, 'can'>, after: Pick<Grant, 'can'>, form: string, told: Told): void {
  const { role } = told
  const name = formName(told, form)
  for (const act of after.can.filter(one => !before.can.includes(one)))
    tell(
      told,
      'added',
      ['grants', form, 'can', act],
      {
        zh: `“${role.zh}”现在可以${word(act).zh}“${name.zh}”`,
        en: `“${role.en}” may now ${word(act).en} “${name.en}”`,
      },
      true,
    )
  for (const act of before.can.filter(one => !after.can.includes(one)))
    tell(
      told,
      'removed',
      ['grants', form, 'can', act],
      {
        zh: `“${role.zh}”不能再${word(act).zh}“${name.zh}”`,
        en: `“${role.en}” may no longer ${word(act).en} “${name.en}”`,
      },
      false,
    )
}

function word(act: string): Said {
  const [zh, en] = choiceWord('can', act)
  return { zh, en: lowered(en) }
}

const EXPR = { name: 'expr', schema: {} }

function compareRows(before: Grant, after: Grant, told: Told): void {
  const { comparison, key, role } = told
  const name = formName(told, after.form)
  const place = ['roles', key, 'grants', after.form, 'rows']
  const all: Said = { zh: '全部', en: 'all' }
  const said = (grant: Grant, teller: Comparison['before']): Said =>
    grant.rows === undefined || grant.rows === true
      ? all
      : teller.value(place, preset(grant.rows) ? KEY : EXPR, grant.rows)
  const [a, b] = [said(before, comparison.before), said(after, comparison.after)]
  tell(
    told,
    'changed',
    ['grants', after.form, 'rows'],
    {
      zh: `“${role.zh}”能看到的“${name.zh}”: ${a.zh} → ${b.zh}`,
      en: `“${name.en}” records of “${role.en}”: ${a.en} → ${b.en}`,
    },
    !isNarrower(before, after, told),
  )
}

const KEY = { name: 'grant.rows', schema: {} }
const PRESETS: Readonly<Record<string, number>> = { own: 0, department: 1, subordinates: 1, all: 2 }
const preset = (rows: unknown): boolean => typeof rows === 'string' && Object.hasOwn(PRESETS, rows)

/** Surely no record more than before: a narrower preset, or a condition that implies the former one. */
function isNarrower(before: Grant, after: Grant, { comparison }: Told): boolean {
  const open = ({ rows }: Grant): boolean => rows === undefined || rows === true || rows === 'all'
  if (open(before)) return true
  if (open(after)) return false
  if (preset(before.rows) && preset(after.rows)) return PRESETS[String(after.rows)]! < PRESETS[String(before.rows)]!
  const demands = [before, after].map(({ form, rows }) => {
    const space = spaceOf(comparison.after.definition)
    const compiled = compileExpression(rows!, formEnvironment(space, space.forms.get(form)), collectFindings())
    return compiled === undefined ? undefined : demandsOf(compiled.typed)
  })
  return demands[0] !== undefined && demands[1] !== undefined && implies(demands[1], demands[0])
}

const RANK: Readonly<Record<string, number>> = { hidden: 0, read: 1, write: 2 }

function compareFieldRights(before: Grant, after: Grant, told: Told): void {
  const right = ({ fields = {} }: Grant, field: string): string => fields[field] ?? fields['*'] ?? 'write'
  const names = new Set([...Object.keys(before.fields ?? {}), ...Object.keys(after.fields ?? {})])
  const { role, comparison, key } = told
  for (const field of names) {
    const [a, b] = [right(before, field), right(after, field)]
    if (a === b) continue
    const place = ['roles', key, 'grants', after.form]
    const named = [comparison.after, comparison.before].map(one => keyName(one.definition, place, field))
    const name = named.find(one => one !== undefined) ?? { zh: field, en: field }
    const form = formName(told, after.form)
    tell(
      told,
      'changed',
      ['grants', after.form, 'fields', field],
      {
        zh: `“${role.zh}”对“${form.zh}”的“${name.zh}”: ${rightWord(a).zh} → ${rightWord(b).zh}`,
        en: `“${name.en}” of “${form.en}” for “${role.en}”: ${rightWord(a).en} → ${rightWord(b).en}`,
      },
      RANK[b]! > RANK[a]!,
    )
  }
}

function rightWord(right: string): Said {
  const [zh, en] = choiceWord('fields', right)
  return { zh, en: lowered(en) }
}

/** Pages and workflows a role is given. */
function compareKeys(before: Role, after: Role, list: 'views' | 'dashboards' | 'workflows', told: Told): void {
  const [old, now] = [before[list] ?? [], after[list] ?? []]
  const { role, comparison } = told
  const named = (key: string, teller: Comparison['before']): Said =>
    keyName(teller.definition, [], key) ?? { zh: key, en: key }
  for (const key of now.filter(one => !old.includes(one))) {
    const name = named(key, comparison.after)
    tell(
      told,
      'added',
      [list, key],
      { zh: `“${role.zh}”现在可以用“${name.zh}”`, en: `“${role.en}” may now use “${name.en}”` },
      true,
    )
  }
  for (const key of old.filter(one => !now.includes(one))) {
    const name = named(key, comparison.before)
    tell(
      told,
      'removed',
      [list, key],
      { zh: `“${role.zh}”不能再用“${name.zh}”`, en: `“${role.en}” may no longer use “${name.en}”` },
      false,
    )
  }
}
