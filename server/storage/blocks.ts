import type { Transaction } from '../database/statements.ts'

/** Part of a table's file, in blocks of 8 kB. */
export interface Blocks {
  readonly from: number
  readonly to: number
  /** where the next part begins; undefined when this is the last */
  readonly next: string | undefined
}

/**
 * The next blocks of a table, in the order they lie in its file: rows changed before lie scattered, and walking them by id reads the file many times
 * over. What is written meanwhile goes behind the last block, and is done by whoever writes it. A table that was written anew begins again.
 * `after` is the `next` of the part before; undefined at the beginning. `name` is qualified and quoted.
 */
export async function nextBlocks(
  name: string,
  after: string | undefined,
  size: number,
  connection: Transaction,
): Promise<Blocks> {
  const { rows } = await connection.query<{ blocks: number; file: string }>(
    `select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int as blocks, pg_relation_filenode($1::regclass)::text as file`,
    [name],
  )
  const { blocks, file } = rows[0]!
  const [at, last, known] = after === undefined ? ['0', String(blocks), file] : after.split('/')
  const [from, end] = known === file ? [Number(at), Number(last)] : [0, blocks]
  const to = Math.min(from + size, end)
  return { from, to, next: to >= end ? undefined : `${to}/${end}/${file}` }
}
