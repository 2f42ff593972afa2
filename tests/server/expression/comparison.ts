const TOO_MANY_STEPS = '!formula_too_many_steps'

/** Compares closures and SQL, hundreds of expressions a statement, and cuts a difference down to the smallest part that differs. */
import type pg from 'pg'
import {
  formatFormula,
  type Node,
  parseFormula,
  type SqlFragment,
  sql,
  sqlText,
  type TypedNode,
} from '../../../engine/expression/index.ts'
import { fromClosure, typed } from '../../engine/expression/closure.ts'
import { answer, createTables, environmentAt, fillTables } from './world.ts'

type Row = Readonly<Record<string, unknown>>

export class Comparison {
  /** expressions compared */
  compared = 0
  /** results that are neither an error nor blank */
  filled = 0
  /** results that the closure gave up for their steps: PostgreSQL counts none */
  limited = 0
  readonly differences: string[] = []
  /** what the writer refused, by name */
  readonly refused = new Set<string>()
  readonly #client: pg.Client
  #records: readonly Row[] = []

  constructor(client: pg.Client) {
    this.#client = client
  }

  create(): Promise<void> {
    return createTables(this.#client)
  }

  async fill(records: readonly Row[]): Promise<void> {
    this.#records = records
    await fillTables(this.#client, records)
  }

  /** Types and writes formulas; the work of the next batch while the database answers this one. */
  prepare(formulas: readonly string[], zone: string): Prepared {
    const entries = formulas.flatMap(formula => {
      const node = typed(formula)
      const fragment = this.#write(node, zone, formula)
      return fragment ? [{ formula, node, fragment }] : []
    })
    return { entries, zone }
  }

  async run<T>({ entries, zone }: Prepared, meanwhile: () => T): Promise<T> {
    const answers = this.#ask(entries.map(({ fragment }) => fragment))
    answers.catch(() => undefined)
    await new Promise(resolve => setImmediate(resolve))
    const expected = entries.map(({ node }) => this.#records.map(record => fromClosure(node, record, zone)))
    const next = meanwhile()
    const columns = await answers.catch(() => this.#askEach(entries.map(({ fragment }) => fragment)))
    for (const [index, { formula }] of entries.entries()) {
      this.compared++
      for (const [place, value] of expected[index]!.entries()) {
        if (value === TOO_MANY_STEPS) {
          this.limited++
          continue
        }
        if (value !== null && !value.startsWith('!')) this.filled++
        if (columns[index]![place] !== value && this.differences.length < 20)
          this.differences.push(shown(await this.#smallest(formula, zone, this.#records[place]!, place)))
      }
    }
    return next
  }

  #write(node: TypedNode, zone: string, formula = ''): SqlFragment | undefined {
    const written = answer(node, environmentAt(zone))
    if (!('unsupported' in written)) return written
    if (formula !== '') this.refused.add(`${written.unsupported}: ${formula}`)
    return undefined
  }

  async #ask(fragments: readonly SqlFragment[]): Promise<readonly (readonly unknown[])[]> {
    if (fragments.length === 0) return []
    const all = { text: [] as string[], values: [] as unknown[] }
    fragments.forEach(({ text, values }, index) => {
      const [first = '', ...rest] = text
      const last = all.text.pop()
      all.text.push(last === undefined ? first : `${last}${index > 0 ? ', ' : ''}${first}`, ...rest)
      all.values.push(...values)
    })
    const { text, values } = sqlText(sql`select ${all} from r order by n`)
    const { rows } = await this.#client.query<unknown[]>({ text, values: [...values], rowMode: 'array' })
    return fragments.map((_, index) => rows.map(row => row[index]))
  }

  /** One by one: a statement that raises is a difference of its own. */
  async #askEach(fragments: readonly SqlFragment[]): Promise<readonly (readonly unknown[])[]> {
    const columns: (readonly unknown[])[] = []
    for (const fragment of fragments) {
      const [column] = await this.#ask([fragment]).catch((failure: Error) => [
        this.#records.map(() => `raised ${failure.message}`),
      ])
      columns.push(column!)
    }
    return columns
  }

  async #smallest(formula: string, zone: string, record: Row, place: number): Promise<Difference> {
    let found = await this.#difference(formula, zone, record, place)
    for (const part of partsOf(formula)) {
      if (found && part.length >= found.formula.length) continue
      found = (await this.#difference(part, zone, record, place)) ?? found
    }
    return found ?? { formula, zone, record, closure: 'differs in company only', sql: '' }
  }

  async #difference(formula: string, zone: string, record: Row, place: number): Promise<Difference | undefined> {
    try {
      const node = typed(formula)
      const fragment = this.#write(node, zone)
      if (!fragment) return undefined
      const [column] = await this.#askEach([fragment])
      const closure = fromClosure(node, record, zone)
      return column![place] === closure || closure === TOO_MANY_STEPS
        ? undefined
        : { formula, zone, record, closure, sql: column![place] }
    } catch {
      return undefined
    }
  }
}

interface Prepared {
  readonly entries: readonly { readonly formula: string; readonly node: TypedNode; readonly fragment: SqlFragment }[]
  readonly zone: string
}

interface Difference {
  readonly formula: string
  readonly zone: string
  readonly record: Row
  readonly closure: unknown
  readonly sql: unknown
}

/** One line, with the fields that the formula names. */
function shown({ formula, zone, record, closure, sql: answered }: Difference): string {
  const named = Object.entries(record).filter(([key]) => formula.includes(`{${key}`))
  return `${formula} [${zone}] closure ${String(closure)}, SQL ${String(answered)}, record ${JSON.stringify(Object.fromEntries(named))}`
}

/** Every part of a formula as a text, the longest first. */
function partsOf(formula: string): readonly string[] {
  const parsed = parseFormula(formula)
  if ('errors' in parsed) return []
  const parts: string[] = []
  const visit = (node: Node) => {
    parts.push(formatFormula(node))
    if ('args' in node) node.args.forEach(visit)
    if ('items' in node) node.items.forEach(visit)
    if ('operand' in node) visit(node.operand)
    if ('left' in node) visit(node.left)
    if ('right' in node) visit(node.right)
  }
  visit(parsed.tree)
  return parts.sort((a, b) => b.length - a.length)
}
