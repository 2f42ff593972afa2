/** A small world for the tests of the expression language: fields, relations, people, a fixed clock. */
import {
  type Calendar,
  check,
  compile,
  Decimal,
  type Directory,
  type Environment,
  FormulaError,
  parseFormula,
  type Resolved,
  type Result,
  type Scope,
  type Type,
} from '../../../engine/expression/index.ts'

const OPTIONS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  grade: [
    ['a_plus', 'A+'],
    ['a', 'A'],
    ['b', 'B'],
  ],
}
export const GRADE: Type = { kind: 'option', library: 'grade' }

const MEMBERS: Readonly<Record<string, Readonly<Record<string, Type>>>> = {
  customer: { name: { kind: 'text' }, grade: GRADE, credit: { kind: 'number', scale: 2 } },
  'order.lines': {
    price: { kind: 'number', scale: 2 },
    qty: { kind: 'number', scale: 0 },
    kind: { kind: 'text' },
    grade: GRADE,
    sold: { kind: 'date' },
    margin: { kind: 'number' },
    buyer: { kind: 'record', form: 'customer' },
  },
  $user: { region: { kind: 'text' }, name: { kind: 'text' }, manager: { kind: 'user' } },
  $stages: { entered_at: { kind: 'datetime' } },
}

export const FIELDS: Readonly<Record<string, { type: Type; label?: string }>> = {
  amount: { type: { kind: 'number', scale: 2 }, label: '金额' },
  paid: { type: { kind: 'number', scale: 2 }, label: '回款总额' },
  rate: { type: { kind: 'number' } },
  title: { type: { kind: 'text' }, label: '标题' },
  flag: { type: { kind: 'boolean' } },
  due: { type: { kind: 'date' }, label: '到期日' },
  created: { type: { kind: 'datetime' } },
  grade: { type: GRADE, label: '客户等级' },
  tags: { type: { kind: 'list', of: { kind: 'text' } } },
  numbers: { type: { kind: 'list', of: { kind: 'number' } } },
  score: { type: { kind: 'number' } },
  start: { type: { kind: 'time' } },
  owner: { type: { kind: 'user' } },
  customer: { type: { kind: 'record', form: 'customer' }, label: '客户' },
  lines: { type: { kind: 'list', of: { kind: 'record', form: 'order.lines' } }, label: '明细' },
  $user: { type: { kind: 'user' } },
  $old: { type: { kind: 'record', form: '$old' } },
  $stages: { type: { kind: 'record', form: '$stage_map' } },
  $settings: { type: { kind: 'any' } },
  any: { type: { kind: 'any' } },
}

const byName = new Map(
  Object.entries(FIELDS).flatMap(entry => [entry[0], entry[1].label ?? entry[0]].map(name => [name, entry] as const)),
)

export const environment: Environment = {
  resolve(name) {
    const found = byName.get(name)
    return found && resolved(found[0], found[1].type, found[1].label)
  },
  member(type, path, name) {
    if (path[0] === '$old') return environment.resolve(name)
    if (type.kind === 'record' && type.form === '$stage_map') return resolved(name, { kind: 'record', form: '$stages' })
    const owner = type.kind === 'record' ? type.form : type.kind === 'user' ? '$user' : ''
    const member = MEMBERS[owner]?.[name]
    return member && resolved(name, member)
  },
  names: () => Object.entries(FIELDS).flatMap(([key, field]) => [key, field.label ?? key]),
  memberNames: type => Object.keys(MEMBERS[type.kind === 'record' ? type.form : '$user'] ?? {}),
  option: (library, written) => OPTIONS[library]?.find(([key, label]) => key === written || label === written)?.[0],
  optionNames: library => OPTIONS[library]?.flat() ?? [],
}

function resolved(key: string, type: Type, label?: string): Resolved {
  return label === undefined ? { key, type } : { key, type, label }
}

const MANAGERS: Readonly<Record<string, string>> = { u1: 'u2', u2: 'u3' }
const directory: Directory = {
  manager: (user, level) => chain(user)[level - 1] ?? null,
  managers: (user, levels) => chain(user).slice(0, levels),
  head: () => 'u2',
  usersWithRole: role => (role === 'head' ? ['u2'] : role === 'sales' ? ['u1', 'u2', 'u3'] : []),
  read: (user, [key]) => (key === 'region' ? ({ u1: '华东', u2: '华北', u3: '华东' }[user] ?? null) : null),
  subordinates: user => Object.keys(MANAGERS).filter(each => MANAGERS[each] === user),
  departmentOf: () => 'd1',
  hasRole: (user, role) => directory.usersWithRole(role).includes(user),
}

function chain(user: string): string[] {
  const manager = MANAGERS[user]
  return manager ? [manager, ...chain(manager)] : []
}

const calendar: Calendar = {
  isWorkday: date => ![6, 0].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
  hours: date =>
    calendar.isWorkday(date)
      ? [
          ['09:00', '12:00'],
          ['13:00', '18:00'],
        ]
      : [],
}

/** A scope over plain data; `a.b` of a list reads each row. */
export function scopeOf(data: Readonly<Record<string, unknown>> = {}, more: Partial<Scope> = {}): Scope {
  return {
    read: path => walk(data, path),
    now: '2026-11-22T05:10:02.123Z',
    today: '2026-11-22',
    zone: 'Asia/Shanghai',
    directory,
    calendar,
    ...more,
  }
}

function walk(value: unknown, path: readonly string[]): unknown {
  const [head, ...rest] = path
  if (head === undefined) return value
  if (Array.isArray(value)) return value.map(item => walk(item, path))
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, head)) return null
  return walk((value as Record<string, unknown>)[head], rest)
}

/** Parses, checks and runs a formula; throws with the codes when it is wrong. */
export function evaluate(
  formula: string,
  data: Readonly<Record<string, unknown>> = {},
  expected?: Type,
  more: Partial<Scope> = {},
): Result {
  const parsed = parseFormula(formula)
  if ('errors' in parsed) throw new Error(`${formula}: ${parsed.errors.map(error => error.code).join(' ')}`)
  const { typed, errors } = check(parsed.tree, environment, expected)
  if (!typed)
    throw new Error(`${formula}: ${errors.map(error => `${error.code} ${JSON.stringify(error.params)}`).join(' ')}`)
  return compile(typed)(scopeOf(data, more))
}

/** The spelling of results in examples and tables of cases. */
export function show(result: Result): string {
  if (result === null) return 'blank'
  if (result instanceof FormulaError) return `!${result.code}`
  if (typeof result === 'boolean') return result ? 'TRUE' : 'FALSE'
  if (Decimal.isDecimal(result)) return result.toFixed()
  if (Array.isArray(result)) return `[${result.map(item => show(item)).join(', ')}]`
  return String(result)
}

/** Error codes of a formula, parsed and checked. */
export function codesOf(formula: string, expected?: Type): string[] {
  const parsed = parseFormula(formula)
  return ('errors' in parsed ? parsed.errors : check(parsed.tree, environment, expected).errors).map(
    error => error.code,
  )
}
