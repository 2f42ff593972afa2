import { useState } from 'react'
import { Button, Icon, IconButton } from '../../../runtime/index.ts'
import type { Label } from '../../../schemas/generated/definition.ts'
import { choiceWord } from '../../../schemas/words/choices.ts'
import { propertyWord } from '../../../schemas/words/properties.ts'
import { ChoiceRow } from '../../properties/inputs.tsx'
import { useDesign } from '../../texts.ts'
import { choicesFor } from '../context.ts'
import { emptyOf, newItem } from '../empty.ts'
import { type PanelRowProps, usePanelParts } from '../parts.ts'
import type { Shape } from '../shape.ts'

interface ListRowProps extends PanelRowProps {
  readonly shape: Extract<Shape, { kind: 'list' }>
}

type Item = Readonly<Record<string, unknown>>

/** Elements in order: each folds open to its properties; added, moved, removed. */
export function ListRow({ shape, property, name, value, context, onChange }: ListRowProps) {
  const { d } = useDesign()
  const items = (Array.isArray(value) ? value : []) as readonly Item[]
  const [open, setOpen] = useState(-1)
  const keep = (next: readonly Item[]) => onChange(next.length === 0 && !property.required ? undefined : next)
  const add = () => {
    keep([
      ...items,
      newItem(
        shape,
        context,
        items.map(({ key }) => String(key)),
      ) as Item,
    ])
    setOpen(items.length)
  }
  const move = (index: number, to: number) => keep(items.toSpliced(index, 1).toSpliced(to, 0, items[index]!))
  return (
    <div className="fd-row">
      <span className="fd-row-name">{name}</span>
      <ol className="fd-cards">
        {items.map((item, index) => (
          <li key={typeof item.key === 'string' ? item.key : index}>
            <div className="fd-card-head">
              <button type="button" aria-expanded={open === index} onClick={() => setOpen(open === index ? -1 : index)}>
                <Icon name={open === index ? 'chevronDown' : 'chevronRight'} size={14} />
                <ItemName name={name} shape={shape} item={item} index={index} context={context} />
              </button>
              <IconButton
                icon="arrowUp"
                size={14}
                name={`${d('designer.up')} ${index + 1}`}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              />
              <IconButton
                icon="trash"
                size={14}
                name={`${d('designer.remove')} ${index + 1}`}
                onClick={() => keep(items.toSpliced(index, 1))}
              />
            </div>
            {open === index ? (
              <ItemPanel
                shape={shape.item}
                item={item}
                context={context}
                onChange={next => keep(items.with(index, next))}
              />
            ) : null}
          </li>
        ))}
      </ol>
      <Button size="small" icon="plus" onClick={add}>
        {d('designer.add')}
      </Button>
    </div>
  )
}

/** A rule says itself by its message. */
const said = (item: Item): unknown =>
  ((item.invalid ?? item.warn) as { readonly message?: unknown } | undefined)?.message

interface ItemNameProps {
  readonly name: string
  readonly shape: ListRowProps['shape']
  readonly item: Item
  readonly index: number
  readonly context: PanelRowProps['context']
}

/** What a folded item is called: its label, what it does, what it names, or its number. */
function ItemName({ name, shape, item, index, context }: ItemNameProps) {
  const { pair, label } = useDesign()
  const named = label((item.label ?? item.name ?? item.title ?? item.message ?? said(item)) as Label | undefined)
  const kind = shape.item.kind === 'kinds' ? item[shape.item.tag] : (item.event ?? undefined)
  const does = typeof kind === 'string' ? pair(choiceWord('do', kind)) : undefined
  const what = named === '' ? namesIn(shape.item, item, context, { pair, label }) : named
  return <span className="fw-cut">{[does, what].filter(Boolean).join(' · ') || `${name} ${index + 1}`}</span>
}

type Words = Pick<ReturnType<typeof useDesign>, 'pair' | 'label'>

/** The first elements an item names, with what it does to them: `必填: 电话、邮箱`. An item known by its key alone is called by that. */
function namesIn(shape: Shape, item: Item, context: PanelRowProps['context'], { pair, label }: Words): string {
  if (shape.kind !== 'object') return ''
  for (const { name, shape: own } of shape.properties) {
    const keys = [item[name]].flat().filter(one => typeof one === 'string')
    if ((own.kind !== 'key' && own.kind !== 'keys') || keys.length === 0) continue
    const known = new Map(choicesFor(own.refers, context, item, label))
    return `${pair(propertyWord(shape.of, name))}: ${keys.map(key => known.get(key) ?? key).join('、')}`
  }
  return item.key !== undefined && shape.properties.every(({ name }) => name !== 'label') ? String(item.key) : ''
}

interface ItemPanelProps {
  readonly shape: Shape
  readonly item: Item
  readonly context: PanelRowProps['context']
  readonly onChange: (item: Item) => void
}

export function ItemPanel({ shape, item, context, onChange }: ItemPanelProps) {
  const { pair, d } = useDesign()
  const { Panel } = usePanelParts()
  const edit = (patch: Item) =>
    onChange(Object.fromEntries(Object.entries({ ...item, ...patch }).filter(([, value]) => value !== null)))
  if (shape.kind === 'object') return <Panel of={shape.of} value={item} edit={edit} context={context} />
  if (shape.kind !== 'kinds' && shape.kind !== 'byName') return null
  const names = [...shape.members.keys()]
  const current = shape.kind === 'kinds' ? String(item[shape.tag]) : (names.find(one => one in item) ?? 'event')
  const change = (kind: string) =>
    onChange(
      shape.kind === 'kinds'
        ? {
            ...(item.key === undefined ? {} : { key: item.key }),
            ...(emptyOf({ ...shape, members: new Map([[kind, shape.members.get(kind)!]]) }, context) as Item),
          }
        : (emptyOf({ kind: 'object', of: shape.members.get(kind)!, properties: [] }, context) as Item),
    )
  return (
    <>
      <ChoiceRow
        name={d('designer.kind')}
        value={current}
        options={names.map(one => [one, pair(choiceWord(shape.kind === 'kinds' ? shape.tag : 'on', one))])}
        onChange={change}
      />
      <Panel of={shape.members.get(current)!} value={item} edit={edit} context={context} />
    </>
  )
}
