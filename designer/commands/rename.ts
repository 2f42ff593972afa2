import { elementAt, isObject } from '../../engine/definition/elements.ts'
import { keyedExpressions } from '../../engine/definition/references/keyed.ts'
import { same } from '../../engine/definition/same.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { applyCommands } from './apply.ts'
import type { Command, Plan } from './command.ts'

/**
 * What must be rewritten when commands change what things are called, whatever page they come from: expressions that call something by a name that goes, or by
 * one that something else takes or is left with, call it by its key instead. What the commands write anew themselves is theirs.
 */
export function keepingReferences(before: AppDefinition, commands: readonly Command[]): Plan {
  const names = [...changedNames(before, commands), ...namesLeft(before, commands)]
  if (names.length === 0) return []
  const after = applyCommands(before, commands)
  return keyedExpressions(before, names).flatMap(({ place, expr }): Plan => {
    if (!same(elementAt(before, place), elementAt(after, place))) return []
    return [{ do: 'set', at: place.slice(0, -1), set: { [place.at(-1)!]: expr } }]
  })
}

/** Names of what commands take away that something else has as well: who called the one by it must not mean the other from then on. */
function namesLeft(definition: AppDefinition, commands: readonly Command[]): string[] {
  const gone = commands.flatMap(command =>
    command.do === 'remove' ? namesIn({ gone: elementAt(definition, command.at) }) : [],
  )
  if (gone.length === 0) return []
  const left = new Set(namesIn(applyCommands(definition, commands)))
  return [...new Set(gone)].filter(name => left.has(name))
}

/** Names that commands take from something or give to something. */
function changedNames(definition: AppDefinition, commands: readonly Command[]): string[] {
  const changed = new Set<string>()
  for (const command of commands) {
    if (command.do === 'add') for (const name of namesIn(command.element)) changed.add(name)
    if (command.do !== 'set') continue
    const element = elementAt(definition, command.at)
    const own = isObject(element) ? element : {}
    const was = Object.fromEntries(Object.keys(command.set).map(name => [name, own[name]]))
    const [old, now] = [was, command.set].map(
      values => new Set(namesIn(command.at.at(-1) === 'label' ? { label: values } : values)),
    ) as [Set<string>, Set<string>]
    for (const name of [...old, ...now]) if (!old.has(name) || !now.has(name)) changed.add(name)
  }
  return [...changed]
}

/** What the elements in a value are called, in both languages. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, item]) =>
    name === 'label' && isObject(item) ? [item.zh, item.en].filter(text => typeof text === 'string') : namesIn(item),
  )
}
