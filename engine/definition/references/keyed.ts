import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { check, formatFormula, parseExpr } from '../../expression/index.ts'
import { childrenOf, type Node } from '../../expression/tree.ts'
import { listen } from '../advice/heard.ts'
import { compileApp } from '../compile.ts'
import { elementAt, type Place } from '../elements.ts'

/** An expression with every name in it replaced by its key. */
export interface Keyed {
  readonly place: Place
  readonly text: string
}

/**
 * The expressions that call something by one of these labels, written by key instead: done before a label changes, so that they go on meaning what they
 * meant. None when no text of the definition has the label in braces, which costs one look at its texts.
 */
export function keyedExpressions(definition: AppDefinition, labels: readonly string[]): Keyed[] {
  const names = labels.filter(label => label.trim() !== '')
  if (names.length === 0 || !mentions(definition, names)) return []
  const { heard, hear } = listen(definition)
  compileApp(definition, hear)
  return heard.flatMap(({ place, environment }) => {
    const written = elementAt(definition, place)
    const lead = typeof written === 'string' && written.startsWith('=') ? '=' : ''
    if (typeof written !== 'string') return []
    const parsed = parseExpr(written.slice(lead.length))
    if ('errors' in parsed || !pathsOf(parsed.tree).some(path => path.some(step => names.includes(step)))) return []
    const { keyed, errors } = check(parsed.tree, environment)
    const text = `${lead}${formatFormula(keyed)}`
    return errors.length > 0 || text === written ? [] : [{ place, text }]
  })
}

function mentions(value: unknown, names: readonly string[]): boolean {
  if (typeof value === 'string') return value.includes('{') && names.some(name => value.includes(name))
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([key, item]) => key !== 'sampleData' && mentions(item, names))
}

const pathsOf = (tree: Node): (readonly string[])[] =>
  tree.type === 'path' ? [tree.path] : childrenOf(tree).flatMap(pathsOf)
