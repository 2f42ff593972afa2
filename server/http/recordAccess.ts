import type { Caller } from './caller.ts'

/** What files, comments, views and events must know of records; `server/records` and `server/apps` supply it. */
export interface RecordAccess {
  /** Whether the caller may read this record, and this field of it when one is named. */
  canReadRecord(caller: Caller, app: string, form: string, record: string, field?: string): Promise<boolean>
  /** Whether the caller may read the form at all. */
  canReadForm(caller: Caller, app: string, form: string): Promise<boolean>
  /** The caller's apps as `GET /api/me` shows them. */
  appsOf(caller: Caller): Promise<readonly AppSummary[]>
}

export interface AppSummary {
  readonly key: string
  readonly name: unknown
  readonly icon: string | null
  readonly version: number
  readonly admin: boolean
}

/** Until the records' own layer takes its place. */
export const nobodyReads: RecordAccess = {
  canReadRecord: async () => false,
  canReadForm: async () => false,
  appsOf: async () => [],
}
