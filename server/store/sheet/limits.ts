/** What a sheet may be (SR-29). */
export const sheetLimits = {
  /** bytes of the file as it is sent */
  file: 20_000_000,
  /** bytes of all that is unpacked of it */
  unpacked: 200_000_000,
  /** how many bytes one packed byte may become, beyond the first million */
  ratio: 100,
  /** files inside an archive */
  entries: 2_000,
  columns: 200,
  rows: 20_000,
  /** characters */
  cell: 10_000,
  seconds: 30,
  /** memory of the worker that reads, in MB */
  memory: 768,
} as const

/** Why a sheet is not taken; it crosses from the worker as its code and its numbers. */
export class SheetRefused extends Error {
  readonly code: string
  readonly params: Readonly<Record<string, number>>

  constructor(code: string, params: Readonly<Record<string, number>> = {}) {
    super(code)
    this.name = 'SheetRefused'
    this.code = code
    this.params = params
  }
}

export const unreadable = (): SheetRefused => new SheetRefused('sheet_unreadable')
export const unpacksTooLarge = (): SheetRefused =>
  new SheetRefused('sheet_unpacks_too_large', { limit: sheetLimits.unpacked / 1_000_000 })
