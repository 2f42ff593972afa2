import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import { optionText } from '../../engine/record/value-words.ts'
import { get, queryText } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordPage } from '../api/types.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { useDirectory } from '../app/directory.ts'
import { type Shape, shapeOf } from '../app/shape.ts'
import { titleOf } from '../app/ValueView.tsx'
import { usePeopleItems } from '../form/controls/people.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Picker } from '../ui/Picker.tsx'
import { type Condition, isComplete, needsValue, type Operator, operatorsOf, operatorText } from './filters.ts'

/** 字段 · 比较 · 值 */
export function ConditionEditor({
  form,
  condition,
  onApply,
}: {
  readonly form: CompiledForm
  readonly condition?: Condition
  readonly onApply: (condition: Condition) => void
}) {
  const { t, label } = useText()
  const app = useOpenApp()
  const id = useId()
  const fields = filterableFields(form, key => app.right(form.key, key) !== undefined).map(field => ({
    field,
    shape: shapeOf(app.compiled, form, field),
  }))
  const [draft, setDraft] = useState<Condition | undefined>(condition)
  const chosen = fields.find(({ field }) => field.key === draft?.field)
  const choose = (key: string) => {
    const found = fields.find(({ field }) => field.key === key)
    const op = found === undefined ? undefined : operatorsOf(found.shape)[0]
    if (op !== undefined) setDraft({ field: key, op })
  }
  return (
    <form
      className="fw-condition"
      onSubmit={event => {
        event.preventDefault()
        if (draft !== undefined && isComplete(draft)) onApply(draft)
      }}
    >
      <Picker
        label={t('filter.field')}
        items={fields
          .filter(({ shape }) => operatorsOf(shape).length > 0)
          .map(({ field }) => ({ key: field.key, text: label(field.label) }))}
        chosen={draft === undefined ? [] : [draft.field]}
        clearable={false}
        placeholder={t('filter.field')}
        onChoose={([key]) => choose(key ?? '')}
      />
      {draft === undefined || chosen === undefined ? null : (
        <>
          <label className="fw-hidden" htmlFor={`${id}-op`}>
            {t('filter.compare')}
          </label>
          <select
            id={`${id}-op`}
            className="fw-select"
            value={draft.op}
            onChange={event => setDraft({ field: draft.field, op: event.target.value as Operator })}
          >
            {operatorsOf(chosen.shape).map(op => (
              <option key={op} value={op}>
                {t(operatorText(op))}
              </option>
            ))}
          </select>
          {needsValue(draft.op) ? (
            <ConditionValue shape={chosen.shape} condition={draft} onChange={value => setDraft({ ...draft, value })} />
          ) : null}
          <Button type="submit" kind="primary" disabled={!isComplete(draft)}>
            {t('filter.apply')}
          </Button>
        </>
      )}
    </form>
  )
}

const SYSTEM = ['owner', 'department', 'created_at', 'created_by', 'updated_at', 'updated_by']

/** Fields one may ask about, the author's first. */
export const filterableFields = (form: CompiledForm, readable: (key: string) => boolean) =>
  [
    ...form.fieldList,
    ...(form.stageField === undefined ? [] : [form.fields.get(form.stageField)!]),
    ...SYSTEM.flatMap(key => form.fields.get(key) ?? []),
  ].filter(field => readable(field.key))

interface ValueProps {
  readonly shape: Shape
  readonly condition: Condition
  readonly onChange: (value: Condition['value']) => void
}

function ConditionValue({ shape, condition, onChange }: ValueProps) {
  const { t, label } = useText()
  const people = usePeopleItems()
  const { departments } = useDirectory()
  const { value, op } = condition
  const chosen: readonly string[] = value === undefined ? [] : typeof value === 'string' ? [value] : value
  const name = t('filter.value')
  const pick = (items: readonly { key: string; text: string }[]) => (
    <Picker
      label={name}
      items={items}
      chosen={chosen}
      multiple={op === 'anyOf'}
      clearable={false}
      onChoose={keysChosen => onChange(op === 'anyOf' ? keysChosen : keysChosen[0])}
    />
  )
  if (shape.library !== undefined)
    return pick(
      [...shape.library.options.values()].map(option => ({
        key: option.key,
        text: optionText(shape, option.key, text => label(text)),
      })),
    )
  if (shape.kind === 'user') return pick(people)
  if (shape.kind === 'department')
    return pick([...departments.values()].map(item => ({ key: item.id, text: item.name })))
  if (shape.kind === 'relation') return <RelationValue shape={shape} chosen={chosen} onChange={onChange} />
  const dated = shape.kind === 'date' || shape.kind === 'datetime'
  const numeric = ['number', 'money', 'percent', 'rating', 'duration'].includes(shape.kind)
  return (
    <input
      className="fw-input"
      aria-label={name}
      placeholder={name}
      type={dated ? 'date' : shape.kind === 'time' ? 'time' : 'text'}
      inputMode={numeric ? 'decimal' : undefined}
      value={String(value ?? '')}
      onChange={event => onChange(numeric ? event.target.value.replace(/[^\d.-]/g, '') : event.target.value)}
    />
  )
}

function RelationValue({
  shape,
  chosen,
  onChange,
}: {
  readonly shape: Shape
  readonly chosen: readonly string[]
  readonly onChange: (value: string | undefined) => void
}) {
  const { t } = useText()
  const app = useOpenApp()
  const form = app.form(shape.target ?? '')
  const [text, setText] = useState('')
  const query = { q: useDeferredValue(text.trim()), limit: 30 }
  const { data, isFetching } = useQuery({
    queryKey: keys.list(app.key, shape.target ?? '', query),
    queryFn: ({ signal }) =>
      get<RecordPage>(`/apps/${app.key}/forms/${shape.target}/records${queryText(query)}`, signal),
    enabled: form !== undefined,
    placeholderData: before => before,
  })
  return (
    <Picker
      label={t('filter.value')}
      items={(data?.records ?? []).map(record => ({
        key: record.id,
        text: (form === undefined ? '' : titleOf(form, record)) || t('table.noTitle'),
      }))}
      chosen={chosen}
      clearable={false}
      loading={isFetching}
      onSearch={setText}
      onChoose={([id]) => onChange(id)}
    />
  )
}
