import { freeKey } from '../commands/names.ts'
import { choicesFor, type PanelContext } from './context.ts'
import { isTable, type Property, propertiesOf, type Shape } from './shape.ts'

/** A value that passes the schema and that an author can go on from: the least an element needs. */
export function emptyOf(shape: Shape, context: PanelContext, taken: readonly string[] = []): unknown {
  switch (shape.kind) {
    case 'object':
      return filled(shape.properties, context)
    case 'kinds': {
      const [kind, primitive] = [...shape.members][0]!
      return { [shape.tag]: kind, ...filled(propertiesOf(primitive), context) }
    }
    case 'byName':
      return { event: 'created', ...(context.form === undefined ? {} : { form: context.form }) }
    case 'flag':
      return true
    case 'choice':
      return shape.values[0]
    case 'number':
      return shape.whole ? Math.max(shape.min ?? 1, 1) : 0
    case 'key':
      return choicesFor(shape.refers, context, {}, () => '')[0]?.[0] ?? freeKey('none', taken)
    case 'expr':
      return 'TRUE'
    case 'words':
      return { zh: '新的', en: 'New' }
    case 'duration':
      return '24h'
    case 'time':
      return '09:00'
    case 'list':
      return isTable(shape) ? [emptyRow(shape.item.properties)] : [withKey(emptyOf(shape.item, context), shape, [])]
    case 'map':
    case 'week':
    case 'named':
      return {}
    case 'schedule':
      return '0 9 * * *'
    case 'either':
      return emptyOf(shape.other.kind === 'choice' ? shape.other : shape.first, context)
    case 'texts':
    case 'keys':
    case 'choices':
    case 'sort':
    case 'pairs':
      return []
    default:
      return ''
  }
}

/** A new row of a table of limits: what it must say, and the first limit. */
export const emptyRow = (properties: readonly Property[]): Record<string, unknown> =>
  Object.fromEntries(properties.flatMap(({ name, required }, at) => (required || at === 0 ? [[name, '0']] : [])))

/** A new item of a list; keyed ones get a key that is free. */
export function newItem(
  shape: Extract<Shape, { kind: 'list' }>,
  context: PanelContext,
  taken: readonly string[],
): unknown {
  return withKey(emptyOf(shape.item, context), shape, taken)
}

const withKey = (value: unknown, { keyed, of }: Extract<Shape, { kind: 'list' }>, taken: readonly string[]): unknown =>
  keyed ? { key: freeKey(of.toLowerCase().replace(/[^a-z]/g, '') || 'item', taken), ...(value as object) } : value

const filled = (properties: readonly Property[], context: PanelContext): Record<string, unknown> =>
  Object.fromEntries(
    properties.filter(({ required }) => required).map(({ name, shape }) => [name, emptyOf(shape, context)]),
  )
