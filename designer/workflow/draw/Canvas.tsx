import { type Node as FlowNode, ReactFlow, ReactFlowProvider, useReactFlow, ViewportPortal } from '@xyflow/react'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { usePageTexts } from '../../texts.ts'
import { type Layout, layoutOf, withItems } from '../graph/layout.ts'
import { isDrawnAlike, type Shape, START_ITEM } from '../graph/shape.ts'
import type { Kind } from '../plans/kinds.ts'
import { workflowTexts } from '../texts.ts'
import { clipName, type Edits } from '../useEdits.ts'
import { Card, type CardData } from './Card.tsx'
import { type Drawing, DrawingContext } from './context.ts'
import { InsertMenu } from './InsertMenu.tsx'
import { Lines } from './Lines.tsx'
import { Palette } from './Palette.tsx'
import { Toolbar } from './Toolbar.tsx'
import { spotsOf, useCarry } from './useCarry.ts'
import { type Direction, neighbourOf } from './walk.ts'

interface CanvasProps {
  readonly shape: Shape
  readonly drawing: Omit<Drawing, 'ask' | 'carry'>
  readonly edits: Edits
}

const nodeTypes = { card: Card }

/** The drawing of a workflow: to look at, to walk by keys, to put steps on its ways. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Board {...props} />
    </ReactFlowProvider>
  )
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

interface Asked {
  readonly way: string
  readonly x: number
  readonly y: number
}

function Board({ shape, drawing, edits }: CanvasProps) {
  const w = usePageTexts(workflowTexts)
  const layout = useLayout(shape)
  const nodes = useCards(shape, layout)
  const spots = useMemo(() => spotsOf(layout), [layout])
  const [asked, setAsked] = useState<Asked | null>(null)
  const { start, carried, near, ghost } = useCarry(spots, edits.drop)
  const root = useRef<HTMLDivElement>(null)
  const { show, begin } = useView(layout, root)
  const { selected, select } = drawing
  const focusCard = useCallback(
    (id: string) => {
      show(id)
      // The card is drawn once the view shows it.
      const tryFocus = (left: number): void => {
        const card = root.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)
        if (card === null || card === undefined) {
          if (left > 0) requestAnimationFrame(() => tryFocus(left - 1))
        } else card.focus({ preventScroll: true })
      }
      tryFocus(10)
    },
    [show],
  )
  const shown = useMemo<Drawing>(
    () => ({
      ...drawing,
      ask: (way, button) => {
        const { right, top } = button.getBoundingClientRect()
        setAsked({ way, x: right + 8, y: top - 20 })
      },
      carry: (event, step, name) => start(event, { step }, name),
    }),
    [drawing, start],
  )
  // What a plan put there, or a finding led to, comes into view; the page that opens keeps its place.
  const last = useRef(selected)
  useEffect(() => {
    if (last.current === selected) return
    last.current = selected
    if (root.current?.contains(document.activeElement) === true || document.activeElement === document.body)
      focusCard(selected)
    else show(selected)
  }, [selected, focusCard, show])
  const waysBelow = useMemo(
    () => new Map(shape.lines.flatMap(({ from, way }) => (way ? [[from, way.id]] : []))),
    [shape],
  )
  const askAt = (item: string): void => {
    const button = root.current?.querySelector<HTMLElement>(`[data-way="${CSS.escape(waysBelow.get(item) ?? '')}"]`)
    if (button !== null && button !== undefined) shown.ask(button.dataset.way!, button)
    else if (!waysBelow.has(item)) edits.addBranch(item)
  }
  const add = (kind: Kind): void => {
    const way = waysBelow.get(selected) ?? waysBelow.get(shape.lines.find(({ from }) => from === selected)?.to ?? '')
    if (way !== undefined) edits.insert(way, kind)
  }
  const closeMenu = useCallback(() => {
    setAsked(null)
    focusCard(last.current)
  }, [focusCard])
  const press = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement
    const item = target.dataset.item
    if (item === undefined || asked !== null) return
    const command = event.ctrlKey || event.metaKey
    const direction = DIRECTIONS[event.key]
    const acts: Readonly<Record<string, (() => void) | undefined>> = {
      insert: () => askAt(item),
      '+': () => askAt(item),
      '=': () => askAt(item),
      delete: () => edits.remove(item),
      backspace: () => edits.remove(item),
      home: () => select(START_ITEM),
    }
    const commands: Readonly<Record<string, (() => void) | undefined>> = {
      c: () => edits.copy(item),
      x: () => edits.cut(item),
      d: () => edits.duplicate(item),
      v: () => {
        const way = waysBelow.get(item)
        if (way !== undefined) edits.paste(way)
      },
    }
    const act =
      direction !== undefined
        ? event.altKey && (direction === 'left' || direction === 'right')
          ? () => edits.moveBranch(item, direction === 'left' ? -1 : 1)
          : () => select(neighbourOf(shape, layout, item, direction) ?? item)
        : command
          ? commands[event.key.toLowerCase()]
          : acts[event.key.toLowerCase()]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  return (
    <DrawingContext value={shown}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the cards inside */}
      <div ref={root} className="wf-board" onKeyDown={press}>
        <Palette onCarry={(event, kind, name) => start(event, { kind }, name)} onAdd={add} />
        <section className={`wf-canvas${carried === null ? '' : ' is-carrying'}`} aria-label={w('canvas')}>
          <ReactFlow
            nodes={nodes}
            edges={NO_EDGES}
            nodeTypes={nodeTypes}
            onInit={begin}
            onlyRenderVisibleElements
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            elementsSelectable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            panOnScroll
            zoomOnDoubleClick={false}
            minZoom={0.1}
            maxZoom={1.5}
            proOptions={{ hideAttribution: true }}
          >
            <Lines routes={layout.routes} />
            {near === null ? null : (
              <ViewportPortal>
                <div className="wf-drop" style={{ transform: `translate(${near.x}px, ${near.y}px)` }}>
                  {w('dropHere')}
                </div>
              </ViewportPortal>
            )}
          </ReactFlow>
          <Toolbar />
        </section>
        {asked === null ? null : (
          <InsertMenu
            at={asked}
            clip={clipName()}
            onKind={kind => edits.insert(asked.way, kind)}
            onPaste={() => edits.paste(asked.way)}
            onClose={closeMenu}
          />
        )}
        <div ref={ghost} className="wf-ghost" hidden={carried === null} aria-hidden="true">
          {carried?.name}
        </div>
      </div>
    </DrawingContext>
  )
}

const NO_EDGES: never[] = []

/** Places are worked out anew only when the drawing changes, not when a step says something else. */
function useLayout(shape: Shape): Layout {
  const last = useRef<{ shape: Shape; layout: Layout } | null>(null)
  return useMemo(() => {
    const known = last.current
    const layout = known !== null && isDrawnAlike(known.shape, shape) ? withItems(known.layout, shape) : layoutOf(shape)
    last.current = { shape, layout }
    return layout
  }, [shape])
}

/** The cards, those of items that are as they were and where they were the same objects. */
function useCards({ lines }: Shape, layout: Layout): FlowNode<CardData>[] {
  const last = useRef<ReadonlyMap<string, FlowNode<CardData>>>(new Map())
  return useMemo(() => {
    const below = new Map(lines.flatMap(({ from, way }) => (way === undefined ? [] : [[from, way.id]])))
    const cards = [...layout.placed.values()].map(({ item, x, y, width, height }): FlowNode<CardData> => {
      const old = last.current.get(item.id)
      const way = below.get(item.id)
      if (old?.data.item === item && old.data.way === way && old.position.x === x && old.position.y === y) return old
      return { id: item.id, type: 'card', position: { x, y }, width, height, data: { item, way } }
    })
    last.current = new Map(cards.map(card => [card.id, card]))
    return cards
  }, [lines, layout])
}

/** px kept free around what is shown */
const MARGIN = 40

/** Moves the view so that an item can be seen; `begin` shows the start, in the middle and above. */
function useView(layout: Layout, root: React.RefObject<HTMLDivElement | null>) {
  const flow = useReactFlow()
  const sizeOf = useCallback(() => {
    const box = root.current?.querySelector('.wf-canvas')?.getBoundingClientRect()
    // On a phone the settings lie over the lower part.
    const sheet = document.querySelector('.wf-panel')?.getBoundingClientRect()
    const covered = box !== undefined && sheet !== undefined && sheet.left < box.right && sheet.top > box.top
    return { width: box?.width ?? 0, height: (covered ? sheet.top - box.top : box?.height) ?? 0 }
  }, [root])
  const begin = useCallback(() => {
    const { width } = sizeOf()
    const zoom = Math.max(0.5, Math.min(1, width / (layout.width + 2 * MARGIN)))
    const fits = layout.width * zoom + MARGIN <= width
    const middle = fits ? layout.left + layout.width / 2 : 0
    void flow.setViewport({ x: width / 2 - middle * zoom, y: MARGIN, zoom })
  }, [flow, layout, sizeOf])
  const show = useCallback(
    (id: string) => {
      const one = layout.placed.get(id)
      if (one === undefined) return
      const { x, y, zoom } = flow.getViewport()
      const { width, height } = sizeOf()
      const shift = (from: number, size: number, room: number): number =>
        from < MARGIN
          ? MARGIN - from
          : from + size > room - MARGIN
            ? Math.max(MARGIN - from, room - MARGIN - from - size)
            : 0
      const dx = shift(x + one.x * zoom, one.width * zoom, width)
      const dy = shift(y + one.y * zoom, (one.height + MARGIN) * zoom, height)
      if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom })
    },
    [flow, layout, sizeOf],
  )
  return { begin, show }
}
