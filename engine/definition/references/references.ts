import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { elementOf } from '../../expression/types.ts'
import { type Heard, listen } from '../advice/heard.ts'
import { compileApp } from '../compile.ts'
import type { CompiledForm } from '../compiled.ts'
import type { Place } from '../elements.ts'
import { spaceOf } from '../space.ts'
import { placeInWords, type Said } from '../words/place.ts'
import { expressionPlaces, ownForm } from './expressions.ts'
import { walkNames } from './walk.ts'

export type ReferenceKind =
  | 'formula'
  | 'filter'
  | 'rule'
  | 'stage'
  | 'timer'
  | 'layout'
  | 'field'
  | 'form'
  | 'view'
  | 'dashboard'
  | 'document'
  | 'workflow'
  | 'automation'
  | 'policy'
  | 'scorecard'
  | 'role'
  | 'scenario'
  | 'sample'
  | 'navigation'
  | 'option'
  | 'setting'

/** One place of a definition that needs another. */
export interface Reference {
  readonly from: Place
  readonly to: Place
  readonly kind: ReferenceKind
}

const known = new WeakMap<AppDefinition, readonly Reference[]>()

/**
 * Everything in a definition that names something else in it, each pair once. Expressions are those the compiler resolved: a name in a formula is a
 * field's whether written by key or by label, through relations, lists or a tree of rules; what does not resolve refers to nothing.
 */
export function referencesOf(definition: AppDefinition): readonly Reference[] {
  const made = known.get(definition)
  if (made !== undefined) return made
  const { heard, hear } = listen(definition)
  compileApp(definition, hear)
  return referencesAmong(definition, heard)
}

/** As `referencesOf`, of a definition whose expressions were heard already. */
export function referencesAmong(definition: AppDefinition, heard: readonly Heard[]): readonly Reference[] {
  const space = spaceOf(definition)
  const found = new Map<string, Reference>()
  const targets = new Map<string, CompiledForm | undefined>()
  const add = (from: Place, to: Place): void => {
    const name = `${from.join('/')} ${to.join('/')}`
    if (!found.has(name)) found.set(name, { from, to, kind: kindOf(from) })
  }
  for (const { place, environment, expression } of heard) {
    const workflow = place[0] === 'workflows' ? place[1] : undefined
    const type = elementOf(expression.type)
    targets.set(place.join('/'), type.kind === 'record' ? space.forms.get(type.form) : ownForm(space, environment))
    for (const to of expressionPlaces(space, environment, expression, workflow)) add(place, to)
  }
  walkNames(space, place => targets.get(place.join('/')), add)
  const references = [...found.values()]
  known.set(definition, references)
  return references
}

const TOP: Readonly<Record<string, ReferenceKind>> = {
  views: 'view',
  dashboards: 'dashboard',
  documents: 'document',
  workflows: 'workflow',
  automations: 'automation',
  policies: 'policy',
  scorecards: 'scorecard',
  roles: 'role',
  scenarios: 'scenario',
  sampleData: 'sample',
  navigation: 'navigation',
  optionLibraries: 'option',
  settings: 'setting',
}
const INSIDE: Readonly<Record<string, ReferenceKind>> = {
  rules: 'rule',
  stages: 'stage',
  ladders: 'timer',
  layout: 'layout',
  unique: 'rule',
}
const FORMULAS: ReadonlySet<string> = new Set(['formula', 'default', 'frozenWhen'])

function kindOf([list = '', , part = '', ...rest]: Place): ReferenceKind {
  if (list !== 'forms') return TOP[list] ?? 'field'
  if (part !== 'fields') return INSIDE[part] ?? 'form'
  if (rest.includes('rules')) return 'rule'
  if (rest.includes('where')) return 'filter'
  return rest.some(step => FORMULAS.has(step)) ? 'formula' : 'field'
}

/** What needs the element at a place or something within it; what stands within it itself is left out. */
export function referencesTo(definition: AppDefinition, place: Place): Use[] {
  const within = (one: Place): boolean => place.every((step, at) => one[at] === step)
  return referencesOf(definition)
    .filter(({ from, to }) => within(to) && !within(from))
    .map(({ from, kind }) => ({ place: from, kind, words: placeInWords(definition, from) }))
}

export interface Use {
  readonly place: Place
  readonly kind: ReferenceKind
  readonly words: Said
}
