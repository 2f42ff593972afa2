/** The one module that knows the drag-and-drop library: mouse, touch and keyboard. */
import {
  type CollisionDetection,
  closestCorners,
  DndContext,
  type DragEndEvent,
  type DragOverEvent,
  DragOverlay,
  type DragStartEvent,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, type SortingStrategy, sortableKeyboardCoordinates, useSortable } from '@dnd-kit/sortable'
import { type ReactNode, type RefObject, useLayoutEffect } from 'react'

/** What is dragged and what it can be dropped on. */
export type DragData =
  | { readonly kind: 'new'; readonly type: string }
  | { readonly kind: 'field'; readonly field: string; readonly section: string; readonly index: number }
  | { readonly kind: 'section'; readonly section: string; readonly count: number }

interface DragAreaProps {
  readonly onStart: (data: DragData) => void
  readonly onOver: (active: DragData, over: DragData | null) => void
  readonly onDrop: (active: DragData, over: DragData | null) => void
  readonly overlay: ReactNode
  readonly children: ReactNode
}

/** Under the pointer first; by keyboard, where there is no pointer, the nearest corners. */
const collision: CollisionDetection = args => {
  const under = pointerWithin(args)
  const fields = under.filter(({ id }) => !String(id).startsWith('section:'))
  return fields.length > 0 ? fields : under.length > 0 ? under : closestCorners(args)
}

export function DragArea({ onStart, onOver, onDrop, overlay, children }: DragAreaProps) {
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const dataOf = (item: { data: { current?: unknown } } | null): DragData | null =>
    (item?.data.current as DragData | undefined) ?? null
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collision}
      onDragStart={(event: DragStartEvent) => onStart(dataOf(event.active)!)}
      onDragOver={(event: DragOverEvent) => onOver(dataOf(event.active)!, dataOf(event.over))}
      onDragEnd={(event: DragEndEvent) => onDrop(dataOf(event.active)!, dataOf(event.over))}
      onDragCancel={() => onDrop({ kind: 'section', section: '', count: 0 }, null)}
    >
      {children}
      <DragOverlay dropAnimation={null}>{overlay}</DragOverlay>
    </DndContext>
  )
}

/** Something of the palette that can be dragged into the form. */
export function useNewItem(type: string) {
  const { setNodeRef, listeners, attributes, isDragging } = useDraggable({
    id: `new:${type}`,
    data: { kind: 'new', type } satisfies DragData,
  })
  // By keyboard a press adds it; what is added is moved where it belongs by its grip.
  const { onKeyDown: _, ...pointers } = (listeners ?? {}) as { onKeyDown?: unknown }
  return { ref: setNodeRef, props: { ...attributes, ...pointers }, isDragging }
}

/**
 * A field in its place; it can be dragged to another by the handle this answers. The card is only told that it is carried, not drawn again: while something
 * is carried over a form, every card hears of it.
 */
export function useFieldItem(card: RefObject<HTMLElement | null>, field: string, section: string, index: number) {
  const { setNodeRef, listeners, attributes, isDragging } = useSortable({
    id: `field:${field}`,
    data: { kind: 'field', field, section, index } satisfies DragData,
  })
  useLayoutEffect(() => {
    setNodeRef(card.current)
    return () => setNodeRef(null)
  }, [setNodeRef, card])
  useLayoutEffect(() => {
    const { current } = card
    current?.toggleAttribute('data-carried', isDragging)
    return () => current?.removeAttribute('data-carried')
  }, [card, isDragging])
  return { ...listeners, ...attributes }
}

export function useSectionDrop(section: string, count: number) {
  const { setNodeRef, isOver } = useDroppable({
    id: `section:${section}`,
    data: { kind: 'section', section, count } satisfies DragData,
  })
  return { ref: setNodeRef, isOver }
}

/** What is carried is shown where it would land; the others stay where they are. */
const nothingMoves: SortingStrategy = () => null

export function SortableFields({
  fields,
  children,
}: {
  readonly fields: readonly string[]
  readonly children: ReactNode
}) {
  return (
    <SortableContext items={fields.map(field => `field:${field}`)} strategy={nothingMoves}>
      {children}
    </SortableContext>
  )
}
