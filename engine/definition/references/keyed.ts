import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { check, formatFormula, parseExpr, toJsonLogic } from '../../expression/index.ts'
import { childrenOf, type Node } from '../../expression/tree.ts'
import { listen } from '../advice/heard.ts'
import { compileApp } from '../compile.ts'
import { elementAt, isObject, type Place } from '../elements.ts'
import { same } from '../same.ts'

/** An expression with every name in it replaced by its key, in the spelling it had: formula text or JsonLogic. */
export interface Keyed {
  readonly place: Place
  readonly expr: unknown
}

/**
 * The expressions that call something by one of these labels (a field, an option, a setting, a stage), written by key instead: done when a label changes, so
 * that they go on meaning what they meant. None when no text of the definition has the label, which costs one look at its texts.
 */
export function keyedExpressions(definition: AppDefinition, labels: readonly string[]): Keyed[] {
  const names = labels.filter(label => label.trim() !== '')
  if (names.length === 0 || !mentions(definition, names)) return []
  const { heard, hear } = listen(definition)
  compileApp(definition, hear)
  return heard.flatMap(({ place, environment }) => {
    const written = elementAt(definition, place)
    const lead = typeof written === 'string' && written.startsWith('=') ? '=' : ''
    const parsed = parseExpr(typeof written === 'string' ? written.slice(lead.length) : written)
    if ('errors' in parsed || !namesIn(parsed.tree).some(name => names.includes(name))) return []
    const { keyed, errors } = check(parsed.tree, environment)
    if (errors.length > 0) return []
    const text = formatFormula(keyed)
    const expr = isObject(written) ? (toJsonLogic(keyed) ?? text) : `${lead}${text}`
    return same(expr, written) ? [] : [{ place, expr }]
  })
}

/** Texts that say nothing by name: what people read, and records. */
const SILENT: ReadonlySet<string> = new Set(['zh', 'en', 'sampleData'])

function mentions(value: unknown, names: readonly string[]): boolean {
  if (typeof value === 'string') return names.some(name => value.includes(name))
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([key, item]) => !SILENT.has(key) && mentions(item, names))
}

/** Every name a tree may call something by: the steps of its paths, and texts, which may be an option's. */
const namesIn = (tree: Node): readonly string[] =>
  tree.type === 'path' ? tree.path : tree.type === 'text' ? [tree.value] : childrenOf(tree).flatMap(namesIn)
