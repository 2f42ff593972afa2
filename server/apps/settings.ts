import type { FastifyRequest } from 'fastify'
import { settingReaders } from '../../engine/definition/rule-changes.ts'
import type { CompiledApp } from '../../engine/index.ts'
import { isDay, parseDecimal } from '../../engine/record/values.ts'
import type { Setting } from '../../schemas/generated/definition.ts'
import { type Problem, problem } from '../../schemas/problem.ts'
import { publishEvent } from '../events/listener.ts'
import type { Caller } from '../http/caller.ts'
import { invalidValues } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import type { Records } from '../records/records.ts'
import type { Installation } from './installation.ts'
import { recalculate } from './recalculation/job.ts'

/** The numbers and words a director tunes, with what the definition says of them. */
export const readSettings = (installation: Installation) => ({
  settings: [...installation.app.settings.values()].map(setting => ({
    ...setting,
    value: installation.settings[setting.key],
  })),
})

/** Stores values by key; all of them or none. What is worked out with them is worked out again. */
export async function saveSettings(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  values: Readonly<Record<string, unknown>>,
) {
  const { platform, installations } = records
  const problems: Problem[] = Object.entries(values).flatMap(([key, value]) => {
    const setting = installation.app.settings.get(key)
    return setting !== undefined && fits(installation.app, setting, value)
      ? []
      : [
          problem(setting === undefined ? 'unknown_property' : 'invalid_value', `/${key}`, {
            property: key,
            field: setting?.label ?? key,
            value: JSON.stringify(value),
          }),
        ]
  })
  if (problems.length > 0) throw invalidValues(problems)
  await platform.transaction(async transaction => {
    for (const [key, value] of Object.entries(values)) {
      await transaction.query(
        `insert into formwork.app_setting (org_id, app_id, key, value, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6)
         on conflict (org_id, app_id, key) do update set value = $4, updated_at = $5, updated_by = $6`,
        [caller.orgId, installation.id, key, JSON.stringify(value), platform.clock.now(), caller.userId],
      )
    }
    await audit(platform, transaction, request, caller, {
      action: 'settings_changed',
      subject: { app: installation.key },
      detail: {
        before: Object.fromEntries(Object.keys(values).map(key => [key, installation.settings[key] ?? null])),
        after: values,
      },
    })
    const changed = await installations.readIn(transaction, caller.orgId, installation.key)
    const readers = settingReaders(changed.app, new Set(Object.keys(values)))
    const directory = await platform.directories.of(caller)
    await recalculate(records, changed, readers, { reason: 'settings', by: caller.userId, directory }, transaction)
    await publishEvent(transaction, {
      kind: 'app',
      org: caller.orgId,
      app: installation.key,
      version: installation.version,
    })
  })
  installations.forget(caller.orgId, installation.key)
  return readSettings(await installations.get(caller.orgId, installation.key))
}

type Column = NonNullable<Setting['columns']>[number]

function fits(app: CompiledApp, { type, columns = [] }: Setting, value: unknown): boolean {
  if (type !== 'table') return fitsCell(type, value)
  const isRow = (row: unknown): boolean =>
    row !== null &&
    typeof row === 'object' &&
    Object.entries(row).every(([key, cell]) =>
      columns.some(column => column.key === key && (cell === null || fitsColumn(app, column, cell))),
    )
  return Array.isArray(value) && value.length <= 1000 && value.every(isRow)
}

const fitsColumn = (app: CompiledApp, { type, options }: Column, cell: unknown): boolean =>
  type === 'select' ? app.libraries.get(options ?? '')?.options.has(String(cell)) === true : fitsCell(type, cell)

function fitsCell(type: Exclude<Setting['type'], 'table'>, value: unknown): boolean {
  if (type === 'number' || type === 'money' || type === 'percent') return 'value' in parseDecimal(value, undefined)
  if (type === 'yes_no') return typeof value === 'boolean'
  if (type === 'date') return typeof value === 'string' && isDay(value)
  return typeof value === 'string' && value.length <= 2000
}
