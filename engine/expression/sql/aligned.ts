/** Several lists of one length, row by row: in one pass where they are columns of one relation, else unnested together. */
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { SqlList, SqlPart, TypedNode } from '../typed.ts'
import type { NamedRows } from './environment.ts'
import { failureIn } from './list.ts'
import { codeWhen } from './part.ts'

interface Tools {
  rowsAt(path: readonly string[]): NamedRows | undefined
  array(list: TypedNode): SqlPart
  alias(): SqlFragment
}

interface Aligned {
  readonly list: SqlList
  readonly columns: readonly SqlFragment[]
}

/** undefined = not for SQL. Lists of different lengths are the error value `lists_differ_in_length`. */
export function alignedRows(nodes: readonly TypedNode[], tools: Tools): Aligned | undefined {
  if (nodes.some(node => node.type.kind !== 'list')) return undefined
  return onePass(nodes, tools) ?? zipped(nodes, tools)
}

/** References with a common beginning that is a list: its rows with a member for each reference. */
function onePass(nodes: readonly TypedNode[], tools: Tools): Aligned | undefined {
  const paths = nodes.map(node => (node.node === 'reference' ? node.path : []))
  const shared = commonLength(paths)
  for (let length = shared; length > 0; length--) {
    const found = tools.rowsAt(paths[0]!.slice(0, length))
    const rows = found?.rows
    const parts = paths.map(path => (path.length === length ? rows?.element : rows?.member(path.slice(length))))
    if (found && parts.every(part => part !== undefined)) return withColumns(found, parts as SqlPart[])
  }
  return undefined
}

function commonLength(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths
  const end = first.findIndex((name, index) => paths.some(path => path[index] !== name))
  return end < 0 ? Math.min(...paths.map(path => path.length)) : end
}

function withColumns({ rows, alias }: NamedRows, parts: readonly SqlPart[]): Aligned {
  const { from, where, order, element } = rows
  const list: SqlList = {
    alias,
    from,
    wheres: where ? [sql`(${where})`] : [],
    order,
    element: element.value,
    failures: [],
    member: () => undefined,
  }
  const failures = parts.flatMap(part => (part.fails ? [failureIn(list, part.fails)] : []))
  return { list: { ...list, failures }, columns: parts.map(part => part.value) }
}

function zipped(nodes: readonly TypedNode[], tools: Tools): Aligned {
  const arrays = nodes.map(node => tools.array(node))
  const alias = tools.alias()
  const names = nodes.map((_, index) => rawSql(`c${index}`))
  const from = sql`rows from (${joinSql(
    arrays.map(array => sql`unnest(${array.value})`),
    ', ',
  )}) with ordinality ${alias}(${joinSql(names, ', ')}, n)`
  const size = (array: SqlPart) => sql`coalesce(cardinality(${array.value}), 0)`
  const differ = arrays.slice(1).map(array => sql`${size(arrays[0]!)} <> ${size(array)}`)
  const columns = names.map(name => sql`${alias}.${name}`)
  return {
    columns,
    list: {
      alias,
      from,
      wheres: [],
      order: sql`${alias}.n`,
      element: columns[0]!,
      failures: [
        ...arrays.flatMap(array => array.fails ?? []),
        ...(differ.length > 0 ? [codeWhen(joinSql(differ, ' or '), 'lists_differ_in_length')] : []),
      ],
      member: () => undefined,
    },
  }
}
