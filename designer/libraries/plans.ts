import type { OptionLibrary } from '../../schemas/generated/definition.ts'
import type { Command, Plan } from '../commands/command.ts'
import { freeKey } from '../commands/names.ts'

/** Options of those names at the end of a library. */
export function addOptions(library: OptionLibrary, names: readonly string[]): Plan {
  const taken = library.options.map(({ key }) => key)
  return names.map((name): Command => {
    const key = freeKey('option', taken)
    taken.push(key)
    const element = { key, label: { zh: name, en: name } }
    return { do: 'add', to: ['optionLibraries', library.key, 'options'], element }
  })
}
