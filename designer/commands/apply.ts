import { elementAt, identityOf, indexOf, isObject, type Place } from '../../engine/definition/elements.ts'
import { same } from '../../engine/definition/same.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Command, Patch } from './command.ts'

/**
 * The definition after a command; the one before it is left as it was, and what did not change is shared with it. A command about an element that is no
 * longer there (two authors at once) changes nothing.
 */
export function applyCommand(definition: AppDefinition, command: Command): AppDefinition {
  switch (command.do) {
    case 'add':
      return within(definition, command.to, (list, name) => inserted(list, name, command.element, command.after))
    case 'set':
      return within(definition, command.at, value => patched(value, command.set))
    case 'remove':
      return within(definition, command.at.slice(0, -1), (list, name) => without(list, name, command.at.at(-1)!))
    case 'move':
      return moved(definition, command)
  }
}

export const applyCommands = (definition: AppDefinition, commands: readonly Command[]): AppDefinition =>
  commands.reduce(applyCommand, definition)

type Edit = (value: unknown, name: string) => unknown

/** The definition with the value at a place edited; the same object when the edit answers the same value. */
const within = (definition: AppDefinition, place: Place, edit: Edit): AppDefinition =>
  editAt(definition, place, 0, '', edit) as AppDefinition

function editAt(value: unknown, place: Place, depth: number, name: string, edit: Edit): unknown {
  if (depth === place.length) return edit(value, name)
  const step = place[depth]!
  if (Array.isArray(value)) {
    const index = indexOf(name, value, step)
    if (index < 0) return value
    const next = editAt(value[index], place, depth + 1, step, edit)
    return next === value[index] ? value : value.with(index, next)
  }
  if (value !== undefined && !isObject(value)) return value
  const own = value !== undefined && Object.hasOwn(value, step) ? value[step] : undefined
  const next = editAt(own, place, depth + 1, step, edit)
  return next === own ? value : { ...value, [step]: next }
}

function inserted(list: unknown, name: string, element: unknown, after: string | null | undefined): unknown {
  const items: readonly unknown[] = Array.isArray(list) ? list : []
  if (list !== undefined && !Array.isArray(list)) return list
  const identity = identityOf(name, element)
  if (identity !== undefined && indexOf(name, items, identity) >= 0) return list
  const at = after === null ? 0 : after === undefined ? items.length : indexOf(name, items, after) + 1
  return at === 0 && after !== null ? [...items, element] : items.toSpliced(at, 0, element)
}

function without(list: unknown, name: string, step: string): unknown {
  if (isObject(list) && Object.hasOwn(list, step)) return patched(list, { [step]: null })
  if (!Array.isArray(list)) return list
  const index = indexOf(name, list, step)
  return index < 0 ? list : list.toSpliced(index, 1)
}

/** Sets properties; null takes one away; an element's key stays what it is. */
function patched(value: unknown, set: Patch): unknown {
  if (value !== undefined && !isObject(value)) return value
  const changed = Object.entries(set).filter(
    ([name, next]) => !(name === 'key' && value?.key !== undefined) && !same(value?.[name], next ?? undefined),
  )
  if (changed.length === 0) return value
  const next: Record<string, unknown> = { ...value }
  for (const [name, wanted] of changed) {
    if (wanted === null || wanted === undefined) delete next[name]
    else next[name] = wanted
  }
  return next
}

function moved(definition: AppDefinition, { at, to, after }: Extract<Command, { do: 'move' }>): AppDefinition {
  const element = elementAt(definition, at)
  const from = at.slice(0, -1)
  const target = to ?? from
  const step = at.at(-1)!
  if (element === undefined || after === step || !Array.isArray(elementAt(definition, target))) return definition
  const taken = applyCommand(definition, { do: 'remove', at })
  const put = applyCommand(taken, { do: 'add', to: target, element, after })
  return put === taken || same(elementAt(put, target), elementAt(definition, target)) ? definition : put
}
