import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import type { Finding } from '../../engine/index.ts'
import { Icon, IconButton } from '../../runtime/index.ts'
import type { AppDefinition, Form, Stage } from '../../schemas/generated/definition.ts'
import { run } from '../model/draft.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import type { Speaking } from '../workflow/words/speaking.ts'
import { addStage, moveStage, removeStage } from './plans.ts'
import { tellGate } from './tell.ts'
import { stageTexts } from './texts.ts'
import { useRemoval } from './useRemoval.ts'
import { useStanding } from './useStanding.ts'

interface PipelineProps {
  readonly app: string
  readonly definition: AppDefinition
  readonly form: Form
  readonly speaking: Speaking
  readonly selected: string | null
  readonly findingsOf: (stage: string) => readonly Finding[]
  readonly onSelect: (stage: string | null) => void
}

/** px the pointer moves before a press becomes a drag */
const STARTS_AT = 5

/** The stages in their order, side by side (one under the other on a phone): added in every gap, dragged, moved by keys. */
export function Pipeline(props: PipelineProps) {
  const { form, selected, onSelect, app } = props
  const { label } = useDesign()
  const w = usePageTexts(stageTexts)
  const pipeline = form.stages?.pipeline ?? []
  const root = useRef<HTMLOListElement>(null)
  const [drag, setDrag] = useState<{ readonly stage: string; readonly to: number } | null>(null)
  const remove = useRemoval(app, form)
  const focus = (key: string) =>
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`[data-stage="${key}"]`)?.focus())
  const add = (after: string | null) => {
    const made = addStage(form, after)
    run(...made.commands)
    onSelect(made.key)
  }
  const place = (stage: string, to: number) => {
    run(...moveStage(form, stage, to))
    focus(stage)
  }
  const pick = (event: PointerEvent, stage: string) => {
    if (event.button !== 0) return
    const from = { x: event.clientX, y: event.clientY }
    let to = -1
    const move = (now: globalThis.PointerEvent) => {
      if (to < 0 && Math.hypot(now.clientX - from.x, now.clientY - from.y) < STARTS_AT) return
      const others = [...(root.current?.querySelectorAll<HTMLElement>('[data-stage]') ?? [])].filter(
        card => card.dataset.stage !== stage,
      )
      to = others.filter(card => isBefore(card.getBoundingClientRect(), now)).length
      setDrag({ stage, to })
    }
    const end = (drop: boolean) => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', up)
      window.removeEventListener('pointercancel', cancel)
      setDrag(null)
      if (drop && to >= 0) place(stage, to)
    }
    const up = () => end(true)
    const cancel = () => end(false)
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', cancel)
  }
  const press = (event: KeyboardEvent, at: number) => {
    const stage = pipeline[at]!
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      if (event.altKey) place(stage.key, Math.max(0, at + step))
      else focus(pipeline[Math.max(0, Math.min(pipeline.length - 1, at + step))]!.key)
    } else if (event.key === 'Insert' || event.key === '+' || event.key === '=') {
      event.preventDefault()
      add(stage.key)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      void remove(stage).then(agreed => {
        if (!agreed) return
        run(...removeStage(form, stage.key))
        onSelect(null)
      })
    }
  }
  const order = dragged(pipeline, drag)
  return (
    <section className="st-page" aria-label={w('pipeline')}>
      <ol className="st-pipeline" ref={root}>
        <li className="st-gap">
          <IconButton icon="plus" size={15} name={w('addFirst')} onClick={() => add(null)} />
        </li>
        {order.map((stage, at) => (
          <li key={stage.key} className={`st-column${drag?.stage === stage.key ? ' is-dragged' : ''}`}>
            <StageCard
              {...props}
              stage={stage}
              isSelected={stage.key === selected}
              onPress={event => press(event, at)}
              onPick={event => pick(event, stage.key)}
            />
            <span className="st-gap">
              <IconButton
                icon="plus"
                size={15}
                name={w('add', { name: label(stage.label) })}
                onClick={() => add(stage.key)}
              />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Whether a card's middle comes before a point, in reading order. */
const isBefore = (box: DOMRect, { clientX, clientY }: { clientX: number; clientY: number }): boolean =>
  clientY > box.bottom || (clientY > box.top && clientX > box.left + box.width / 2)

function dragged(pipeline: readonly Stage[], drag: { stage: string; to: number } | null): readonly Stage[] {
  const stage = pipeline.find(({ key }) => key === drag?.stage)
  if (drag === null || stage === undefined) return pipeline
  return pipeline.filter(one => one !== stage).toSpliced(drag.to, 0, stage)
}

interface StageCardProps extends PipelineProps {
  readonly stage: Stage
  readonly isSelected: boolean
  readonly onPress: (event: KeyboardEvent) => void
  readonly onPick: (event: PointerEvent) => void
}

function StageCard({
  app,
  definition,
  form,
  speaking,
  stage,
  findingsOf,
  isSelected,
  onSelect,
  onPress,
  onPick,
}: StageCardProps) {
  const { label } = useDesign()
  const w = usePageTexts(stageTexts)
  const lines = tellGate(speaking, definition, stage)
  const findings = findingsOf(stage.key)
  const standing = useStanding(app, form.key, speaking.form?.stageField ?? 'stage', stage.key)
  const name = label(stage.label)
  return (
    <div className={`st-card is-${stage.color ?? 'grey'}${isSelected ? ' is-selected' : ''}`}>
      <button
        type="button"
        className="st-face"
        data-stage={stage.key}
        aria-current={isSelected ? 'true' : undefined}
        title={w('move', { name })}
        onClick={() => onSelect(stage.key)}
        onKeyDown={onPress}
        onPointerDown={onPick}
      >
        <span className="st-head">
          <span className={`fd-color is-${stage.color ?? 'grey'}`} aria-hidden="true" />
          <strong className="fw-grow fw-cut">{name}</strong>
          {stage.kind === undefined || stage.kind === 'open' ? null : <small>{w(`kind_${stage.kind}`)}</small>}
        </span>
        {lines.length === 0 ? (
          <span className="st-line is-none">{w('noGate')}</span>
        ) : (
          lines.map(line => (
            <span key={line} className="st-line">
              <Icon name="check" size={13} />
              <span>{line}</span>
            </span>
          ))
        )}
        {standing === undefined || standing === 0 ? null : (
          <span className="st-count">{w('count', { count: standing })}</span>
        )}
      </button>
      {findings.length === 0 ? null : (
        <span className={`wf-badge${findings.some(({ severity }) => severity === 'error') ? '' : ' is-warning'}`}>
          {findings.length}
        </span>
      )}
    </div>
  )
}
