/** Cards in a grid that are dragged to another place: mouse, touch and keyboard. Beside DragArea the one module that knows the library. */
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { rectSortingStrategy, SortableContext, sortableKeyboardCoordinates, useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import type { CSSProperties, ReactNode } from 'react'

interface SortableGridProps {
  readonly keys: readonly string[]
  /** a card was dropped: its new position among all */
  readonly onMove: (key: string, at: number) => void
  readonly children: ReactNode
}

export function SortableGrid({ keys, onMove, children }: SortableGridProps) {
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const drop = ({ active, over }: DragEndEvent) => {
    const at = over === null ? -1 : keys.indexOf(String(over.id))
    if (at >= 0 && over?.id !== active.id) onMove(String(active.id), at)
  }
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop}>
      <SortableContext items={[...keys]} strategy={rectSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  )
}

export function useGridItem(key: string) {
  const { setNodeRef, listeners, attributes, transform, transition, isDragging } = useSortable({ id: key })
  const style: CSSProperties = { transform: CSS.Translate.toString(transform), transition }
  return { ref: setNodeRef, handle: { ...listeners, ...attributes }, style, isDragging }
}
