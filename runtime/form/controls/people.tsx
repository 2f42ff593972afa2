import { useDirectory } from '../../app/directory.ts'
import { useText } from '../../i18n/useText.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Picker, type PickerItem } from '../../ui/Picker.tsx'
import type { ControlProps } from '../control.ts'

const idsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string' && id !== '')

/** Everybody who is active, to choose from. */
export function usePeopleItems(): readonly PickerItem[] {
  const { people, departments } = useDirectory()
  return [...people.values()]
    .filter(person => person.active)
    .map(person => ({
      key: person.id,
      text: person.name,
      hint: [departments.get(person.department ?? '')?.name, person.title].filter(Boolean).join(' · '),
      view: (
        <span className="fw-person">
          <Avatar name={person.name} size={22} /> {person.name}
        </span>
      ),
    }))
}

export function UserControl(props: ControlProps) {
  const { t } = useText()
  const { people } = useDirectory()
  const items = usePeopleItems()
  const chosen = idsOf(props.value)
  return (
    <Picker
      id={props.id}
      label={props.label}
      items={items}
      chosen={chosen}
      multiple={props.field.list}
      placeholder={t('field.person')}
      shown={
        <span className="fw-values">
          {chosen.map(id => {
            const name = people.get(id)?.name ?? ''
            return (
              <span key={id} className="fw-person">
                <Avatar name={name} size={20} /> {name}
              </span>
            )
          })}
        </span>
      }
      onChoose={keys => props.onChange(props.field.list ? keys : (keys[0] ?? null))}
      invalid={props.invalid}
      required={props.required}
      describedBy={props.describedBy}
      onBlur={props.onBlur}
    />
  )
}

export function DepartmentControl(props: ControlProps) {
  const { t } = useText()
  const { departments } = useDirectory()
  const pathOf = (id: string): string => {
    const names: string[] = []
    for (let at = departments.get(id); at !== undefined && names.length < 10; at = departments.get(at.parent ?? ''))
      names.unshift(at.name)
    return names.join(' / ')
  }
  return (
    <Picker
      id={props.id}
      label={props.label}
      items={[...departments.keys()]
        .map(id => ({ key: id, text: pathOf(id) }))
        .sort((a, b) => a.text.localeCompare(b.text, 'zh'))}
      chosen={idsOf(props.value)}
      multiple={props.field.list}
      placeholder={t('field.department')}
      onChoose={keys => props.onChange(props.field.list ? keys : (keys[0] ?? null))}
      invalid={props.invalid}
      required={props.required}
      describedBy={props.describedBy}
      onBlur={props.onBlur}
    />
  )
}
