/** Works every computed value out again from nothing but what people entered, with the closures of the browser, and compares it with what is stored. */
import type pg from 'pg'
import { graphOf, recalculationOf } from '../../../engine/definition/cascade.ts'
import type { CompiledForm, RecordContext, RecordValues, Related } from '../../../engine/index.ts'
import { computeFields } from '../../../engine/record/compute.ts'
import type { Installation } from '../../../server/apps/installation.ts'
import { storedColumns } from '../../../server/records/stored.ts'

type Values = Record<string, unknown>

export interface World {
  readonly now: string
  readonly today: string
}

/** Everything that is live, in memory; lists in the order in which records were made. */
class Everything implements Related {
  readonly #forms = new Map<string, Map<string, Values>>()
  readonly #installation: Installation
  constructor(installation: Installation) {
    this.#installation = installation
  }
  add(form: string, records: readonly Values[]): void {
    this.#forms.set(form, new Map(records.map(record => [String(record.id), record])))
  }
  all(form: string): Values[] {
    return [...(this.#forms.get(form)?.values() ?? [])]
  }
  get(form: string, id: string): RecordValues | undefined {
    return this.#forms.get(form)?.get(id)
  }
  list(form: string, inverse: string, id: string): readonly RecordValues[] {
    const source = this.#installation.app.forms.get(form)?.inverses.get(inverse)
    return this.all(source?.form ?? '').filter(record =>
      ([] as unknown[]).concat(record[source!.field] ?? []).includes(id),
    )
  }
  formOf(id: string): string | undefined {
    return [...this.#forms].find(([, records]) => records.has(id))?.[0]
  }
}

/** Each difference as one line; empty = every stored value is what a full recalculation gives, digit for digit. */
export async function findStale(
  client: pg.Pool | pg.Client,
  installation: Installation,
  world: World,
): Promise<string[]> {
  const { app } = installation
  const related = new Everything(installation)
  const stored = new Map<string, Map<string, Values>>()
  for (const form of app.forms.values()) {
    if (form.parent !== undefined) continue
    const rows = await readAll(client, installation, form)
    stored.set(form.key, new Map(rows.map(row => [String(row.id), row])))
    related.add(
      form.key,
      rows.map(row => entered(form, structuredClone(row))),
    )
  }
  const context: RecordContext = {
    ...{ app, user: null, zone: installation.zone, settings: installation.settings, related },
    ...world,
  }
  for (const step of recalculationOf(app, graphOf(app).nodes.keys())) {
    const only = new Set(step.nodes.map(({ name }) => name))
    for (const record of related.all(step.form)) computeFields(app.forms.get(step.form)!, record, null, context, only)
  }
  return [...stored].flatMap(([form, records]) =>
    [...records].flatMap(([id, values]) =>
      differences(app.forms.get(form)!, values, related.get(form, id)!, installation),
    ),
  )
}

async function readAll(client: pg.Pool | pg.Client, installation: Installation, form: CompiledForm): Promise<Values[]> {
  const table = installation.tables.get(form.key)!
  const { rows } = await client.query<{ record: Values }>(
    `select row_to_json(x) as record from (select ${storedColumns(installation, form)} from ${table.name} t where t.deleted_at is null order by t.created_at, t.id) x`,
  )
  return rows.map(({ record }) => record)
}

/** Without anything computed. */
function entered(form: CompiledForm, record: Values): Values {
  delete record._errors
  for (const field of form.fieldList) {
    if (field.computed) record[field.key] = null
    for (const row of field.rows === undefined ? [] : ((record[field.key] ?? []) as Values[])) entered(field.rows!, row)
  }
  return record
}

function differences(form: CompiledForm, stored: RecordValues, fresh: RecordValues, { app }: Installation): string[] {
  const { nodes } = graphOf(app)
  const settled = (owner: string, key: string): boolean => nodes.get(`${owner}.${key}`)?.clock === 'none'
  const found = form.fieldList.flatMap(field => {
    if (field.rows === undefined)
      return settled(form.key, field.key) ? compare(field.key, stored[field.key], fresh[field.key]) : []
    const [before, after] = [stored, fresh].map(record => (record[field.key] ?? []) as RecordValues[])
    return after!.flatMap((row, index) =>
      field.rows!.fieldList.flatMap(({ key }) =>
        settled(field.rows!.key, key) ? compare(`${field.key}.${index}.${key}`, before![index]?.[key], row[key]) : [],
      ),
    )
  })
  const errors = compare('_errors', sorted(stored._errors), sorted(fresh._errors))
  return [...found, ...errors].map(text => `${form.key} ${String(stored.id)} ${text}`)
}

const sorted = (errors: unknown): unknown =>
  errors === null || errors === undefined ? null : Object.fromEntries(Object.entries(errors).sort())

function compare(name: string, stored: unknown, fresh: unknown): string[] {
  const [a, b] = [stored, fresh].map(value => JSON.stringify(value ?? null))
  return a === b ? [] : [`${name}: ${a} is stored, ${b} is right`]
}
