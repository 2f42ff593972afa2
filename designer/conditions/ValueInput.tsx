import { labelText } from '../../engine/definition/labels.ts'
import { Decimal } from '../../engine/expression/index.ts'
import { Picker } from '../../runtime/index.ts'
import { peopleChoices } from '../people/choices.ts'
import { readPeople, writePerson } from '../people/people.ts'
import { personText } from '../people/say.ts'
import { PlainInput } from '../properties/PlainInput.tsx'
import { usePageTexts } from '../texts.ts'
import type { Editor } from './editor.ts'
import { type ConditionField, isPercent, optionsOf } from './fields.ts'
import { daysFromToday, type Row, writeDaysFromToday } from './term.ts'
import { conditionTexts } from './texts.ts'

interface ValueInputProps {
  readonly editor: Editor
  readonly field: ConditionField
  readonly row: Row
  readonly onChange: (values: readonly string[]) => void
}

/** What a field is compared with: options, people, roles and dates to choose, numbers and texts to type, another field or a setting. */
export function ValueInput({ editor, field, row, onChange }: ValueInputProps) {
  const { compare } = row
  if (compare === 'oneOf' || compare === 'noneOf')
    return <OptionsInput editor={editor} field={field} row={row} onChange={onChange} />
  if (compare === 'hasRole' || compare === 'hasNoRole')
    return <RoleInput editor={editor} field={field} row={row} onChange={onChange} />
  if (compare === 'daysAgo') return <DaysInput row={row} onChange={onChange} />
  switch (field.kind) {
    case 'user':
      return <PersonInput editor={editor} field={field} row={row} onChange={onChange} />
    case 'options':
      return <OptionInput editor={editor} field={field} row={row} onChange={onChange} />
    case 'number':
    case 'date':
      return <OperandInput editor={editor} field={field} row={row} onChange={onChange} />
    default:
      return (
        <LiteralInput kind="text" field={field} value={row.values[0] ?? ''} onChange={value => onChange([value])} />
      )
  }
}

const unquote = (text: string): string => (/^".*"$/s.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text)
const quote = (text: string): string => (text === '' ? '' : `"${text.replaceAll('"', '""')}"`)

function OptionsInput({ editor, field, row, onChange }: ValueInputProps) {
  const w = usePageTexts(conditionTexts)
  return (
    <div className="fc-value">
      <Picker
        label={w('value')}
        multiple
        clearable={false}
        items={optionsOf(editor.place, field)}
        chosen={row.values}
        onChoose={onChange}
      />
    </div>
  )
}

/** One option of a field that holds several. */
function OptionInput({ editor, field, row, onChange }: ValueInputProps) {
  const w = usePageTexts(conditionTexts)
  return (
    <div className="fc-value">
      <Picker
        label={w('value')}
        clearable={false}
        items={optionsOf(editor.place, field)}
        chosen={row.values.map(unquote)}
        onChoose={keys => onChange(keys.map(quote))}
      />
    </div>
  )
}

function RoleInput({ editor: { place }, row, onChange }: ValueInputProps) {
  const w = usePageTexts(conditionTexts)
  const roles = place.space.definition.roles ?? []
  return (
    <div className="fc-value">
      <Picker
        label={w('value')}
        clearable={false}
        items={roles.map(({ key, label }) => ({ key, text: labelText(label, place.language) ?? key }))}
        chosen={row.values}
        onChoose={onChange}
      />
    </div>
  )
}

function PersonInput({ editor: { place }, row, onChange }: ValueInputProps) {
  const w = usePageTexts(conditionTexts)
  const scopes = place.people.includes('$user') ? place.people : ['$user', ...place.people]
  const chosen = readPeople(row.values[0] ?? '')
  const all = new Map([...peopleChoices(place, scopes), ...chosen].map(person => [writePerson(person), person]))
  return (
    <div className="fc-value">
      <Picker
        label={w('value')}
        clearable={false}
        items={[...all]
          .filter(([, { kind }]) => kind !== 'role' && kind !== 'managers')
          .map(([key, person]) => ({ key, text: personText(place, person) }))}
        chosen={chosen.map(writePerson)}
        onChoose={onChange}
      />
    </div>
  )
}

function DaysInput({ row, onChange }: Pick<ValueInputProps, 'row' | 'onChange'>) {
  const w = usePageTexts(conditionTexts)
  return (
    <div className="fc-value fc-days">
      <PlainInput
        name={w('value')}
        numeric
        value={row.values[0] ?? ''}
        onChange={value => onChange([/^\d{1,6}$/.test(value) ? value : ''])}
      />
      <span>{w('days')}</span>
    </div>
  )
}

const settingKinds: Readonly<Record<string, readonly string[]>> = {
  number: ['number', 'money', 'percent'],
  date: ['date'],
}

/** A number or date: typed, a setting a director tunes, or another field. */
function OperandInput({ editor, field, row, onChange }: ValueInputProps) {
  const w = usePageTexts(conditionTexts)
  const { place } = editor
  const [value = ''] = row.values
  const settings = (place.space.definition.settings ?? []).filter(({ type }) =>
    settingKinds[field.kind]?.includes(type),
  )
  const others = editor.fields.filter(other => other.kind === field.kind && other.path !== field.path)
  const by = value.startsWith('{$settings.')
    ? 'setting'
    : value.startsWith('{')
      ? 'field'
      : value === 'TODAY()'
        ? 'today'
        : daysFromToday(value) === undefined
          ? 'value'
          : 'relative'
  const first = {
    value: '',
    today: 'TODAY()',
    relative: writeDaysFromToday(7),
    setting: `{$settings.${settings[0]?.key}}`,
    field: `{${others[0]?.path}}`,
  }
  const items =
    by === 'setting'
      ? settings.map(({ key, label }) => ({ key: `{$settings.${key}}`, text: labelText(label, place.language) ?? key }))
      : others.map(({ path, text }) => ({ key: `{${path}}`, text }))
  return (
    <div className="fc-value">
      {settings.length + others.length === 0 && field.kind !== 'date' ? null : (
        <select
          className="fw-input"
          aria-label={w('by')}
          value={by}
          onChange={event => onChange([first[event.target.value as keyof typeof first]])}
        >
          <option value="value">{w('byValue')}</option>
          {field.kind === 'date' ? <option value="today">{w('today')}</option> : null}
          {field.kind === 'date' ? <option value="relative">{w('relative')}</option> : null}
          {settings.length === 0 ? null : <option value="setting">{w('bySetting')}</option>}
          {others.length === 0 ? null : <option value="field">{w('byField')}</option>}
        </select>
      )}
      {by === 'today' ? null : by === 'value' ? (
        <LiteralInput kind={field.kind} field={field} value={value} onChange={next => onChange([next])} />
      ) : by === 'relative' ? (
        <RelativeInput days={daysFromToday(value) ?? 0} onChange={days => onChange([writeDaysFromToday(days)])} />
      ) : (
        <Picker label={w('value')} clearable={false} items={items} chosen={[value]} onChoose={onChange} />
      )}
    </div>
  )
}

interface RelativeInputProps {
  readonly days: number
  readonly onChange: (days: number) => void
}

/** A day counted from today: so many days after it, or before. */
function RelativeInput({ days, onChange }: RelativeInputProps) {
  const w = usePageTexts(conditionTexts)
  const sign = days < 0 ? -1 : 1
  return (
    <span className="fc-number">
      <PlainInput
        name={w('days')}
        numeric
        value={String(Math.abs(days))}
        onChange={typed => /^\d{1,5}$/.test(typed) && onChange(sign * Number(typed))}
      />
      <select
        className="fw-input"
        aria-label={w('direction')}
        value={sign}
        onChange={event => onChange(Math.abs(days) * Number(event.target.value))}
      >
        <option value={1}>{w('daysAfter')}</option>
        <option value={-1}>{w('daysBefore')}</option>
      </select>
    </span>
  )
}

interface LiteralInputProps {
  readonly kind: string
  readonly field: ConditionField
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A constant as it is typed; the formula holds texts and dates in quotation marks, and a percentage as a fraction. */
function LiteralInput({ kind, field, value, onChange }: LiteralInputProps) {
  const w = usePageTexts(conditionTexts)
  const percent = isPercent(field.field)
  if (kind === 'number') {
    const shown = percent && value !== '' ? new Decimal(value).times(100).toFixed() : value
    const keep = (typed: string): void => {
      const plain = typed.replaceAll(',', '').replace(/%$/, '').trim()
      if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(plain)) onChange('')
      else onChange(percent ? new Decimal(plain).dividedBy(100).toFixed() : plain)
    }
    return (
      <span className="fc-number">
        <PlainInput name={w('value')} numeric value={shown} onChange={keep} />
        {percent ? <span>%</span> : null}
      </span>
    )
  }
  if (kind === 'date')
    return (
      <input
        type="date"
        className="fw-input"
        aria-label={w('value')}
        value={unquote(value)}
        onChange={event => onChange(quote(event.target.value))}
      />
    )
  return <PlainInput name={w('value')} value={unquote(value)} onChange={typed => onChange(quote(typed))} />
}
