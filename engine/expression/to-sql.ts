import { Decimal } from './decimal.ts'
import { joinSql, rawSql, type SqlFragment, sql, sqlLength } from './fragment.ts'
import type { SqlCall, SqlPart } from './functions/definition.ts'
import type { TypedNode, TypedNodeOf } from './typed.ts'
import type { Type } from './types.ts'
import type { Value } from './value.ts'

export interface SqlEnvironment {
  /**
   * SQL of a resolved reference, or undefined when it is not for SQL. SQL types: numeric, text (also options and time HH:mm), boolean, date,
   * timestamptz, numeric ms for durations, uuid for users, departments and records (see `ids`), arrays of these for lists.
   */
  column(path: readonly string[]): SqlFragment | undefined
  readonly today: SqlFragment
  readonly now: SqlFragment
  /** IANA zone of the app or calendar */
  readonly zone: string
  /** SQL type of ids, default uuid */
  readonly ids?: 'uuid' | 'text'
}

/** Thrown inside to leave the writer. */
class Unsupported {
  readonly what: string
  constructor(what: string) {
    this.what = what
  }
}

const LONGEST_SQL = 200_000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The value of an expression in PostgreSQL. It never raises at run time: an error value is NULL. Booleans of comparisons and conditions are never NULL.
 */
export function toSql(typed: TypedNode, env: SqlEnvironment): SqlFragment | { unsupported: string } {
  return attempt(() => {
    const part = write(typed, env)
    const value = strictValue(part)
    return part.fails ? sql`case when ${part.fails} then null else ${value} end` : value
  })
}

/** The expression as a condition of WHERE: NULL and error values count as false, and comparisons with constants stay plain, so that indexes serve them. */
export function toSqlCondition(typed: TypedNode, env: SqlEnvironment): SqlFragment | { unsupported: string } {
  return attempt(() => {
    const part = write(typed, env)
    return part.fails ? sql`((${part.value}) and (${part.fails}) is not true)` : sql`(${part.value})`
  })
}

function attempt(build: () => SqlFragment): SqlFragment | { unsupported: string } {
  try {
    const fragment = build()
    return sqlLength(fragment) > LONGEST_SQL ? { unsupported: 'length' } : fragment
  } catch (failure) {
    if (failure instanceof Unsupported) return { unsupported: failure.what }
    throw failure
  }
}

function strictValue(part: SqlPart): SqlFragment {
  return part.nullFalse ? sql`coalesce(${part.value}, false)` : part.value
}

function write(node: TypedNode, env: SqlEnvironment): SqlPart {
  switch (node.node) {
    case 'constant':
      return { value: constantSql(node.value, node.type, env) }
    case 'reference': {
      const column = env.column(node.path)
      if (!column) throw new Unsupported(node.path.join('.'))
      return { value: column }
    }
    case 'bound':
      throw new Unsupported(node.name)
    case 'list':
      return listSql(node, env)
    case 'call':
      return callSql(node, env)
  }
}

function callSql(node: TypedNodeOf<'call'>, env: SqlEnvironment): SqlPart {
  const { operation, args } = node
  if (!operation.sql && !operation.sqlParts) throw new Unsupported(operation.name)
  const parts = args.map(arg => later(arg, env))
  const failures: SqlFragment[] = []
  const call: SqlCall = {
    nodes: args,
    today: env.today,
    now: env.now,
    zone: env.zone,
    fail: condition => failures.push(condition),
  }
  const part = operation.sqlParts ? operation.sqlParts(parts, call) : strictSql(node, parts, call)
  if (!part) throw new Unsupported(operation.name)
  const fails = joinSql([...(part.fails ? [part.fails] : []), ...failures], ' or ')
  const whole: SqlPart = failures.length > 0 ? { ...part, fails: sql`(${fails})` } : part
  if (sqlLength(whole.value) > LONGEST_SQL) throw new Unsupported('length')
  return whole
}

/** Written when first asked for: a lazy operation may not need every argument (TIER reads its table itself). */
function later(node: TypedNode, env: SqlEnvironment): SqlPart {
  let part: SqlPart | undefined
  const written = () => {
    part ??= write(node, env)
    return part
  }
  return {
    get value() {
      return written().value
    },
    get fails() {
      return written().fails
    },
    get nullFalse() {
      return written().nullFalse
    },
  }
}

function strictSql(node: TypedNodeOf<'call'>, parts: readonly SqlPart[], call: SqlCall): SqlPart | undefined {
  const value = node.operation.sql?.(parts.map(strictValue), call)
  if (!value) return undefined
  const failures = parts.flatMap(part => part.fails ?? [])
  return {
    value,
    ...(failures.length > 0 ? { fails: sql`(${joinSql(failures, ' or ')})` } : {}),
    ...(node.operation.nullFalse ? { nullFalse: true } : {}),
  }
}

function listSql(node: TypedNodeOf<'list'>, env: SqlEnvironment): SqlPart {
  const parts = node.items.map(item => write(item, env))
  const failures = parts.flatMap(part => part.fails ?? [])
  const element = node.type.kind === 'list' ? node.type.of : node.type
  if (element.kind === 'list' || element.kind === 'any') throw new Unsupported('list')
  const value = sql`array[${joinSql(parts.map(strictValue), ', ')}]::${rawSql(`${sqlTypeOf(element, env)}[]`)}`
  return failures.length > 0 ? { value, fails: sql`(${joinSql(failures, ' or ')})` } : { value }
}

function sqlTypeOf(type: Type, env: SqlEnvironment): string {
  switch (type.kind) {
    case 'number':
    case 'duration':
      return 'numeric'
    case 'boolean':
    case 'date':
      return type.kind
    case 'datetime':
      return 'timestamptz'
    case 'user':
    case 'department':
    case 'record':
      return env.ids ?? 'uuid'
    case 'list':
      return `${sqlTypeOf(type.of, env)}[]`
    default:
      return 'text'
  }
}

/** Constants are parameters with a cast that cannot fail: they were read when the expression was checked. */
function constantSql(value: Value, type: Type, env: SqlEnvironment): SqlFragment {
  const cast = sqlTypeOf(type, env)
  if (value === null || (cast === 'uuid' && !UUID.test(String(value))))
    return rawSql(type.kind === 'blank' ? 'null' : `null::${cast}`)
  if (
    type.kind === 'any' ||
    (type.kind === 'list' && typeof type.of === 'object' && ['any', 'list', 'record'].includes(type.of.kind))
  )
    throw new Unsupported(type.kind)
  return sql`${parameterOf(value)}::${rawSql(cast)}`
}

function parameterOf(value: Value): unknown {
  if (Array.isArray(value)) return value.map(parameterOf)
  return Decimal.isDecimal(value) ? value.toFixed() : value
}
