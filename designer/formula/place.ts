import type { CompiledForm } from '../../engine/definition/compiled.ts'
import { formEnvironment, type NameSpace, type Scopes } from '../../engine/definition/environment.ts'
import { labelsIn } from '../../engine/definition/labels.ts'
import { resolveScores } from '../../engine/definition/scorecards.ts'
import { buildShells, compileLibrary, resolveTypes } from '../../engine/definition/shells.ts'
import type { Environment, Type } from '../../engine/expression/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'

/** Where a formula stands: whose fields it may name, in which language they are shown, and what it must give. */
export interface FormulaPlace {
  readonly space: NameSpace
  readonly form: CompiledForm | undefined
  readonly environment: Environment
  readonly language: Language
  readonly expected: Type | undefined
  /** the field whose formula it is: not offered to itself */
  readonly field: string | undefined
}

interface PlaceOptions {
  readonly expected?: Type | undefined
  readonly field?: string | undefined
  readonly scopes?: Scopes
}

/** The names a draft knows, from its fields alone: other formulas may be wrong just now. */
export function nameSpaceOf(definition: AppDefinition): NameSpace {
  const libraries = new Map((definition.optionLibraries ?? []).map(one => [one.key, compileLibrary(one)]))
  const forms = buildShells(definition, libraries)
  resolveScores(definition, forms, libraries)
  resolveTypes(forms)
  return { definition, forms, libraries }
}

export function formulaPlace(
  space: NameSpace,
  formKey: string,
  language: Language,
  { expected, field, scopes = {} }: PlaceOptions = {},
): FormulaPlace {
  const form = space.forms.get(formKey)
  const environment = labelsIn(formEnvironment(space, form, scopes), language)
  return { space, form, environment, language, expected, field }
}
