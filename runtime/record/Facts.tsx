import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { RecordDocument } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { tellingColumns } from '../app/columns.ts'
import { shapeOf } from '../app/shape.ts'
import { ValueView } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'

const MOST = 5

/** What one wants to know first, as far as it says something. */
const factsOf = (app: OpenApp, form: CompiledForm, record: RecordDocument): CompiledField[] =>
  tellingColumns(app, form)
    .filter(({ key }) => record[key] !== null && record[key] !== undefined && record[key] !== '')
    .slice(0, MOST)

export function Facts({
  app,
  form,
  record,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly record: RecordDocument
}) {
  const { label } = useText()
  const facts = factsOf(app, form, record)
  if (facts.length < 2) return null
  return (
    <dl className="fw-facts">
      {facts.map(field => (
        <div key={field.key}>
          <dt>{label(field.label)}</dt>
          <dd>
            <ValueView
              value={record[field.key]}
              shape={shapeOf(app.compiled, form, field)}
              expanded={record.expanded?.[field.key]}
              error={record._errors?.[field.key]}
            />
          </dd>
        </div>
      ))}
    </dl>
  )
}
