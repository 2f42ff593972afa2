import type { CompiledField, CompiledForm, RecordValues } from '../../engine/index.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { isNumeric, shapeOf } from '../app/shape.ts'
import { ValueView } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { useIsPhone } from '../ui/useMedia.ts'

interface RowsViewProps {
  readonly app: OpenApp
  readonly rows: CompiledForm
  readonly values: readonly RecordValues[]
}

/** Rows of a sub-form to read: a table on a desk, cards on a phone. */
export default function RowsView({ app, rows, values }: RowsViewProps) {
  const { t, label } = useText()
  const phone = useIsPhone()
  const columns = rows.fieldList
  const cell = (row: RecordValues, column: CompiledField) => (
    <ValueView value={row[column.key]} shape={shapeOf(app.compiled, rows, column)} compact />
  )
  if (phone)
    return (
      <div className="fw-row-cards">
        {values.map((row, index) => (
          <dl key={String(row.id ?? index)} className="fw-row-facts" aria-label={t('field.row', { n: index + 1 })}>
            {columns.map(column => (
              <div key={column.key}>
                <dt>{label(column.label)}</dt>
                <dd>{cell(row, column)}</dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
    )
  return (
    <div className="fw-table-scroll">
      <table className="fw-row-table is-read">
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column.key} className={isNumeric(shapeOf(app.compiled, rows, column)) ? 'is-number' : undefined}>
                {label(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {values.map((row, index) => (
            <tr key={String(row.id ?? index)}>
              {columns.map(column => (
                <td
                  key={column.key}
                  className={isNumeric(shapeOf(app.compiled, rows, column)) ? 'is-number' : undefined}
                >
                  {cell(row, column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
