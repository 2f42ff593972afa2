import { useMemo, useState } from 'react'
import { Button, Empty } from '../../runtime/index.ts'
import type { AppDefinition, Form, Role } from '../../schemas/generated/definition.ts'
import { choiceWord } from '../../schemas/words/choices.ts'
import { WhereUsed } from '../check/WhereUsed.tsx'
import { freeKey } from '../commands/names.ts'
import { useElementRemoval } from '../elements/useElementRemoval.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { GroupHead } from '../help/GroupHead.tsx'
import { run } from '../model/draft.ts'
import { ExprRow } from '../panel/rows/ExprRow.tsx'
import { WordsRow } from '../panel/rows/WordsRow.tsx'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { FieldRights } from './FieldRights.tsx'
import {
  grantsOn,
  type Right,
  type RowChoice,
  rights,
  rowChoiceOf,
  rowChoices,
  setPage,
  setRight,
  setRows,
} from './rights.ts'
import { roleTexts } from './texts.ts'
import '../panel/panel.css'
import './roles.css'

/** A role: forms down, rights across, the records they are about, and fields on demand. */
export default function RolePage({ definition, item, selected, onSelect, open, add }: PageProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(roleTexts)
  const take = useElementRemoval(definition)
  const roles = definition.roles ?? []
  const role = roles.find(({ key }) => key === item) ?? roles[0]
  if (role === undefined)
    return (
      <div className="fd-page">
        <Empty icon="people" title={w('none')} hint={w('hint')} action={add} />
      </div>
    )
  const set = (values: Readonly<Record<string, unknown>>) => run({ do: 'set', at: ['roles', role.key], set: values })
  const duplicate = () => {
    const key = freeKey(
      'role',
      roles.map(one => one.key),
    )
    const named = { zh: `${label(role.label)} 2`, en: `${role.label.en ?? label(role.label)} 2` }
    run({ do: 'add', to: ['roles'], element: { ...role, key, label: named }, after: role.key })
    open(`roles/${key}`)
  }
  const remove = async () => {
    const title = w('removeAsk', { name: label(role.label) })
    if (await take('roles', role.key, { title, hint: w('removeHint') })) open('roles')
  }
  return (
    <div className="fd-page is-wide" key={role.key}>
      <header className="fd-page-head">
        <h1>{label(role.label) || role.key}</h1>
        <Button size="small" icon="copy" onClick={duplicate}>
          {w('duplicate')}
        </Button>
        <Button size="small" kind="danger" icon="trash" onClick={() => void remove()}>
          {d('designer.remove')}
        </Button>
      </header>
      <p className="fd-hint">{w('hint')}</p>
      <div className="fd-block fd-pair">
        <WordsRow
          name={d('designer.name')}
          value={role.label}
          long={false}
          max={200}
          onChange={next => next !== undefined && set({ label: next })}
        />
      </div>
      <Matrix definition={definition} role={role} form={selected} onForm={onSelect} />
      <Pages definition={definition} role={role} list="views" title={w('views')} />
      <Pages definition={definition} role={role} list="workflows" title={w('workflows')} />
      <div className="fd-block">
        <WhereUsed definition={definition} place={['roles', role.key]} open={open} />
      </div>
    </div>
  )
}

interface MatrixProps {
  readonly definition: AppDefinition
  readonly role: Role
  readonly form: string | null
  readonly onForm: (form: string | null) => void
}

function Matrix({ definition, role, form, onForm }: MatrixProps) {
  const { pair } = useDesign()
  const w = usePageTexts(roleTexts)
  return (
    <div className="fd-block fd-matrix-block">
      <GroupHead name={w('rights')} help="rights" as="h2" />
      <table className="fd-matrix">
        <thead>
          <tr>
            <th scope="col">{w('form')}</th>
            {rights.map(right => (
              <th key={right} scope="col">
                {pair(choiceWord('can', right))}
              </th>
            ))}
            <th scope="col">{w('rows')}</th>
            <th scope="col">{w('fields')}</th>
          </tr>
        </thead>
        <tbody>
          {definition.forms.flatMap(one => {
            const count = Math.max(1, grantsOn(role, one.key).length)
            return Array.from({ length: count }, (_, at) => (
              <FormRights
                key={[one.key, at].join()}
                definition={definition}
                role={role}
                form={one}
                at={at}
                isOpen={form === one.key && at === 0}
                onOpen={() => onForm(form === one.key ? null : one.key)}
              />
            ))
          })}
        </tbody>
      </table>
    </div>
  )
}

interface FormRightsProps {
  readonly definition: AppDefinition
  readonly role: Role
  readonly form: Form
  readonly at: number
  readonly isOpen: boolean
  readonly onOpen: () => void
}

function FormRights({ definition, role, form, at, isOpen, onOpen }: FormRightsProps) {
  const { pair, label } = useDesign()
  const w = usePageTexts(roleTexts)
  const grant = grantsOn(role, form.key)[at]
  const special = Object.keys(grant?.fields ?? {}).length
  const [wanted, setWanted] = useState(false)
  const choice = grant === undefined ? 'all' : rowChoiceOf(grant)
  const shown = wanted ? 'condition' : choice
  const choose = (next: RowChoice) => {
    setWanted(next === 'condition')
    if (next !== 'condition') run(...setRows(role, form.key, next === 'all' ? null : next, at))
  }
  const name = label(form.name)
  const box = (right: Right) => {
    const word = pair(choiceWord('can', right))
    return (
      <td key={right} data-label={word}>
        <input
          type="checkbox"
          aria-label={`${name} ${word}`}
          checked={grant?.can.includes(right) === true}
          onChange={event => run(...setRight(role, form.key, right, event.target.checked, at))}
        />
      </td>
    )
  }
  return (
    <>
      <tr>
        <th scope="row">{name}</th>
        {rights.map(box)}
        <td className="fd-matrix-rows" data-label={w('rows')}>
          {grant === undefined ? null : (
            <select
              className="fw-input"
              aria-label={`${name} ${w('rows')}`}
              value={shown}
              onChange={event => choose(event.target.value as RowChoice)}
            >
              {[...rowChoices, 'condition' as const].map(one => (
                <option key={one} value={one}>
                  {w(one)}
                </option>
              ))}
            </select>
          )}
        </td>
        <td className="fd-matrix-fields" data-label={w('fields')}>
          {grant === undefined || at > 0 ? null : (
            <Button size="small" kind="quiet" aria-expanded={isOpen} onClick={onOpen}>
              {special === 0 ? w('asForm') : `${special}`}
            </Button>
          )}
        </td>
      </tr>
      {grant !== undefined && shown === 'condition' ? (
        <tr className="fd-matrix-below">
          <td colSpan={rights.length + 3}>
            <RowCondition definition={definition} role={role} form={form.key} at={at} />
          </td>
        </tr>
      ) : null}
      {isOpen && grant !== undefined ? (
        <tr className="fd-matrix-below">
          <td colSpan={rights.length + 3}>
            <FieldRights role={role} form={form} grant={grant} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

interface RowConditionProps {
  readonly definition: AppDefinition
  readonly role: Role
  readonly form: string
  readonly at: number
}

/** Which records, where no word says it: a condition, on a line of its own. */
function RowCondition({ definition, role, form, at }: RowConditionProps) {
  const w = usePageTexts(roleTexts)
  const grant = grantsOn(role, form)[at]!
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  return (
    <ExprRow
      primitive="grant"
      property={{ name: 'rows', required: true, shape: { kind: 'expr' } }}
      name={w('condition')}
      value={rowChoiceOf(grant) === 'condition' ? grant.rows : undefined}
      of={{}}
      context={{ definition, space, form }}
      place={undefined}
      onChange={next => typeof next === 'string' && run(...setRows(role, form, next, at))}
    />
  )
}

interface PagesProps {
  readonly definition: AppDefinition
  readonly role: Role
  readonly list: 'views' | 'workflows'
  readonly title: string
}

/** Views to open, workflows to start: ticked or not. */
function Pages({ definition, role, list, title }: PagesProps) {
  const { label } = useDesign()
  const items = definition[list] ?? []
  if (items.length === 0) return null
  const chosen = new Set<string>(role[list] ?? [])
  return (
    <div className="fd-block">
      <GroupHead name={title} help={list} as="h2" />
      <div className="fd-ticks">
        {items.map(item => (
          <label key={item.key}>
            <input
              type="checkbox"
              checked={chosen.has(item.key)}
              onChange={event => run(...setPage(role, list, item.key, event.target.checked))}
            />
            {label('label' in item ? item.label : item.name) || item.key}
          </label>
        ))}
      </div>
    </div>
  )
}
