import { SheetRefused, sheetLimits } from './limits.ts'

/** Rows as they are read, within the limits; blank ones are left out, so the first one kept names the columns. */
export class Rows {
  readonly kept: string[][] = []
  #read = 0

  /**
   * Takes the next row of the file, or the one of a number (1 is the first) where blank rows are not in the file.
   * @throws SheetRefused `sheet_too_many_columns`, `sheet_cell_too_long`, `sheet_too_many_rows`
   */
  add(cells: readonly string[], number = this.#read + 1): void {
    this.#read = number
    const width = cells.findLastIndex(cell => cell.trim() !== '') + 1
    if (width === 0) return
    if (width > sheetLimits.columns) throw new SheetRefused('sheet_too_many_columns', { limit: sheetLimits.columns })
    const long = cells.findIndex(cell => cell.length > sheetLimits.cell)
    if (long !== -1)
      throw new SheetRefused('sheet_cell_too_long', { limit: sheetLimits.cell, row: number, column: long + 1 })
    // One more for the names.
    if (this.kept.length > sheetLimits.rows) throw new SheetRefused('sheet_too_many_rows', { limit: sheetLimits.rows })
    this.kept.push(cells.slice(0, width))
  }
}
