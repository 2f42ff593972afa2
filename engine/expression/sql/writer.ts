/** Writes a typed tree as SQL. What is needed more than once is bound once, in a lateral join, so that deep expressions stay linear. */
import { joinSql, rawSql, type SqlFragment, sql, sqlLength } from '../fragment.ts'
import type { SqlBranch, SqlCall, SqlList, SqlPart, TypedNode, TypedNodeOf } from '../typed.ts'
import { EvaluationLimit, FormulaError } from '../value.ts'
import { alignedRows } from './aligned.ts'
import { constantSql, isShapeless, sqlTypeOf } from './constant.ts'
import type { NamedRows, SqlEnvironment } from './environment.ts'
import { codesOf, type Failure, guardedArguments, mark, mentions, occurrences } from './failures.ts'
import { foldedValue } from './fold.ts'
import { arrayOf, failureIn } from './list.ts'
import { codeWhen, enclosed, firstFailure, isShort, LIMIT_MARK, plainCode, strictly } from './part.ts'

/** Thrown inside to leave the writer. */
export class Unsupported {
  readonly what: string
  constructor(what: string) {
    this.what = what
  }
}

const LONGEST_SQL = 200_000

export class Writer {
  readonly #env: SqlEnvironment
  readonly #bound = new Map<string, SqlList>()
  #joins: { readonly alias: SqlFragment; readonly join: SqlFragment }[] = []
  #names = 0
  #limits = false

  constructor(env: SqlEnvironment) {
    this.#env = env
  }

  /** A whole expression; its code is as others see it. */
  whole(node: TypedNode): SqlBranch {
    return this.branch(() => {
      const part = this.write(node)
      return part.fails && this.#limits ? { ...part, fails: plainCode(part.fails) } : part
    })
  }

  /** What `write` writes, with the joins it asked for. */
  branch(write: () => SqlPart): SqlBranch {
    const outer = this.#joins
    this.#joins = []
    try {
      const part = write()
      return { part, joins: this.#joins.map(({ join }) => join) }
    } finally {
      this.#joins = outer
    }
  }

  enter({ part, joins }: SqlBranch, condition: SqlFragment): SqlPart {
    if (joins.length === 0) return part
    const alias = this.alias()
    const fails = part.fails ? sql`, ${part.fails} as e` : rawSql('')
    this.#push(
      alias,
      sql`left join lateral (select ${strictly(part)} as v${fails} from ${chain(joins)} where ${condition} offset 0) ${alias} on true`,
    )
    return { value: sql`${alias}.v`, ...(part.fails ? { fails: sql`${alias}.e` } : {}) }
  }

  once(value: SqlFragment): SqlFragment {
    if (isShort(value)) return value
    const alias = this.alias()
    this.#push(alias, sql`cross join lateral (select ${value} as v offset 0) ${alias}`)
    return sql`${alias}.v`
  }

  oncePart(part: SqlPart): SqlPart {
    const fails = part.fails && this.once(part.fails)
    return { ...part, value: this.once(part.value), ...(fails ? { fails } : {}) }
  }

  row(query: SqlFragment): SqlFragment {
    const alias = this.alias()
    this.#push(alias, sql`cross join lateral (${query}) ${alias}`)
    return alias
  }

  #push(alias: SqlFragment, join: SqlFragment): void {
    this.#joins.push({ alias, join })
  }

  alias(): SqlFragment {
    return rawSql(`${this.#env.prefix ?? 'f'}${++this.#names}`)
  }

  write(node: TypedNode): SqlPart {
    switch (node.node) {
      case 'constant': {
        const value = constantSql(node.value, node.type, this.#env.ids ?? 'uuid')
        if (!value) throw new Unsupported(node.type.kind)
        return { value }
      }
      case 'reference':
        return this.#reference(node)
      case 'bound': {
        const list = this.#bound.get(node.name)
        const part = node.path.length === 0 ? list && { value: list.element } : list?.member(node.path)
        if (!part || isShapeless(node.type)) throw new Unsupported([node.name, ...node.path].join('.'))
        return part
      }
      case 'list':
        return this.#literal(node)
      case 'call':
        return this.#call(node)
    }
  }

  #reference(node: TypedNodeOf<'reference'>): SqlPart {
    const column = this.#env.column(node.path)
    if (column) return 'value' in column ? column : { value: column }
    const list = this.#rows(node)
    if (!list) throw new Unsupported(node.path.join('.'))
    return { value: arrayOf(list), ...firstFailure(list.failures) }
  }

  #literal(node: TypedNodeOf<'list'>): SqlPart {
    if (isShapeless(node.type)) throw new Unsupported('list')
    const parts = node.items.map(item => this.write(item))
    const items = joinSql(parts.map(strictly), ', ')
    const value = sql`array[${items}]::${rawSql(sqlTypeOf(node.type, this.#env.ids ?? 'uuid'))}`
    return { value, ...firstFailure(parts.map(part => part.fails)) }
  }

  #call(node: TypedNodeOf<'call'>): SqlPart {
    const { operation } = node
    const known = this.#known(node)
    if (known) return known
    const part = operation.sqlRows
      ? this.#listValue(node)
      : operation.sqlParts
        ? this.#lazy(node)
        : operation.sql && this.#strict(node)
    if (!part) throw new Unsupported(operation.name)
    if (sqlLength(part.value) + (part.fails ? sqlLength(part.fails) : 0) > LONGEST_SQL) throw new Unsupported('length')
    return { ...part, value: enclosed(part.value) }
  }

  /** A call over constants as a constant, or as its failure; a limit is left to be met where it is. */
  #known(node: TypedNodeOf<'call'>): SqlPart | undefined {
    const value = isShapeless(node.type) ? undefined : foldedValue(node, this.#env.zone)
    if (value === undefined || value instanceof EvaluationLimit) return undefined
    const failed = value instanceof FormulaError
    const constant = constantSql(failed ? null : value, node.type, this.#env.ids ?? 'uuid')
    return constant && { value: constant, ...(failed ? { fails: rawSql(`'${value.code}'::text`) } : {}) }
  }

  #listValue(node: TypedNodeOf<'call'>): SqlPart {
    const list = this.list(node)
    return { value: arrayOf(list), ...firstFailure(list.failures) }
  }

  #lazy(node: TypedNodeOf<'call'>): SqlPart | undefined {
    const failures: Failure[] = []
    const part = node.operation.sqlParts?.(this.#tools(node, failures))
    if (!part || failures.length === 0) return part
    return {
      ...part,
      ...firstFailure([part.fails, ...failures.map(({ condition, code }) => codeWhen(condition, code))]),
    }
  }

  /** Arguments used twice are bound: a first run with marks in their place counts. */
  #strict(node: TypedNodeOf<'call'>): SqlPart | undefined {
    const { operation, args } = node
    const parts = args.map(arg => this.write(arg))
    const marks = args.map((_, index) => mark('\u0001', index))
    const failures: Failure[] = []
    const seen: SqlFragment[] = []
    const tried = operation.sql?.(marks, {
      ...this.#tools(node, failures),
      once: value => {
        seen.push(value)
        return joinSql(
          args.flatMap((_, index) => (mentions(value, index) ? [mark('\u0002', index)] : [])),
          '',
        )
      },
    })
    if (!tried) return undefined
    const guarded = operation.acceptsBlank ? [] : guardedArguments(args, failures)
    const uses = [tried, ...seen, ...failures.map(({ condition }) => condition)]
    const values = parts.map((part, index) => {
      const nulls = guarded.includes(index) ? 1 : 0
      const count = uses.reduce((sum, use) => sum + occurrences(use, marks[index]!), nulls)
      return count > 1 ? this.once(strictly(part)) : strictly(part)
    })
    failures.length = 0
    const value = operation.sql?.(values, this.#tools(node, failures))
    if (!value) return undefined
    const own = codesOf(
      failures,
      guarded.map(index => values[index]!),
    )
    return {
      value,
      ...firstFailure([...parts.map(part => part.fails), own]),
      ...(operation.nullFalse ? { nullFalse: true } : {}),
    }
  }

  /** The elements of a list as rows: of the environment, of an operation, else of an array. */
  list(node: TypedNode): SqlList {
    const rows = this.#rows(node)
    if (rows) return rows
    if (node.type.kind !== 'list' || isShapeless(node.type)) throw new Unsupported('list')
    const { value, fails } = this.write(node)
    const alias = this.alias()
    return {
      alias,
      from: sql`unnest(${value}) with ordinality ${alias}(v, n)`,
      wheres: [],
      order: sql`${alias}.n`,
      element: sql`${alias}.v`,
      failures: fails ? [fails] : [],
      member: () => undefined,
    }
  }

  isRows(node: TypedNode): boolean {
    if (node.node === 'call') return node.operation.sqlRows !== undefined
    return node.node === 'reference' && this.#env.column(node.path) === undefined
  }

  #rows(node: TypedNode): SqlList | undefined {
    if (node.node === 'call') return node.operation.sqlRows?.(this.#tools(node, []))
    if (node.node !== 'reference') return undefined
    const found = this.#rowsAt(node.path)
    return found && listOfRows(found)
  }

  #rowsAt(path: readonly string[]): NamedRows | undefined {
    const alias = this.alias()
    const rows = this.#env.rows?.(path, alias.text[0]!)
    return rows && { rows, alias }
  }

  /** A node written for each element. */
  visit(list: SqlList, node: TypedNode): { list: SqlList; part: SqlPart } {
    const outer = this.#bound.get('$item')
    this.#bound.set('$item', list)
    try {
      const { part, joins } = this.branch(() => this.#localPart(list, this.write(node)))
      return { list: { ...list, from: joinSql([list.from, ...joins], ' ') }, part }
    } finally {
      if (outer) this.#bound.set('$item', outer)
      else this.#bound.delete('$item')
    }
  }

  /** An aggregate over nothing but outer columns would belong to the outer query: such a value becomes a column of the list. */
  #localPart(list: SqlList, part: SqlPart): SqlPart {
    const names = [list.alias, ...this.#joins.map(join => join.alias)].map(alias => `${alias.text[0]}.`)
    if (names.some(name => part.value.text.some(text => text.includes(name)))) return part
    const row = this.row(
      sql`select ${strictly(part)} as v${part.fails ? sql`, ${part.fails} as e` : rawSql('')} offset 0`,
    )
    return { value: sql`${row}.v`, ...(part.fails ? { fails: sql`${row}.e` } : {}) }
  }

  #tools(node: TypedNodeOf<'call'>, failures: Failure[]): SqlCall {
    const { args } = node
    const { today, now, zone, calendar } = this.#env
    return {
      nodes: args,
      today,
      now,
      zone,
      calendar,
      fail: (condition, code) => {
        if (code.startsWith(LIMIT_MARK)) this.#limits = true
        failures.push({ condition, code })
      },
      mayReachLimit: () => this.#limits,
      once: value => this.once(value),
      oncePart: part => this.oncePart(part),
      row: query => this.row(query),
      part: index => this.write(args[index]!),
      branch: write => this.branch(write),
      enter: (branch, condition) => this.enter(branch, condition),
      list: index => this.list(args[index]!),
      isRows: index => this.isRows(args[index]!),
      aligned: indexes =>
        alignedRows(
          indexes.map(index => args[index]!),
          {
            rowsAt: path => this.#rowsAt(path),
            array: list => this.oncePart(this.write(list)),
            alias: () => this.alias(),
          },
        ) ?? this.#refuse('list'),
      visit: (list, index) => this.visit(list, args[index]!),
      derived: (write, failures) => {
        const alias = this.alias()
        return { ...write(alias), alias, wheres: [], failures, member: () => undefined }
      },
      refuse: () => this.#refuse(node.operation.name),
      typed: (value, type) => sql`(${value})::${rawSql(sqlTypeOf(type, this.#env.ids ?? 'uuid'))}`,
    }
  }

  #refuse(what: string): never {
    throw new Unsupported(what)
  }
}

/** Rows of the environment; an element that failed makes the whole list fail, as a range in Excel. */
export function listOfRows({ rows, alias }: NamedRows): SqlList {
  const { from, where, order, element, member } = rows
  const list: SqlList = {
    alias,
    from,
    wheres: where ? [sql`(${where})`] : [],
    order,
    element: element.value,
    failures: [],
    member: path => (path.length === 0 ? element : member(path)),
  }
  return element.fails ? { ...list, failures: [failureIn(list, element.fails)] } : list
}

/** Joins as what stands after FROM: the first needs no partner. */
export function chain(joins: readonly SqlFragment[]): SqlFragment {
  return joinSql([rawSql('(values (1)) one(n)'), ...joins], ' ')
}
