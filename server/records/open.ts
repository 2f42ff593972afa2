import type { RecordValues } from '../../engine/index.ts'
import { notFound } from '../http/problem.ts'
import { isId } from '../ids.ts'
import type { Connection, FormScope } from './scope.ts'
import { readStored } from './stored.ts'

/** A record the caller may read, whole: what it is used for must still respect his field rights. @throws HttpProblem 404 */
export async function openReadable(scope: FormScope, id: string, connection: Connection): Promise<RecordValues> {
  scope.access.assert('read')
  const stored = isId(id)
    ? await readStored(scope.platform, scope.installation, scope.form, id, connection, {
        conditions: [scope.access.rows('read')],
      })
    : undefined
  if (stored === undefined || stored.deleted || stored.allowed[0] !== true) throw notFound()
  return stored.values
}
