import { compileExpression } from '../../engine/definition/expressions.ts'
import { collectFindings } from '../../engine/definition/finding.ts'
import {
  type CompiledApp,
  type CompiledField,
  type CompiledForm,
  formEnvironment,
  type RecordContext,
  type RecordValues,
  recordScope,
} from '../../engine/index.ts'
import type { Form } from '../../schemas/generated/definition.ts'
import type { Labelled } from '../i18n/useText.ts'

export interface PlacedField {
  readonly field: CompiledField
  /** columns it takes on a desk */
  readonly span: number
}

export interface PlacedSection {
  readonly key: string
  readonly label: Labelled
  readonly help: Labelled
  readonly tab: string | undefined
  readonly columns: number
  readonly collapsed: boolean
  readonly fields: readonly PlacedField[]
  /** false hides the section */
  readonly shown: (values: RecordValues, context: RecordContext) => boolean
}

const WIDE = new Set([
  'long_text',
  'rich_text',
  'subform',
  'address',
  'signature',
  'attachment',
  'image',
  'video',
  'audio',
  'location',
])

const always = (): boolean => true

/** What must be filled in is not folded away. */
const isRequired = (form: CompiledForm, entry: unknown): boolean => {
  const key = typeof entry === 'string' ? entry : (entry as { field: string }).field
  const { definition } = form.fields.get(key) ?? {}
  return definition !== undefined && 'required' in definition && definition.required === true
}

/**
 * A form's sections as its author laid them out. Fields that stand in no section come last, so that a required one can always be filled in.
 * @param definition the visible definition; the compiled form carries no layout
 */
export function sectionsOf(app: CompiledApp, form: CompiledForm, definition: Form | undefined): PlacedSection[] {
  const place = (field: CompiledField, columns: number, span?: number): PlacedField => ({
    field,
    span: Math.min(columns, span ?? (WIDE.has(field.kind) ? columns : 1)),
  })
  const placed = new Set<string>()
  const sections = (definition?.layout?.sections ?? []).map((section): PlacedSection => {
    const columns = section.columns ?? 2
    return {
      key: section.key,
      label: section.label,
      help: section.help,
      tab: section.tab,
      columns,
      collapsed: section.collapsed === true && !section.fields.some(entry => isRequired(form, entry)),
      shown: section.when === undefined ? always : condition(app, form, section.when),
      fields: section.fields.flatMap(entry => {
        const { field: key, span } =
          typeof entry === 'string' ? { field: entry, span: undefined } : (entry as { field: string; span?: number })
        const field = form.fields.get(key)
        if (field === undefined || placed.has(key)) return []
        placed.add(key)
        return [place(field, columns, span)]
      }),
    }
  })
  // A title that is worked out already stands at the head of the page.
  const rest = form.fieldList.filter(({ key, computed }) => !placed.has(key) && !(computed && key === form.titleField))
  if (rest.length === 0) return sections
  const last: PlacedSection = {
    key: '$rest',
    label: undefined,
    help: undefined,
    tab: definition?.layout?.tabs?.[0]?.key,
    columns: 2,
    collapsed: false,
    shown: always,
    fields: rest.map(field => place(field, 2)),
  }
  return [...sections, last]
}

/** A section's condition; one that does not compile here (it names what is hidden) shows the section. */
function condition(
  app: CompiledApp,
  form: CompiledForm,
  when: NonNullable<Form['layout']>['sections'][number]['when'] & {},
): PlacedSection['shown'] {
  const { definition, forms, libraries } = app
  const compiled = compileExpression(when, formEnvironment({ definition, forms, libraries }, form), collectFindings())
  if (compiled === undefined) return always
  return (values, context) => compiled.evaluate(recordScope({ form, values }, context)) === true
}
