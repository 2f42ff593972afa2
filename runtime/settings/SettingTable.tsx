import type { Setting } from '../../schemas/generated/definition.ts'
import { useText } from '../i18n/useText.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { SettingCell } from './SettingCell.tsx'

type Row = Readonly<Record<string, unknown>>

/** A setting of rows: tiers of a rebate, bands of a score. */
export function SettingTable({
  label: name,
  columns,
  rows,
  onChange,
}: {
  readonly label: string
  readonly columns: NonNullable<Setting['columns']>
  readonly rows: readonly Row[]
  readonly onChange: (rows: readonly Row[]) => void
}) {
  const { t, label } = useText()
  return (
    <div className="fw-subform">
      <div className="fw-table-scroll">
        <table className="fw-row-table" aria-label={name}>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column.key}>{label(column.label)}</th>
              ))}
              <th>
                <span className="fw-hidden">{t('word.more')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a setting have no identity but their place
              <tr key={index}>
                {columns.map(column => (
                  <td key={column.key}>
                    <SettingCell
                      type={column.type}
                      options={column.options}
                      label={`${label(column.label)} ${index + 1}`}
                      value={row[column.key]}
                      onChange={value =>
                        onChange(rows.map((one, at) => (at === index ? { ...one, [column.key]: value } : one)))
                      }
                    />
                  </td>
                ))}
                <td className="fw-row-acts">
                  <IconButton
                    icon="copy"
                    size={15}
                    name={t('field.copyRow', { n: index + 1 })}
                    onClick={() => onChange(rows.toSpliced(index + 1, 0, row))}
                  />
                  <IconButton
                    icon="trash"
                    size={15}
                    name={t('field.removeRow', { n: index + 1 })}
                    onClick={() => onChange(rows.filter((_, at) => at !== index))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button size="small" icon="plus" kind="quiet" onClick={() => onChange([...rows, {}])}>
        {t('appSettings.addRow')}
      </Button>
    </div>
  )
}
