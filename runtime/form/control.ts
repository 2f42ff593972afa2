import type { CompiledField, RecordValues } from '../../engine/index.ts'
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
}

/** Attributes that tie a control to its label and messages. */
export const described = ({ id, invalid, required, describedBy }: ControlProps) => ({
  id,
  'aria-invalid': invalid || undefined,
  'aria-required': required || undefined,
  'aria-describedby': describedBy,
})

export const textOfValue = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
