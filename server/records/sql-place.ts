import type { SqlFragment, SqlPart } from '../../engine/expression/index.ts'
import type { CompiledExpression, CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'

/** Says what a path of fields is in SQL; an access check stands before it (`allowed`). */
export interface ColumnRules {
  readonly now: string
  readonly today: string
  /** false = this field may not be read here; the path is then unknown */
  readonly allowed?: (form: CompiledForm, field: string) => boolean
  /** rows of a related form that may be looked through; undefined = all */
  readonly rows?: (form: CompiledForm, alias: string) => SqlFragment | null
  /** told when a value that changes from moment to moment is read */
  readonly onClock?: (() => void) | undefined
}

/** Where a name is read from: a form's row under an alias, and values just worked out that stand before the stored ones. */
export interface SqlPlace {
  readonly installation: Installation
  readonly form: CompiledForm
  readonly alias: string
  readonly rules: ColumnRules
  /** the record a sub-form's row belongs to */
  readonly parent?: SqlPlace | undefined
  readonly own?: ((key: string) => SqlPart | undefined) | undefined
  readonly depth: number
  readonly writer: PlaceWriter
}

/** How what stands at a place is written; handed on, so that lists and values can hold each other. */
export interface PlaceWriter {
  valueAt(place: SqlPlace, path: readonly string[]): SqlPart | undefined
  condition(place: SqlPlace, expression: CompiledExpression): SqlFragment | undefined
}
