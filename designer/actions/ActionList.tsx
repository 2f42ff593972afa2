import { useMemo, useState } from 'react'
import type { Scopes } from '../../engine/definition/environment.ts'
import { Button, Icon, IconButton, MenuList, Popover } from '../../runtime/index.ts'
import type { Action } from '../../schemas/generated/definition.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { GroupHead } from '../help/GroupHead.tsx'
import { useDraft } from '../model/draft.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { type Speaking, speakingOf } from '../workflow/words/speaking.ts'
import { ActionRows } from './ActionRows.tsx'
import { actionTexts } from './texts.ts'

interface ActionListProps {
  readonly name: string
  /** key of the form whose record they act on */
  readonly form: string
  readonly actions: readonly Action[]
  /** null: none are left */
  readonly onChange: (actions: readonly Action[] | null) => void
  /** one must stay */
  readonly required?: boolean
  /** people known here beside the form's fields, as paths */
  readonly people: readonly string[]
  readonly scopes: Scopes
}

const KINDS = ['notify', 'task', 'update', 'move', 'start'] as const
export type EditedKind = (typeof KINDS)[number]

/** What is done, one after the other: each a sentence that opens. Kinds without rows of their own stay as they are. */
export function ActionList({ name, form, actions, onChange, required = false, people, scopes }: ActionListProps) {
  const { language } = useDesign()
  const w = usePageTexts(actionTexts)
  const definition = useDraft(state => state.definition)
  const [opened, setOpened] = useState<number | null>(null)
  const speaking = useMemo(
    () => (definition === null ? undefined : speakingOf(nameSpaceOf(definition), form, language)),
    [definition, form, language],
  )
  if (speaking === undefined) return null
  const put = (at: number, action: Action | null): void => {
    const next = action === null ? actions.toSpliced(at, 1) : actions.with(at, action)
    onChange(next.length === 0 ? null : next)
  }
  const add = (kind: EditedKind): void => {
    setOpened(actions.length)
    onChange([...actions, beginning(kind, speaking, people[0] ?? 'owner')])
  }
  return (
    <div className="wf-group">
      <GroupHead name={name} help="do" />
      <ol className="fa-list">
        {actions.map((action, at) => {
          const isOpen = opened === at
          const known = KINDS.find(kind => kind === action.do)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: actions have no identity but their place
            <li key={at}>
              <div className="fa-head">
                <button
                  type="button"
                  className="fa-sentence"
                  aria-expanded={known === undefined ? undefined : isOpen}
                  disabled={known === undefined}
                  onClick={() => setOpened(isOpen ? null : at)}
                >
                  {known === undefined ? null : <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={14} />}
                  <span>{speaking.actions([action])}</span>
                </button>
                {required && actions.length === 1 ? null : (
                  <IconButton icon="trash" size={15} name={w('remove')} onClick={() => put(at, null)} />
                )}
              </div>
              {isOpen && known !== undefined ? (
                <ActionRows
                  speaking={speaking}
                  action={action}
                  people={people}
                  scopes={scopes}
                  onChange={one => put(at, one)}
                />
              ) : null}
            </li>
          )
        })}
      </ol>
      <Popover
        trigger={props => (
          <Button size="small" kind="quiet" icon="plus" {...props}>
            {w('add')}
          </Button>
        )}
      >
        {close => (
          <MenuList
            label={w('add')}
            close={close}
            items={KINDS.filter(kind => possible(kind, speaking)).map(kind => ({
              key: kind,
              text: w(kind),
              run: () => add(kind),
            }))}
          />
        )}
      </Popover>
    </div>
  )
}

const stagesOf = ({ form }: Speaking) => form?.definition?.stages?.pipeline ?? []
const workflowsOf = ({ space, form }: Speaking) =>
  (space.definition.workflows ?? []).filter(one => one.form === form?.key)

const possible = (kind: EditedKind, speaking: Speaking): boolean =>
  kind === 'move' ? stagesOf(speaking).length > 0 : kind === 'start' ? workflowsOf(speaking).length > 0 : true

/** An action of a kind that works as it is. */
function beginning(kind: EditedKind, speaking: Speaking, person: string): Action {
  const title = `{${speaking.form?.titleField || 'id'}}`
  const text = (key: 'news' | 'todo') => ({
    zh: actionTexts[key][0].replace('{{title}}', title),
    en: actionTexts[key][1].replace('{{title}}', title),
  })
  const field = (speaking.form?.fieldList ?? []).find(({ computed, kind: type }) => !computed && type !== 'stage')
  switch (kind) {
    case 'notify':
      return { do: 'notify', to: `{${person}}`, message: text('news') }
    case 'task':
      return { do: 'task', to: `{${person}}`, title: text('todo') }
    case 'update':
      return { do: 'update', set: field === undefined ? {} : { [field.key]: null } }
    case 'move':
      return { do: 'move', to: stagesOf(speaking)[0]?.key ?? '' }
    case 'start':
      return { do: 'start', workflow: workflowsOf(speaking)[0]?.key ?? '' }
  }
}
