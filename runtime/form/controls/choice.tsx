// biome-ignore-all lint/a11y/useSemanticElements: a group of buttons inside a field, named by the field
import { optionText } from '../../../engine/record/value-words.ts'
import { useText } from '../../i18n/useText.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Picker } from '../../ui/Picker.tsx'
import { Tag } from '../../ui/Tag.tsx'
import type { ControlProps } from '../control.ts'

const keysOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((key): key is string => typeof key === 'string' && key !== '')

/** Few options are shown at once: one touch instead of two. */
const CHIPS_UP_TO = 5
const CHIPS_LETTERS = 36

/** Options of a library: those that may be chosen now, and those already chosen. */
export function SelectControl(props: ControlProps) {
  const { t, label } = useText()
  const { shape, field, options, value, values } = props
  const chosen = keysOf(value)
  const multiple = field.list
  const all = [...(shape.library?.options.values() ?? [])]
  const offered = all.filter(
    option => chosen.includes(option.key) || (option.active && (options === undefined || options.has(option.key))),
  )
  const change = (keys: readonly string[]) => props.onChange(multiple ? keys : (keys[0] ?? null))
  const parent = (field.definition as { parent?: string } | undefined)?.parent
  const parentField = parent === undefined ? undefined : props.record.form.fields.get(parent)
  const waits =
    parent !== undefined && (values[parent] === null || values[parent] === undefined || values[parent] === '')
  const letters = offered.reduce((sum, option) => sum + [...label(option.label)].length + 2, 0)
  if (!props.cell && parent === undefined && all.length > 0 && all.length <= CHIPS_UP_TO && letters <= CHIPS_LETTERS)
    return (
      <Chips
        {...props}
        chosen={chosen}
        items={offered.map(option => ({ ...option, text: label(option.label) }))}
        change={change}
      />
    )
  return (
    <Picker
      id={props.id}
      label={props.label}
      items={offered.map(option => ({
        key: option.key,
        text: label(option.label),
        view: option.color === undefined ? undefined : <Tag color={option.color}>{label(option.label)}</Tag>,
      }))}
      chosen={chosen}
      multiple={multiple}
      onChoose={change}
      disabled={waits && chosen.length === 0}
      placeholder={waits ? t('field.chooseParent', { field: label(parentField?.label) }) : t('field.choose')}
      shown={
        <span className="fw-values">
          {chosen.map(key => (
            <Tag key={key} color={shape.library?.options.get(key)?.color}>
              {optionText(shape, key, text => label(text))}
            </Tag>
          ))}
        </span>
      }
      invalid={props.invalid}
      required={props.required}
      describedBy={props.describedBy}
      onBlur={props.onBlur}
    />
  )
}

interface ChipsProps extends ControlProps {
  readonly items: readonly { readonly key: string; readonly text: string; readonly color?: string | undefined }[]
  readonly chosen: readonly string[]
  readonly change: (keys: readonly string[]) => void
}

function Chips({ id, label, items, chosen, change, field, describedBy, onBlur, invalid }: ChipsProps) {
  const multiple = field.list
  const press = (key: string) => {
    if (chosen.includes(key)) change(chosen.filter(item => item !== key))
    else change(multiple ? [...chosen, key] : [key])
  }
  return (
    <div
      id={id}
      className={invalid ? 'fw-chips is-invalid' : 'fw-chips'}
      role="group"
      aria-label={label}
      aria-describedby={describedBy}
      tabIndex={-1}
    >
      {items.map(item => (
        <button
          key={item.key}
          type="button"
          className="fw-chip"
          data-color={item.color ?? 'grey'}
          aria-pressed={chosen.includes(item.key)}
          onClick={() => press(item.key)}
          onBlur={onBlur}
        >
          {item.text}
        </button>
      ))}
    </div>
  )
}

/** A library with parents, searched over all its levels: "制造业 / 汽车". Any level may be chosen. */
export function CascadeControl(props: ControlProps) {
  const { label } = useText()
  const { shape, value } = props
  const chosen = keysOf(value)
  const options = [...(shape.library?.options.values() ?? [])].filter(
    option =>
      chosen.includes(option.key) || (option.active && (props.options === undefined || props.options.has(option.key))),
  )
  const items = options
    .map(option => ({ key: option.key, text: optionText(shape, option.key, text => label(text)) }))
    .sort((a, b) => a.text.localeCompare(b.text, 'zh'))
  return (
    <Picker
      id={props.id}
      label={props.label}
      items={items}
      chosen={chosen}
      onChoose={keys => props.onChange(keys[0] ?? null)}
      shown={<span>{chosen.map(key => optionText(shape, key, text => label(text))).join('、')}</span>}
      invalid={props.invalid}
      required={props.required}
      describedBy={props.describedBy}
      onBlur={props.onBlur}
    />
  )
}

export function YesNoControl({ id, value, onChange, onBlur, label, describedBy, required }: ControlProps) {
  const { t } = useText()
  return (
    <div className="fw-chips" role="group" aria-label={label} id={id} aria-describedby={describedBy} tabIndex={-1}>
      {[true, false].map(one => (
        <button
          key={String(one)}
          type="button"
          className="fw-chip"
          data-color={one ? 'blue' : 'grey'}
          aria-pressed={value === one}
          onClick={() => onChange(value === one && !required ? null : one)}
          onBlur={onBlur}
        >
          {t(one ? 'word.yes' : 'word.no')}
        </button>
      ))}
    </div>
  )
}

/** Words of one's own: Enter or a comma makes one. */
export function TagsControl(props: ControlProps) {
  const { t } = useText()
  const tags = keysOf(props.value)
  const add = (text: string) => {
    const made = text
      .split(/[,，;；\n]/)
      .map(part => part.trim())
      .filter(part => part !== '' && !tags.includes(part))
    if (made.length > 0) props.onChange([...tags, ...new Set(made)])
  }
  return (
    <div className="fw-input fw-tags-box">
      {tags.map(tag => (
        <span key={tag} className="fw-tag">
          {tag}
          <button
            type="button"
            aria-label={t('field.removeTag', { tag })}
            onClick={() => props.onChange(tags.filter(one => one !== tag))}
          >
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      <input
        id={props.id}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        placeholder={tags.length === 0 ? t('field.addTag') : ''}
        enterKeyHint="done"
        onKeyDown={event => {
          const input = event.currentTarget
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault()
            add(input.value)
            input.value = ''
          } else if (event.key === 'Backspace' && input.value === '') props.onChange(tags.slice(0, -1))
        }}
        onBlur={event => {
          add(event.currentTarget.value)
          event.currentTarget.value = ''
          props.onBlur()
        }}
      />
    </div>
  )
}
