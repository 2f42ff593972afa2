import { useState } from 'react'
import { Icon, IconButton } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { run } from '../model/draft.ts'
import { useDesign } from '../texts.ts'
import { type Part, partOf, parts } from './parts.ts'

interface RailProps {
  readonly definition: AppDefinition
  readonly part: string
  readonly item: string | undefined
  readonly open: (to: string) => void
}

/** Left: the parts of the app; the one being worked on shows its elements. On a phone it folds into one line. */
export function Rail({ definition, part, item, open }: RailProps) {
  const { d, pair, label } = useDesign()
  const [shown, setShown] = useState(false)
  const current = partOf(part)
  const element = current.items?.(definition).find(({ key }) => key === item)
  const go = (to: string) => {
    setShown(false)
    open(to)
  }
  return (
    <nav className={`fd-rail${shown ? ' is-shown' : ''}`} aria-label={d('designer.title')}>
      <button type="button" className="fd-rail-fold" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <Icon name={current.icon} size={16} />
        <span className="fw-cut">
          {pair(current.name)}
          {element === undefined ? '' : ` · ${label(element.name)}`}
        </span>
        <Icon name="chevronDown" size={16} />
      </button>
      <ul className="fd-rail-parts">
        {parts
          .filter(({ hidden }) => hidden !== true)
          .map(one => (
            <RailPart
              key={one.part}
              part={one}
              definition={definition}
              isOpen={one.part === part}
              item={item}
              onOpen={go}
            />
          ))}
      </ul>
    </nav>
  )
}

interface RailPartProps {
  readonly part: Part
  readonly definition: AppDefinition
  readonly isOpen: boolean
  readonly item: string | undefined
  readonly onOpen: (to: string) => void
}

function RailPart({ part, definition, isOpen, item, onOpen }: RailPartProps) {
  const { pair, label } = useDesign()
  const items = part.items?.(definition)
  const current = isOpen
    ? (items?.find(({ key }) => key === item)?.key ?? (part.overview === true ? undefined : items?.[0]?.key))
    : undefined
  const create = () => {
    const made = part.create?.(definition)
    if (made === undefined) return
    run(...made.commands)
    onOpen(`${part.part}/${made.key}`)
  }
  return (
    <li>
      <div className="fd-rail-part">
        <button
          type="button"
          aria-current={isOpen && items === undefined ? 'page' : undefined}
          aria-expanded={items === undefined ? undefined : isOpen}
          onClick={() => onOpen(part.part)}
        >
          <Icon name={part.icon} size={16} />
          <span className="fw-grow">{pair(part.name)}</span>
          {items === undefined || items.length === 0 ? null : <small>{items.length}</small>}
        </button>
        {part.create === undefined ? null : (
          <IconButton icon="plus" size={15} name={pair(part.createName ?? part.name)} onClick={create} />
        )}
      </div>
      {isOpen && items !== undefined ? (
        <ul className="fd-rail-items">
          {items.map(one => (
            <li key={one.key}>
              <button
                type="button"
                className="fd-rail-item"
                aria-current={one.key === current ? 'page' : undefined}
                onClick={() => onOpen(`${part.part}/${one.key}`)}
              >
                {label(one.name) || one.key}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}
