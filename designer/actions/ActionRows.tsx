import type { Scopes } from '../../engine/definition/environment.ts'
import type { Action } from '../../schemas/generated/definition.ts'
import { PeoplePicker } from '../people/PeoplePicker.tsx'
import { ChoiceRow, TextRow } from '../properties/inputs.tsx'
import { usePageTexts } from '../texts.ts'
import type { Speaking } from '../workflow/words/speaking.ts'
import { actionTexts } from './texts.ts'

interface ActionRowsProps {
  readonly speaking: Speaking
  readonly action: Action
  readonly people: readonly string[]
  readonly scopes: Scopes
  readonly onChange: (action: Action) => void
}

/** What one action says: to whom, which text, which field becomes what. */
export function ActionRows({ speaking, action, people, scopes, onChange }: ActionRowsProps) {
  const w = usePageTexts(actionTexts)
  switch (action.do) {
    case 'notify':
    case 'task': {
      const isNotice = action.do === 'notify'
      const text = isNotice ? action.message : action.title
      const say = (language: 'zh' | 'en', value: string): void => {
        const next = { ...text, [language]: value }
        onChange(isNotice ? { ...action, message: next } : { ...action, title: next })
      }
      return (
        <>
          <PeoplePicker
            name={w('to')}
            place={speaking}
            scopes={people}
            known={scopes}
            value={action.to}
            onChange={to => onChange({ ...action, to: to ?? '{owner}' })}
          />
          <TextRow
            name={w(isNotice ? 'messageZh' : 'titleZh')}
            lines={2}
            value={text.zh ?? ''}
            onChange={value => say('zh', value)}
          />
          <TextRow
            name={w(isNotice ? 'messageEn' : 'titleEn')}
            hint={w('messageHint')}
            lines={2}
            value={text.en ?? ''}
            onChange={value => say('en', value)}
          />
          {action.do === 'task' ? <DueRow action={action} onChange={onChange} /> : null}
        </>
      )
    }
    case 'update':
      return <UpdateRows speaking={speaking} action={action} onChange={onChange} />
    case 'move':
      return (
        <ChoiceRow
          name={w('stage')}
          value={action.to}
          options={(speaking.form?.definition?.stages?.pipeline ?? []).map(
            one => [one.key, speaking.label(one.label)] as const,
          )}
          onChange={to => onChange({ ...action, to })}
        />
      )
    case 'start':
      return (
        <ChoiceRow
          name={w('workflow')}
          value={action.workflow}
          options={(speaking.space.definition.workflows ?? []).map(one => [one.key, speaking.label(one.name)] as const)}
          onChange={workflow => onChange({ ...action, workflow })}
        />
      )
    default:
      return null
  }
}

const DAYS = /^=NOW\(\) \+ (\d+)$/

/** Due so many days from now; another due date (a formula) is left alone. */
function DueRow({
  action,
  onChange,
}: {
  readonly action: Extract<Action, { do: 'task' }>
  readonly onChange: (action: Action) => void
}) {
  const w = usePageTexts(actionTexts)
  const days = DAYS.exec(String(action.due ?? ''))?.[1]
  if (action.due !== undefined && days === undefined) return null
  return (
    <TextRow
      name={w('due')}
      numeric
      value={days ?? ''}
      onChange={text => {
        const { due: _, ...rest } = action
        onChange(/^\d{1,4}$/.test(text) ? { ...rest, due: `=NOW() + ${text}` } : rest)
      }}
    />
  )
}

interface UpdateRowsProps {
  readonly speaking: Speaking
  readonly action: Extract<Action, { do: 'update' }>
  readonly onChange: (action: Action) => void
}

function UpdateRows({ speaking, action, onChange }: UpdateRowsProps) {
  const w = usePageTexts(actionTexts)
  const fields = (speaking.form?.fieldList ?? []).filter(({ computed, kind }) => !computed && kind !== 'stage')
  return Object.entries(action.set).map(([key, value]) => (
    <div key={key} className="fa-set">
      <ChoiceRow
        name={w('field')}
        value={key}
        options={fields.map(field => [field.key, speaking.label(field.label) || field.key] as const)}
        onChange={next =>
          onChange({
            ...action,
            set: Object.fromEntries(Object.entries(action.set).map(([k, v]) => (k === key ? [next, null] : [k, v]))),
          })
        }
      />
      <TextRow
        name={w('value')}
        hint={w('valueHint')}
        value={value === null || value === undefined ? '' : String(value)}
        onChange={text => onChange({ ...action, set: { ...action.set, [key]: text === '' ? null : text } })}
      />
    </div>
  ))
}
