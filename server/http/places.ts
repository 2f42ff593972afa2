import { isId } from '../ids.ts'
import { type Caller, mayUseApp } from './caller.ts'
import type { Platform } from './platform.ts'
import { HttpProblem, notFound } from './problem.ts'

/** A form of an app as a query names it. */
export interface FormPlace {
  readonly app: string
  readonly form: string
}

export interface RecordPlace extends FormPlace {
  readonly record: string
}

/**
 * The app's id, when the caller may read the form.
 * @throws HttpProblem 400 `invalid_parameter`, 404
 */
export async function readableForm(
  platform: Platform,
  caller: Caller,
  { app, form }: Partial<FormPlace>,
): Promise<string> {
  const missing = app === undefined ? 'app' : form === undefined ? 'form' : undefined
  if (app === undefined || form === undefined)
    throw new HttpProblem(400, 'invalid_parameter', { parameter: missing, reason: '?' })
  if (!mayUseApp(caller, app) || !(await platform.recordAccess.canReadForm(caller, app, form))) throw notFound()
  return appId(platform, caller, app)
}

/**
 * The app's id, when the caller may read the record.
 * @throws HttpProblem 400 `invalid_parameter`, 404 for missing and forbidden alike
 */
export async function readableRecord(
  platform: Platform,
  caller: Caller,
  { app, form, record }: Partial<RecordPlace>,
): Promise<string> {
  if (app === undefined || form === undefined || record === undefined) {
    const missing = app === undefined ? 'app' : form === undefined ? 'form' : 'record'
    throw new HttpProblem(400, 'invalid_parameter', { parameter: missing, reason: '?' })
  }
  if (
    !isId(record) ||
    !mayUseApp(caller, app) ||
    !(await platform.recordAccess.canReadRecord(caller, app, form, record))
  )
    throw notFound()
  return appId(platform, caller, app)
}

async function appId(platform: Platform, caller: Caller, key: string): Promise<string> {
  const { rows } = await platform.database.pool.query<{ id: string }>(
    'select id from formwork.app where org_id = $1 and key = $2 and deleted_at is null',
    [caller.orgId, key],
  )
  if (rows[0] === undefined) throw notFound()
  return rows[0].id
}
