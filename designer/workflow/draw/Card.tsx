import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { Icon } from '../../../runtime/index.ts'
import { errorMessage } from '../../../schemas/errors/catalogue.ts'
import { usePageTexts } from '../../texts.ts'
import type { Item } from '../graph/shape.ts'
import { workflowTexts } from '../texts.ts'
import { type Told, tellNode, tellStart, tellWay } from '../words/tell.ts'
import { type Drawing, useDrawing } from './context.ts'
import { kindIcons } from './kindIcons.ts'

export interface CardData extends Record<string, unknown> {
  readonly item: Item
  /** the way the ＋ below stands on; undefined: branches follow, or nothing */
  readonly way: string | undefined
}

/** A mouse carries steps; a finger moves the drawing. */
const CARRIES = typeof matchMedia === 'function' && !matchMedia('(pointer: coarse)').matches

const tell = ({ speaking, workflow, workflows }: Drawing, item: Item): Told =>
  item.kind === 'start'
    ? tellStart(speaking, workflow)
    : item.kind === 'branch'
      ? tellWay(speaking, item.way, item.of, item.last)
      : tellNode(speaking, item.node, workflows)

/** A step, the start or the head of a branch as a card: what it is called, what it does in a sentence, what is wrong with it, and the ＋ below it. */
export const Card = memo(function Card({ data }: NodeProps) {
  const { item, way } = data as CardData
  const drawing = useDrawing()
  const w = usePageTexts(workflowTexts)
  const told = tell(drawing, item)
  const selected = drawing.selected === item.id
  const findings = drawing.findings.get(item.id) ?? []
  const type = item.kind === 'node' ? item.node.type : item.kind
  const meeting = item.kind === 'node' && item.meeting
  const text = meeting ? '' : told.text
  const messages = findings.map(({ code, params }) => errorMessage(code, params, drawing.speaking.language))
  return (
    <div className={`wf-item is-${type}${meeting ? ' is-meeting' : ''}`}>
      <button
        type="button"
        data-item={item.id}
        className={item.kind === 'node' && CARRIES ? 'wf-card nopan' : 'wf-card'}
        tabIndex={selected ? 0 : -1}
        aria-current={selected ? 'true' : undefined}
        title={messages.length > 0 ? messages.join('\n') : text}
        // A click that no pointer made is the Enter key: it goes on into the panel.
        onClick={event => drawing.select(item.id, event.detail === 0)}
        onPointerDown={event => {
          if (item.kind === 'node' && !meeting) drawing.carry(event, item.id, told.title)
        }}
      >
        {meeting ? (
          <span className="wf-title">{told.title}</span>
        ) : (
          <>
            {item.kind === 'branch' ? null : (
              <span className="wf-icon">
                <Icon name={item.kind === 'node' ? kindIcons[item.node.type] : 'person'} size={15} />
              </span>
            )}
            <span className="wf-words">
              <span className="wf-title">{told.title}</span>
              {text === '' ? null : <span className={`wf-text${told.warn === true ? ' is-warning' : ''}`}>{text}</span>}
            </span>
          </>
        )}
        {findings.length === 0 ? null : (
          <span className={`wf-badge${findings.some(({ severity }) => severity === 'error') ? '' : ' is-warning'}`}>
            {findings.length}
            <span className="fw-hidden">{w('findings', { count: findings.length })}</span>
          </span>
        )}
      </button>
      {way === undefined ? null : (
        <button
          type="button"
          className="wf-plus nopan"
          tabIndex={-1}
          data-way={way}
          aria-label={w('insertAfter', { name: told.title })}
          onClick={event => drawing.ask(way, event.currentTarget)}
        >
          <Icon name="plus" size={14} />
        </button>
      )}
      {item.kind === 'node' && ['exclusive', 'parallel', 'inclusive'].includes(item.node.type) && way === undefined ? (
        <button type="button" className="wf-branch nopan" tabIndex={-1} onClick={() => drawing.addBranch(item.id)}>
          {w('addBranch')}
        </button>
      ) : null}
    </div>
  )
})
