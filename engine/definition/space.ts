import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { CompiledLibrary } from './compiled.ts'
import type { NameSpace } from './environment.ts'
import { resolveScores } from './scorecards.ts'
import { buildShells, compileLibrary, resolveTypes } from './shells.ts'

/** Names of an app and what they mean, without compiling what is done with them. */
export function spaceOf(definition: AppDefinition): NameSpace {
  const libraries = new Map<string, CompiledLibrary>(
    (definition.optionLibraries ?? []).map(library => [library.key, compileLibrary(library)]),
  )
  const forms = buildShells(definition, libraries)
  resolveScores(definition, forms, libraries)
  resolveTypes(forms)
  return { definition, forms, libraries }
}
