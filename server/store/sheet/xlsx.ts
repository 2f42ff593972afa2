import { Readable } from 'node:stream'
import exceljs, { type CellValue, type Worksheet } from 'exceljs'
import { cellText } from './cell-text.ts'
import { SheetRefused, sheetLimits, unreadable } from './limits.ts'
import { Rows } from './rows.ts'
import { Archive, plainArchive } from './zip.ts'

/** The first sheet of a workbook as text. @throws SheetRefused */
export async function readXlsx(file: Buffer): Promise<string[][]> {
  const archive = new Archive(file)
  const book = archive.read('xl/workbook.xml')
  const links = archive.read('xl/_rels/workbook.xml.rels')
  if (book === undefined || links === undefined) throw unreadable()
  const sheet = archive.read(firstSheet(book.toString('utf8'), links.toString('utf8')))
  if (sheet === undefined) throw unreadable()
  // Words and styles before the sheet that uses them: so its reader needs no second pass and no file of its own.
  const parts = ['xl/sharedStrings.xml', 'xl/styles.xml'].map(path => [path, archive.read(path)] as const)
  const reader = new exceljs.stream.xlsx.WorkbookReader(
    Readable.from(
      plainArchive([
        ['xl/_rels/workbook.xml.rels', links],
        ['xl/workbook.xml', book],
        ...parts.map(([path, content]) => [path, content ?? EMPTY[path]!] as const),
        ['xl/worksheets/sheet1.xml', sheet],
      ]),
      { objectMode: false },
    ),
    { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' },
  )
  const rows = new Rows()
  for await (const found of reader) await readRows(found as unknown as AsyncIterable<Row>, rows)
  return rows.kept
}

type Row = ReturnType<Worksheet['getRow']>

const EMPTY: Readonly<Record<string, Buffer>> = {
  'xl/sharedStrings.xml': Buffer.from('<sst/>'),
  'xl/styles.xml': Buffer.from('<styleSheet/>'),
}

async function readRows(sheet: AsyncIterable<Row>, rows: Rows): Promise<void> {
  for await (const row of sheet) {
    const cells: string[] = []
    row.eachCell((cell, column) => {
      const text = cellText(cell.value as CellValue, cell.numFmt)
      if (text.trim() === '') return
      if (column > sheetLimits.columns) throw new SheetRefused('sheet_too_many_columns', { limit: sheetLimits.columns })
      while (cells.length < column - 1) cells.push('')
      cells[column - 1] = text
    })
    rows.add(cells, row.number)
  }
}

/** Path of the sheet a workbook names first. @throws SheetRefused when it names none */
function firstSheet(book: string, links: string): string {
  const id = /<(?:\w+:)?sheet\s[^>]*?\w+:id="([^"]+)"/.exec(book)?.[1]
  const link = [...links.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].find(([tag]) => tag.includes(` Id="${id}"`))?.[0]
  const target = /\sTarget="([^"]+)"/.exec(link ?? '')?.[1]
  if (id === undefined || target === undefined) throw unreadable()
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}
