import { type Context, limitText } from '../../context.ts'
import { sql } from '../../fragment.ts'
import type { Operation } from '../definition.ts'
import { limitedJoin } from '../text-size.ts'

/** & joins texts; a blank joins as "". */
export const JOIN_TEXTS: Operation = {
  name: '&',
  acceptsBlank: true,
  evaluate: (context: Context, a: string | null, b: string | null) => limitText(context, (a ?? '') + (b ?? '')),
  sql: ([a, b], call) => limitedJoin(sql`(coalesce(${a}, '') || coalesce(${b}, ''))`, call),
}
