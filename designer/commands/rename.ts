import { elementAt, isObject, type Place } from '../../engine/definition/elements.ts'
import { keyedExpressions } from '../../engine/definition/references/keyed.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Command, Plan } from './command.ts'

/** What has to be rewritten before an element is called otherwise: expressions that call it by its name, by key instead. */
export function keepingReferences(definition: AppDefinition, place: Place): Plan {
  const element = elementAt(definition, place)
  const label = isObject(element) && isObject(element.label) ? element.label : {}
  const names = [label.zh, label.en].filter(name => typeof name === 'string')
  return keyedExpressions(definition, names).map(
    ({ place: at, text }): Command => ({ do: 'set', at: at.slice(0, -1), set: { [at.at(-1)!]: text } }),
  )
}
