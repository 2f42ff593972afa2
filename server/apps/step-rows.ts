import type { StorageStep } from '../../engine/storage/plan.ts'
import type { Transaction } from '../database/statements.ts'
import { conversion } from '../storage/conversion.ts'
import { columnPlace, tablePlace } from '../storage/fills.ts'
import { turnOf } from '../storage/turn.ts'
import type { PublishPlan } from './publish-plan.ts'

/** A record a step concerns, as a reader knows it. */
export interface StepRecord {
  readonly id: string
  readonly title: string
  /** what stands in the field now, in words; null when it is blank */
  readonly value: string | null
}

/** The rows a step concerns, as SQL: over `t`, its table as it is now. */
interface StepRows {
  readonly from: string
  readonly where: string
  /** text of the value, or `null` */
  readonly value: string
  readonly record: string
  /** one record may have several of the rows */
  readonly many: boolean
  readonly title: string
  readonly values: readonly unknown[]
}

const SAMPLES = 20

/** How many records a step concerns, and the first of them; undefined for steps that concern none. */
export async function rowsOfStep(
  step: StorageStep,
  plan: PublishPlan,
  transaction: Transaction,
): Promise<{ count: number; samples: StepRecord[] } | undefined> {
  const rows = stepRows(step, plan)
  if (rows === undefined) return undefined
  const { rows: counted } = await transaction.query<{ n: number }>(
    `select count(${rows.many ? `distinct ${rows.record}` : '*'})::int as n ${rows.from} where ${rows.where}`,
    [...rows.values],
  )
  const count = counted[0]?.n ?? 0
  return { count, samples: count === 0 || !isAbout(step) ? [] : await pageOf(rows, undefined, SAMPLES, transaction) }
}

/** Steps whose records a person may want to look at one by one. */
const isAbout = ({ kind }: StorageStep): boolean => ['convert', 'require', 'unique', 'retire_option'].includes(kind)

/** The records a step concerns, by id. `after` is the last id of the page before. */
export async function recordsOfStep(
  step: StorageStep,
  plan: PublishPlan,
  after: string | undefined,
  limit: number,
  transaction: Transaction,
): Promise<StepRecord[]> {
  const rows = stepRows(step, plan)
  return rows === undefined ? [] : pageOf(rows, after, limit, transaction)
}

async function pageOf(
  rows: StepRows,
  after: string | undefined,
  limit: number,
  transaction: Transaction,
): Promise<StepRecord[]> {
  const n = rows.values.length
  const { rows: found } = await transaction.query<StepRecord>(
    `select ${rows.many ? `distinct on (${rows.record}) ` : ''}${rows.record} as id, coalesce(${rows.title}, '') as title, left(${rows.value}, 200) as value ${rows.from}
     where ${rows.where} and ($${n + 1}::uuid is null or ${rows.record} > $${n + 1}) order by ${rows.record} limit $${n + 2}`,
    [...rows.values, after ?? null, limit],
  )
  return found
}

function stepRows(step: StorageStep, plan: PublishPlan): StepRows | undefined {
  const { before, schema } = plan.passage
  const stored = tablePlace(before.storage, step.form)
  if (stored === undefined) return undefined
  const [key = '', rows] = step.form.split('.')
  const parent = before.storage.forms[key]
  const title = parent?.columns[before.app.forms.get(key)?.titleField ?? '']?.column
  const name = `"${schema}"."${stored.table}"`
  const place =
    rows === undefined
      ? { from: `from ${name} t`, live: 't.deleted_at is null', record: 't.id', of: 't' }
      : {
          from: `from ${name} t join "${schema}"."${parent?.table ?? ''}" p on p.id = t.record_id`,
          live: 'p.deleted_at is null',
          record: 't.record_id',
          of: 'p',
        }
  const found = conditionOf(step, plan, name)
  if (found === undefined) return undefined
  return {
    from: place.from,
    where: `${place.live} and (${found.where})`,
    value: found.value,
    record: place.record,
    many: rows !== undefined,
    title: title === undefined ? `''` : `${place.of}.${title}::text`,
    values: found.values ?? [],
  }
}

interface Condition {
  readonly where: string
  readonly value: string
  readonly values?: readonly unknown[]
}

function conditionOf(step: StorageStep, plan: PublishPlan, table: string): Condition | undefined {
  const { before } = plan.passage
  const nothing = 'null::text'
  const column = 'field' in step ? columnPlace(before.storage, step.form, step.field)?.column : undefined
  const now = column === undefined || column.removed === true ? undefined : `t.${column.column}`
  switch (step.kind) {
    case 'create_table':
    case 'add_column':
      return undefined
    case 'keep_table':
    case 'restore_table':
    case 'compute':
      return { where: 'true', value: nothing }
    case 'restore_column': {
      const fill = plan.fills.find(({ form, field }) => form === step.form && field === step.field)
      const at = fill?.source ?? column?.column
      return at === undefined ? undefined : { where: `t.${at} is not null`, value: nothing }
    }
    case 'keep_column':
    case 'keep_entered':
      return column === undefined ? undefined : { where: `t.${column.column} is not null`, value: nothing }
    case 'require':
      if (now === undefined) return { where: 'true', value: nothing }
      return { where: column?.type === 'text' ? `(${now} is null or ${now} = '')` : `${now} is null`, value: nothing }
    case 'convert': {
      const fill = plan.fills.find(({ form, field }) => form === step.form && field === step.field)
      const world = { ...plan.passage, before: before.app, after: plan.app, storage: before.storage, field: undefined }
      if (fill === undefined || column === undefined) return undefined
      const words = conversion(step.from, { type: 'text', holds: 'text' }, `t.${fill.source}`, world).value
      return { where: `not ${fill.fits('t')}`, value: words }
    }
    case 'restore_option': {
      const fill = plan.fills.find(({ form, field }) => form === step.form && field === step.field)
      return fill === undefined
        ? undefined
        : { where: `${fill.value('t')} is distinct from t.${fill.column}`, value: nothing }
    }
    case 'retire_option':
      if (now === undefined) return undefined
      return {
        where: column?.type.endsWith('[]') ? `$1 = any(${now})` : `${now} = $1`,
        value: nothing,
        values: [step.option],
      }
    case 'turn': {
      const turn = turnOf(step, plan.passage)
      return turn && { where: `t.id in (select x.id from ${turn.links} x)`, value: nothing }
    }
    case 'unique':
      return twice(step.form, step.fields, plan, table)
  }
}

/** Rows that share their values of some fields with another live row; blanks are alike to nothing. */
function twice(
  form: string,
  fields: readonly string[],
  { passage }: PublishPlan,
  table: string,
): Condition | undefined {
  const columns = fields.map(field => columnPlace(passage.before.storage, form, field)?.column)
  const names = columns.flatMap(column => (column === undefined || column.removed === true ? [] : [column.column]))
  if (names.length !== fields.length) return undefined
  const [here, there] = [names.map(name => `t.${name}`).join(', '), names.map(name => `o.${name}`).join(', ')]
  return {
    where: `(${here}) in (select ${there} from ${table} o where o.deleted_at is null group by ${there} having count(*) > 1)`,
    value: `concat_ws(' · ', ${names.map(name => `t.${name}::text`).join(', ')})`,
  }
}
