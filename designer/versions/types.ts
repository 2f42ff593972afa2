import type { Check, Texts } from '../publish/types.ts'

export interface Version {
  readonly version: number
  readonly publishedAt: string
  readonly publisher: string | null
  readonly note: string | null
}
export type RestoreCheck = Check
export interface RemovedItem {
  readonly form: string
  readonly field: string | null
  readonly count: number
  readonly lastVersion: number | null
  readonly name: Texts
  readonly formName: Texts
}
