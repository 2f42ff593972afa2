import type { CompiledField } from '../definition/compiled.ts'
import type { ColumnType } from './column-type.ts'

/** What stands in a column: how PostgreSQL keeps it, and what it means. Values of another content are converted, never read as they lie. */
export interface Content {
  readonly type: ColumnType
  /** `text`, `number`, `option:{library}`, `record:{form}` ...; of computed values with a `=` before it */
  readonly holds: string
}

const COMPUTED = '='

/** What the values of a field mean; fields of one meaning may take each other's place as they are (text and phone, number and money). */
export function meaningOf(field: CompiledField): string {
  return `${field.computed ? COMPUTED : ''}${meaningOfValues(field)}`
}

function meaningOfValues({ valueType, kind }: CompiledField): string {
  if (kind === 'rich_text') return 'rich_text'
  if (['attachment', 'image', 'video', 'audio', 'signature'].includes(kind)) return 'file'
  const type = valueType.kind === 'list' ? valueType.of : valueType
  if (type.kind === 'option') return `option:${type.library}`
  if (type.kind === 'record') return `record:${type.form}`
  if (type.kind === 'any') return kind
  return type.kind
}

export const isComputedContent = ({ holds }: Content): boolean => holds.startsWith(COMPUTED)

/** The meaning without who writes it. */
export const plainMeaning = ({ holds }: Pick<Content, 'holds'>): string =>
  holds.startsWith(COMPUTED) ? holds.slice(1) : holds

/** Columns of apps published before their meaning was kept: they mean what `assumed` says. */
export const contentOf = (
  column: { readonly type: ColumnType; readonly holds?: string },
  assumed: string,
): Content => ({
  type: column.type,
  holds: column.holds ?? assumed,
})

export const sameContent = (one: Content, other: Content): boolean =>
  one.type === other.type && one.holds === other.holds
