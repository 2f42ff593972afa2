import type { Item } from './shape.ts'

/** px of an item by its kind. */
export function sizeOf(item: Item): { readonly width: number; readonly height: number } {
  if (item.kind === 'start') return { width: 240, height: 60 }
  if (item.kind === 'branch') return { width: 208, height: 48 }
  if (item.meeting) return { width: 72, height: 28 }
  return item.node.type === 'end' ? { width: 132, height: 40 } : { width: 240, height: 76 }
}
