import { useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import { optionText } from '../../engine/record/value-words.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { useNames } from '../app/directory.ts'
import { groupDigits } from '../app/format.ts'
import { shapeOf } from '../app/shape.ts'
import { useText } from '../i18n/useText.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Popover } from '../ui/Menu.tsx'
import { ConditionEditor } from './ConditionEditor.tsx'
import { type Condition, needsValue, operatorText } from './filters.ts'
import { useRecordTitle } from './useRecordTitle.ts'

/** The filter as chips in words; a press on one changes it. */
export function FilterBar({
  form,
  conditions,
  onChange,
}: {
  readonly form: CompiledForm
  readonly conditions: readonly Condition[]
  readonly onChange: (conditions: readonly Condition[]) => void
}) {
  const { t } = useText()
  if (conditions.length === 0) return null
  return (
    <div className="fw-filter-bar">
      {conditions.map((condition, index) => (
        <ConditionChip
          key={`${condition.field} ${condition.op} ${String(condition.value)}`}
          form={form}
          condition={condition}
          onChange={next => onChange(conditions.map((one, at) => (at === index ? next : one)))}
          onRemove={() => onChange(conditions.filter((_, at) => at !== index))}
        />
      ))}
      <AddCondition form={form} onAdd={condition => onChange([...conditions, condition])} quiet />
      <Button kind="link" size="small" onClick={() => onChange([])}>
        {t('table.clearFilter')}
      </Button>
    </div>
  )
}

export function AddCondition({
  form,
  onAdd,
  quiet = false,
}: {
  readonly form: CompiledForm
  readonly onAdd: (condition: Condition) => void
  readonly quiet?: boolean
}) {
  const { t } = useText()
  return (
    <Popover
      className="fw-condition-popover"
      trigger={props => (
        <Button kind="quiet" size={quiet ? 'small' : 'normal'} icon={quiet ? 'plus' : 'filter'} {...props}>
          {t(quiet ? 'table.addFilter' : 'table.filter')}
        </Button>
      )}
    >
      {close => (
        <ConditionEditor
          form={form}
          onApply={condition => {
            onAdd(condition)
            close()
          }}
        />
      )}
    </Popover>
  )
}

function ConditionChip({
  form,
  condition,
  onChange,
  onRemove,
}: {
  readonly form: CompiledForm
  readonly condition: Condition
  readonly onChange: (condition: Condition) => void
  readonly onRemove: () => void
}) {
  const { t } = useText()
  const words = useConditionWords(form, condition)
  const [round, setRound] = useState(0)
  return (
    <span className="fw-filter-chip">
      <Popover
        className="fw-condition-popover"
        trigger={props => (
          <button type="button" {...props} aria-label={t('filter.edit', { text: words })}>
            {words}
          </button>
        )}
      >
        {close => (
          <ConditionEditor
            key={round}
            form={form}
            condition={condition}
            onApply={next => {
              onChange(next)
              setRound(round + 1)
              close()
            }}
          />
        )}
      </Popover>
      <IconButton icon="close" size={13} name={t('filter.remove', { text: words })} onClick={onRemove} />
    </span>
  )
}

/** "阶段 是其中之一 报价、谈判" */
function useConditionWords(form: CompiledForm, { field: key, op, value }: Condition): string {
  const { t, label } = useText()
  const app = useOpenApp()
  const names = useNames()
  const field = form.fields.get(key)
  const shape = field === undefined ? undefined : shapeOf(app.compiled, form, field)
  const related = useRecordTitle(
    app,
    shape?.kind === 'relation' ? shape.target : undefined,
    typeof value === 'string' ? value : undefined,
  )
  const one = (item: string): string => {
    if (shape === undefined) return item
    if (shape.library !== undefined) return optionText(shape, item, text => label(text))
    if (shape.kind === 'user') return names.person(item)
    if (shape.kind === 'department') return names.department(item)
    if (shape.kind === 'relation') return related ?? '…'
    return shape.kind === 'percent' ? `${item}%` : ['number', 'money'].includes(shape.kind) ? groupDigits(item) : item
  }
  const items: readonly string[] = value === undefined ? [] : typeof value === 'string' ? [value] : value
  const words = [label(field?.label), t(operatorText(op))]
  return (needsValue(op) ? [...words, items.map(one).join('、')] : words).join(' ')
}
