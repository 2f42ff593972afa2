import type { Place } from '../../engine/definition/elements.ts'
import type { Command, Patch } from '../commands/command.ts'
import type { PanelContext } from '../panel/context.ts'
import { emptyOf } from '../panel/empty.ts'
import { membersOf, propertiesOf } from '../panel/shape.ts'

type Element = Readonly<Record<string, unknown>>

/** An element of several kinds made another kind: what both have stays, what the new one needs begins with what works, the rest goes. */
export function changeKind(
  union: string,
  element: Element,
  place: Place,
  kind: string,
  context: PanelContext,
  begin: Patch = {},
): Command {
  const { tag, members } = membersOf(union)
  const properties = propertiesOf(members.get(kind) ?? '')
  const names = new Set([...properties.map(({ name }) => name), 'key', tag])
  const gone = Object.keys(element).filter(name => !names.has(name))
  const missing = properties.filter(({ name, required }) => required && element[name] === undefined)
  return {
    do: 'set',
    at: place,
    set: {
      ...Object.fromEntries(gone.map(name => [name, null])),
      ...Object.fromEntries(missing.map(({ name, shape }) => [name, emptyOf(shape, context)])),
      ...begin,
      [tag]: kind,
    },
  }
}
