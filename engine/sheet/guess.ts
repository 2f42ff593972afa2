import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { RecordValues } from '../record/context.ts'
import { guessKind, type Kind } from './kinds.ts'
import { freeKey } from './names.ts'

/** A sheet as text: what one reads in its cells, row by row; the first row names the columns. */
export type Grid = readonly (readonly string[])[]

/** What the app is to be called, and the zone its times are meant in. */
export interface Wish {
  readonly key: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly zone: string
}

/** An app made of a sheet: its definition and its records, in the order of the rows. */
export interface SheetApp {
  readonly definition: AppDefinition
  readonly records: readonly RecordValues[]
}

interface SheetField {
  readonly at: number
  readonly key: string
  readonly label: Label
  readonly kind: Kind
  readonly cells: readonly string[]
  /** key of the option for a cell's text, where the column is a choice */
  readonly options: ReadonlyMap<string, string>
}

type Label = { readonly zh: string; readonly en: string }
const LONGEST_LABEL = 200
const MOST_COLUMNS_SHOWN = 8
/** Key of the one form. */
export const SHEET_FORM = 'record'

/** What the database holds of a cell: every well-formed text without NUL, blanks around it gone. */
const cleaned = (cell: string | undefined): string => (cell ?? '').toWellFormed().replaceAll('\0', '').trim()
const said = (text: string): Label => ({ zh: text, en: text })

/** One form with a field a column and a record a row. Columns and rows that hold nothing are left out; every other cell's text is in the records. */
export function appOfSheet(grid: Grid, wish: Wish): SheetApp {
  const [headers = [], ...below] = grid.map(row => row.map(cleaned))
  const rows = below.filter(row => row.some(cell => cell !== ''))
  const fields = fieldsOf(headers, rows, wish.zone)
  const records = rows.map(row =>
    Object.fromEntries(
      fields.flatMap(({ at, key, kind, options }) => {
        const cell = row[at] ?? ''
        return cell === '' ? [] : [[key, options.get(cell) ?? kind.read(cell)]]
      }),
    ),
  )
  return { definition: definitionOf(fields, rows.length, wish), records }
}

function fieldsOf(headers: readonly string[], rows: Grid, zone: string): SheetField[] {
  const width = rows.reduce((most, row) => Math.max(most, row.length), headers.length)
  const taken = new Set<string>()
  const fields: SheetField[] = []
  for (let at = 0; at < width; at += 1) {
    const header = headers[at] ?? ''
    const cells = rows.map(row => row[at] ?? '').filter(cell => cell !== '')
    if (header === '' && cells.length === 0) continue
    const key = freeKey(header, 'field', taken)
    taken.add(key)
    const kind = guessKind({ header, cells, zone })
    const options = kind.type === 'select' ? optionsOf(cells) : new Map<string, string>()
    fields.push({ at, key, label: labelOf(header, at), kind, cells, options })
  }
  return fields
}

const labelOf = (header: string, at: number): Label =>
  header === ''
    ? { zh: `第 ${at + 1} 列`, en: `Column ${at + 1}` }
    : said([...header.replace(/\s+/g, ' ')].slice(0, LONGEST_LABEL / 2).join(''))

/** Choices in the order in which the sheet names them. */
function optionsOf(cells: readonly string[]): Map<string, string> {
  const options = new Map<string, string>()
  const taken = new Set<string>()
  for (const cell of new Set(cells)) {
    const key = freeKey(cell, 'option', taken)
    taken.add(key)
    options.set(cell, key)
  }
  return options
}

/** What a record is called by: the first text that tells nearly every row apart, else the first text, else what else can be read. */
function titleOf(fields: readonly SheetField[], rows: number): string | undefined {
  const texts = fields.filter(({ kind }) => kind.type === 'text')
  const telling = texts.find(({ cells }) => cells.length > 0 && new Set(cells).size >= rows * 0.9)
  const readable = fields.find(({ kind }) => ['phone', 'email', 'number', 'date'].includes(kind.type))
  return (telling ?? texts[0] ?? readable)?.key
}

function definitionOf(fields: readonly SheetField[], rows: number, { key, name }: Wish): AppDefinition {
  const title = titleOf(fields, rows)
  const choices = fields.filter(({ kind }) => kind.type === 'select')
  const shown = fields.filter(({ kind }) => kind.type !== 'long_text').slice(0, MOST_COLUMNS_SHOWN)
  return {
    formatVersion: 1,
    key,
    version: '0.1.0',
    name: { ...name },
    optionLibraries: choices.map(({ key: library, label, options }) => ({
      key: library,
      label,
      options: [...options].map(([text, option]) => ({ key: option, label: said(text) })),
    })),
    forms: [
      {
        key: SHEET_FORM,
        name: { ...name },
        ...(title === undefined ? {} : { titleField: title }),
        fields: fields.map(field => fieldOf(field, rows, field.key === title)),
      },
    ],
    views: [
      {
        key: 'all',
        label: { zh: '全部记录', en: 'All records' },
        type: 'table',
        form: SHEET_FORM,
        columns: [...shown.map(({ key: column }) => column), 'owner'],
      },
    ],
    roles: [
      {
        key: 'member',
        label: { zh: '成员', en: 'Member' },
        grants: [{ form: SHEET_FORM, can: ['read', 'create', 'update'] }],
      },
    ],
  } as AppDefinition
}

/** A column that was never blank is asked for; a box that may be ticked is not. */
const fieldOf = ({ key, label, kind, cells }: SheetField, rows: number, title: boolean) => ({
  key,
  label,
  type: kind.type,
  ...kind.extra,
  ...(kind.type === 'select' ? { options: key } : {}),
  ...(rows > 0 && cells.length === rows && kind.type !== 'yes_no' ? { required: true } : {}),
  ...(title && kind.type === 'text' ? { searchable: true } : {}),
})
