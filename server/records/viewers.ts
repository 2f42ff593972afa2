import { afterCommit } from '../database/afterCommit.ts'
import type { RecordEvent, WriteScope } from './records.ts'
import type { Connection } from './scope.ts'

/** Open pages read the record again, once this is committed. */
export function tellViewers(
  { records, installation, form }: Pick<WriteScope, 'records' | 'installation' | 'form'>,
  { id, after }: Pick<RecordEvent, 'id' | 'after'>,
  connection: Connection,
): void {
  const { orgId: org, key: app } = installation
  const message = { kind: 'record', org, app, form: form.key, id, version: Number(after.version) } as const
  afterCommit(connection, () => records.platform.recordNews.tell(message))
}
