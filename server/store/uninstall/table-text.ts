import type { CompiledField, CompiledForm } from '../../../engine/index.ts'
import type { Label } from '../../../schemas/generated/definition.ts'
import type { Language } from '../../../schemas/problem.ts'
import type { OrganisationDirectory } from '../../identity/directory.ts'

/** A record as the API gives it. */
export type RecordJson = Readonly<Record<string, unknown>>

interface Column {
  readonly title: string
  readonly text: (record: RecordJson) => string
}

/** What the words of a table are made with. */
export interface TableContext {
  readonly language: Language
  readonly directory: OrganisationDirectory
  /** the form a relation leads to */
  readonly target: (field: CompiledField) => CompiledForm | undefined
}

const inLanguage = (label: Label, language: Language): string => label[language] ?? label.zh ?? label.en ?? ''

/** Cells a spreadsheet would take for a formula begin with an apostrophe (SR-15). */
const quoted = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?%?$/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`

/** Makes lines of a form's records, or of a sub-form's rows: the first names the columns. */
export function tableText(form: CompiledForm, fields: readonly CompiledField[], context: TableContext) {
  const columns = fields.flatMap(field => columnsOf(field, context))
  const id = form.parent === undefined ? 'id' : 'record'
  return {
    head: line([id, ...columns.map(({ title }) => title)]),
    row: (record: RecordJson, of: string): string => line([of, ...columns.map(column => column.text(record))]),
  }
}

/** A relation has two: what the other record is called, and which it is. */
function columnsOf(field: CompiledField, context: TableContext): Column[] {
  const { key } = field
  const title = inLanguage(field.label, context.language) || key
  const plain: Column = { title, text: record => cellText(field, record[key], context) }
  const target = context.target(field)
  if (target === undefined) return [plain]
  const named = (record: RecordJson): unknown => (record.expanded as RecordJson | undefined)?.[key]
  const titles = (record: RecordJson): string =>
    listOf(named(record))
      .map(one => String((one as RecordJson)[target.titleField] ?? ''))
      .join('; ')
  return [
    { title, text: titles },
    { ...plain, title: `${title} (id)` },
  ]
}

const listOf = (value: unknown): readonly unknown[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? value : [value]

function cellText(field: CompiledField, value: unknown, { language, directory }: TableContext): string {
  return listOf(value)
    .map(one => {
      if (typeof one === 'boolean') return language === 'zh' ? (one ? '是' : '否') : one ? 'yes' : 'no'
      if (typeof one !== 'string') return typeof one === 'object' ? JSON.stringify(one) : String(one)
      const option = field.library?.options.get(one)
      if (option !== undefined) return inLanguage(option.label, language)
      return directory.people.get(one)?.name ?? directory.departments.get(one)?.name ?? one
    })
    .join('; ')
}
