import { type ComponentType, createContext } from 'react'
import type { CompiledField, CompiledForm, FieldState, RecordValues } from '../../engine/index.ts'
import type { RecordDocument } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import type { Shape } from '../app/shape.ts'
import type { RecordForm } from './useRecordForm.ts'

/** What every control gets; it shows `value` and tells a change. */
export interface ControlProps {
  readonly id: string
  readonly app: OpenApp
  readonly field: CompiledField
  readonly shape: Shape
  /** the field's label in the reader's language */
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly onBlur: () => void
  readonly invalid: boolean
  readonly required: boolean
  readonly describedBy: string | undefined
  /** option keys that may be chosen; undefined = every active one */
  readonly options: ReadonlySet<string> | undefined
  /** values of the record (or row) around it */
  readonly values: RecordValues
  /** in a cell of a sub-form's table: no room for more than a line */
  readonly cell: boolean
  /** the whole form, for a sub-form */
  readonly record: RecordForm
  /** draws another field: the cells of a sub-form */
  readonly Field: ComponentType<FieldBoxProps>
}

export interface FieldBoxProps {
  readonly record: RecordForm
  readonly field: CompiledField
  /** JSON Pointer of the value: `/amount`, `/lines/0/price` */
  readonly path: string
  readonly value: unknown
  /** values around it: the record's or the row's */
  readonly values: RecordValues
  readonly state: FieldState | undefined
  /** code of a formula that failed */
  readonly error?: string | undefined
  readonly onChange: (value: unknown) => void
  readonly cell?: boolean
  readonly focus?: boolean
  readonly span?: number
}

/** A dialog that adds a record of another form in place. */
export interface InlineNewProps {
  readonly form: CompiledForm
  /** what was searched for: becomes the title */
  readonly name: string
  readonly onClose: () => void
  readonly onCreated: (record: RecordDocument) => void
}

/** Where nobody provides it (a preview), relations offer no "new". */
export const InlineNewContext = createContext<ComponentType<InlineNewProps> | undefined>(undefined)

/** Attributes that tie a control to its label and messages. */
export const described = ({ id, invalid, required, describedBy }: ControlProps) => ({
  id,
  'aria-invalid': invalid || undefined,
  'aria-required': required || undefined,
  'aria-describedby': describedBy,
})

export const textOfValue = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
