import type { RecordValues } from '../../engine/index.ts'

/** What was typed and not saved, on this device only. */
export interface Draft {
  /** ISO instant */
  readonly at: string
  readonly patch: RecordValues
  /** version of the record it is based on; absent for a new record */
  readonly version?: number | undefined
}

const OLDEST_MS = 14 * 86_400_000

export const draftKey = (user: string, app: string, form: string, record: string | undefined): string =>
  `formwork.draft.${user}.${app}.${form}.${record ?? 'new'}`

export function readDraft(key: string): Draft | undefined {
  try {
    const text = localStorage.getItem(key)
    const draft = text === null ? undefined : (JSON.parse(text) as Draft)
    return draft === undefined || Date.now() - Date.parse(draft.at) > OLDEST_MS ? undefined : draft
  } catch {
    return undefined
  }
}

/** A full or closed storage loses the draft, never the page. */
export function keepDraft(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft))
  } catch {
    localStorage.removeItem(key)
  }
}

export const dropDraft = (key: string): void => localStorage.removeItem(key)
