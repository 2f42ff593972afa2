import { useState } from 'react'
import { Decimal } from '../../../engine/expression/index.ts'
import type { CompiledField, RecordValues } from '../../../engine/index.ts'
import { numberText } from '../../app/format.ts'
import { isNumeric, shapeOf } from '../../app/shape.ts'
import { useText } from '../../i18n/useText.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { useIsPhone } from '../../ui/useMedia.ts'
import type { ControlProps } from '../control.ts'
import { isNewRow, newRowId } from '../useRecordForm.ts'

/** Rows of a sub-form: a table on a desk, cards on a phone; totals in the foot. */
export function SubformControl(props: ControlProps) {
  const { t } = useText()
  const phone = useIsPhone()
  const rows = (Array.isArray(props.value) ? props.value : []) as readonly RecordValues[]
  const computed = (props.record.prepared.values[props.field.key] ?? []) as readonly RecordValues[]
  const columns = (props.field.rows?.fieldList ?? []) as readonly CompiledField[]
  const [fresh, setFresh] = useState<string>()
  const change = (next: readonly RecordValues[]) => props.onChange(next)
  const add = (from: RecordValues = {}) => {
    const id = newRowId()
    setFresh(id)
    change([...rows, { ...from, id }])
  }
  const cells = (row: RecordValues, index: number, column: CompiledField) => (
    <props.Field
      key={column.key}
      record={props.record}
      field={column}
      path={`/${props.field.key}/${index}/${column.key}`}
      value={column.computed || !Object.hasOwn(row, column.key) ? computed[index]?.[column.key] : row[column.key]}
      values={computed[index] ?? row}
      state={props.record.prepared.rowStates.get(props.field.key)?.[index]?.get(column.key)}
      error={
        (props.record.prepared.values._errors as Record<string, string> | undefined)?.[
          `${props.field.key}.${index}.${column.key}`
        ]
      }
      onChange={value => change(rows.map((one, at) => (at === index ? { ...one, [column.key]: value } : one)))}
      cell={!phone}
      focus={row.id === fresh && column === columns[0]}
    />
  )
  const acts = (row: RecordValues, index: number) => (
    <>
      <IconButton
        icon="copy"
        size={15}
        name={t('field.copyRow', { n: index + 1 })}
        onClick={() => add(Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'id')))}
      />
      <IconButton
        icon="trash"
        size={15}
        name={t('field.removeRow', { n: index + 1 })}
        onClick={() => change(rows.filter((_, at) => at !== index))}
      />
    </>
  )
  const most = (props.field.definition as { max?: number } | undefined)?.max
  return (
    <div className="fw-subform" id={props.id} tabIndex={-1}>
      {rows.length === 0 ? <p className="fw-faint fw-subform-none">{t('field.noRows')}</p> : null}
      {rows.length === 0 ? null : phone ? (
        <div className="fw-row-cards">
          {rows.map((row, index) => (
            <section
              key={String(row.id ?? index)}
              className="fw-row-card"
              aria-label={t('field.row', { n: index + 1 })}
            >
              <header>
                <strong>{t('field.row', { n: index + 1 })}</strong>
                <span>{acts(row, index)}</span>
              </header>
              {columns.map(column => cells(row, index, column))}
            </section>
          ))}
        </div>
      ) : (
        <RowTable columns={columns} rows={rows} computed={computed} control={props} cells={cells} acts={acts} />
      )}
      {phone ? <Totals columns={columns} computed={computed} control={props} /> : null}
      {most !== undefined && rows.length >= most ? null : (
        <Button size="small" icon="plus" kind="quiet" onClick={() => add()}>
          {t('field.addRow')}
        </Button>
      )}
    </div>
  )
}

interface RowTableProps {
  readonly columns: readonly CompiledField[]
  readonly rows: readonly RecordValues[]
  readonly computed: readonly RecordValues[]
  readonly control: ControlProps
  readonly cells: (row: RecordValues, index: number, column: CompiledField) => React.ReactNode
  readonly acts: (row: RecordValues, index: number) => React.ReactNode
}

function RowTable({ columns, rows, computed, control, cells, acts }: RowTableProps) {
  const { t, label } = useText()
  const totals = totalsOf(columns, computed, control)
  return (
    <div className="fw-table-scroll">
      <table className="fw-row-table">
        <thead>
          <tr>
            <th className="fw-row-number">#</th>
            {columns.map(column => (
              <th
                key={column.key}
                className={isNumeric(shapeOf(control.app.compiled, control.field.rows!, column)) ? 'is-number' : ''}
              >
                {label(column.label)}
                {(column.definition as { required?: boolean } | undefined)?.required === true ? (
                  <i className="fw-star">*</i>
                ) : null}
              </th>
            ))}
            <th>
              <span className="fw-hidden">{t('word.more')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={String(row.id ?? index)} className={isNewRow(row) ? 'is-new' : ''}>
              <td className="fw-row-number fw-number">{index + 1}</td>
              {columns.map(column => (
                <td key={column.key}>{cells(row, index, column)}</td>
              ))}
              <td className="fw-row-acts">{acts(row, index)}</td>
            </tr>
          ))}
        </tbody>
        {totals.size === 0 ? null : (
          <tfoot>
            <tr>
              <td className="fw-row-number" title={t('field.total')}>
                Σ
              </td>
              {columns.map(column => (
                <td key={column.key} className="fw-number">
                  {totals.get(column.key) ?? ''}
                </td>
              ))}
              <td />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

/** Exact sums of money and of computed numbers; adding up prices or rates would mean nothing. */
function totalsOf(
  columns: readonly CompiledField[],
  rows: readonly RecordValues[],
  control: ControlProps,
): Map<string, string> {
  const totals = new Map<string, string>()
  if (rows.length < 2) return totals
  for (const column of columns) {
    const shape = shapeOf(control.app.compiled, control.field.rows!, column)
    const adds =
      shape.kind === 'money'
        ? column.computed
        : shape.kind === 'number' && (column.computed || shape.unit !== undefined)
    if (!adds) continue
    const values = rows
      .map(row => row[column.key])
      .filter(value => typeof value === 'string' && /^[+-]?\d/.test(value)) as string[]
    if (values.length > 0)
      totals.set(
        column.key,
        numberText(values.reduce((sum, value) => sum.plus(value), new Decimal(0)).toFixed(shape.scale), shape, 'zh'),
      )
  }
  return totals
}

function Totals({
  columns,
  computed,
  control,
}: {
  readonly columns: readonly CompiledField[]
  readonly computed: readonly RecordValues[]
  readonly control: ControlProps
}) {
  const { t, label } = useText()
  const totals = totalsOf(columns, computed, control)
  return (
    <>
      {columns
        .filter(column => totals.has(column.key))
        .map(column => (
          <p key={column.key} className="fw-row-total">
            <span>
              {t('field.total')} · {label(column.label)}
            </span>
            <strong className="fw-number">{totals.get(column.key)}</strong>
          </p>
        ))}
    </>
  )
}
