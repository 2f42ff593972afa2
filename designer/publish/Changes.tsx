import { useState } from 'react'
import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { publishTexts } from './texts.ts'
import type { Change } from './types.ts'

const SHOWN = 8

/** Changes in words, those of one element together. `names` tells what the elements of the app are called. */
export function Changes({ changes, names }: { readonly changes: readonly Change[]; readonly names: AppDefinition }) {
  const { label } = useDesign()
  const w = usePageTexts(publishTexts)
  const groups = [...Map.groupBy(changes, ({ path }) => path.split('/').slice(1, 3).join('/'))]
  return (
    <div className="fd-change-groups">
      {groups.map(([head, own]) => {
        const name = nameOf(names, head)
        return <Group key={head} title={name === undefined ? w('app') : label(name)} changes={own} />
      })}
    </div>
  )
}

function Group({ title, changes }: { readonly title: string; readonly changes: readonly Change[] }) {
  const { language } = useDesign()
  const w = usePageTexts(publishTexts)
  const [all, setAll] = useState(false)
  const shown = all || changes.length <= SHOWN + 2 ? changes : changes.slice(0, SHOWN)
  return (
    <section className="fd-change-group">
      <h3>{title}</h3>
      <ul>
        {shown.map(change => (
          <li key={change.path + change.kind} className={`is-${change.kind}`}>
            {change.text[language]}
            {change.opens === true ? <span className="fd-tag is-warning">{w('opens')}</span> : null}
          </li>
        ))}
      </ul>
      {shown.length === changes.length ? null : (
        <button type="button" className="fd-link" onClick={() => setAll(true)}>
          {w('more', { n: changes.length - shown.length })}
        </button>
      )}
    </section>
  )
}

/** `forms/customer` is called 客户; what belongs to no element has no name. */
function nameOf(definition: AppDefinition, head: string): Label | undefined {
  const [list = '', key] = head.split('/')
  const items = (definition as unknown as Readonly<Record<string, unknown>>)[list]
  if (!Array.isArray(items)) return undefined
  const found = (items as { key?: string; name?: Label; label?: Label }[]).find(one => one.key === key)
  return found?.name ?? found?.label
}
