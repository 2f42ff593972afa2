import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import type { Installation, Installations } from '../apps/installation.ts'
import type { Platform } from '../http/platform.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import type { Actor } from './actor.ts'
import { localDay } from './local-day.ts'
import type { Connection } from './scope.ts'
import type { StoredRecord } from './stored.ts'

/** What happened to a record, told inside the transaction that did it. */
export interface RecordEvent {
  readonly kind: 'created' | 'updated' | 'deleted' | 'restored'
  readonly installation: Installation
  readonly form: CompiledForm
  readonly id: string
  readonly before: RecordValues | null
  readonly after: RecordValues
  readonly changed: readonly string[]
  /** the stage it left and the one it entered, when it moved */
  readonly move?: { readonly from: string | null; readonly to: string }
  readonly actor: Actor
  readonly directory: OrganisationDirectory
  readonly now: string
}

/** Workflows and automations listen to records; a form nobody listens to costs nothing. */
export interface RecordListener {
  listens(installation: Installation, form: CompiledForm): boolean
  onEvent(connection: Connection, event: RecordEvent): Promise<void>
  /** A move lacks nothing but an approval that the move itself asks for (`start: on_move`): starts it, in the move's transaction. */
  startApproval?(connection: Connection, scope: WriteScope, record: StoredRecord, workflow: string): Promise<void>
}

/** What the rooms that write records share. */
export interface Records {
  readonly platform: Platform
  readonly installations: Installations
  readonly listeners: RecordListener[]
  /** Works out fields (`form.field`) and what follows them in all records, in the background: a change that reaches more than a write can wait for. */
  postpone?(
    installation: Installation,
    fields: readonly string[],
    by: string | null,
    connection: Connection,
  ): Promise<void>
}

/** A write's view of the world: one form, one instant, one actor. Rights are checked before, by whoever opens it. */
export interface WriteScope {
  readonly records: Records
  readonly installation: Installation
  readonly form: CompiledForm
  readonly directory: OrganisationDirectory
  readonly actor: Actor
  readonly now: string
  readonly today: string
  /** an automation, installer or import may set what a person may not */
  readonly trusted: boolean
  /** made at a task of the workflow that holds the record, where its fields were checked: the hold does not stop it (M16) */
  readonly atTask?: boolean
}

export function writeScope(
  records: Records,
  installation: Installation,
  form: CompiledForm,
  directory: OrganisationDirectory,
  actor: Actor,
  trusted = false,
): WriteScope {
  const now = records.platform.clock.now()
  return { records, installation, form, directory, actor, now, today: localDay(now, installation.zone), trusted }
}
