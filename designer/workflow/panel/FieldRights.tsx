import { IconButton, Picker } from '../../../runtime/index.ts'
import { GroupHead } from '../../help/GroupHead.tsx'
import { usePageTexts } from '../../texts.ts'
import type { Speaking } from '../words/speaking.ts'
import { panelTexts } from './texts.ts'

type Right = 'read' | 'write' | 'hidden'
type Rights = Readonly<Record<string, Right>>

interface FieldRightsProps {
  readonly speaking: Speaking
  readonly fields: Rights | undefined
  readonly onChange: (fields: Rights | null) => void
}

const RIGHTS: readonly Right[] = ['read', 'write', 'hidden']

/** What is seen and changed at this step: one line for all fields, and one for each that is apart. */
export function FieldRights({ speaking, fields = {}, onChange }: FieldRightsProps) {
  const w = usePageTexts(panelTexts)
  const known = speaking.form?.fieldList ?? []
  const nameOf = (key: string): string => {
    const field = known.find(one => one.key === key)
    return field === undefined ? key : speaking.label(field.label) || key
  }
  const apart = Object.keys(fields).filter(key => key !== '*')
  const set = (key: string, right: Right | null): void => {
    const { [key]: _, ...rest } = fields
    const next = right === null ? rest : { ...fields, [key]: right }
    onChange(Object.keys(next).length === 0 ? null : next)
  }
  const line = (key: string, name: string) => (
    <li key={key}>
      <span className="fw-grow fw-cut">{name}</span>
      <select
        className="fw-input"
        aria-label={`${w('fields')}：${name}`}
        value={fields[key] ?? 'read'}
        onChange={event => set(key, event.target.value as Right)}
      >
        {RIGHTS.map(right => (
          <option key={right} value={right}>
            {w(right)}
          </option>
        ))}
      </select>
      {key === '*' ? null : (
        <IconButton icon="trash" size={15} name={`${w('removeOne')} ${name}`} onClick={() => set(key, null)} />
      )}
    </li>
  )
  return (
    <div className="wf-group">
      <GroupHead name={w('fields')} help="fields" />
      <ul className="wf-rights">
        {apart.map(key => line(key, nameOf(key)))}
        {line('*', w('allFields'))}
      </ul>
      <Picker
        label={w('addField')}
        placeholder={w('addField')}
        items={known.filter(({ key }) => !apart.includes(key)).map(({ key }) => ({ key, text: nameOf(key) }))}
        chosen={[]}
        onChoose={([key]) => (key === undefined ? undefined : set(key, fields['*'] === 'write' ? 'read' : 'write'))}
      />
    </div>
  )
}
