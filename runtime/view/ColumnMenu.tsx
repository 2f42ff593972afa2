import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Menu.tsx'
import { filterableFields } from './ConditionEditor.tsx'

/** Which columns stand in the table; the title always does. */
export function ColumnMenu({
  app,
  form,
  columns,
  onChange,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly columns: readonly CompiledField[]
  readonly onChange: (columns: readonly string[]) => void
}) {
  const { t, label } = useText()
  const shown = columns.map(({ key }) => key)
  const all = filterableFields(form, key => app.right(form.key, key) !== undefined).filter(
    ({ kind }) => kind !== 'subform',
  )
  return (
    <Popover
      trigger={props => (
        <Button kind="quiet" icon="columns" {...props}>
          {t('table.columns')}
        </Button>
      )}
    >
      {() => (
        <div className="fw-column-list">
          {all.map(field => (
            <label key={field.key} className="fw-check">
              <input
                type="checkbox"
                checked={shown.includes(field.key)}
                disabled={field.key === form.titleField}
                onChange={event =>
                  onChange(event.target.checked ? [...shown, field.key] : shown.filter(key => key !== field.key))
                }
              />
              {label(field.label)}
            </label>
          ))}
        </div>
      )}
    </Popover>
  )
}
