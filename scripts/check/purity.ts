import ts from 'typescript'
import { type Rule, sourceFiles } from './rule.ts'
import { declaredNames, isValueUse, nodesOf, parse, placeOf } from './syntax.ts'

/** What reaches outside, and what to do instead. */
const FORBIDDEN: ReadonlyMap<string, string> = new Map([
  ['process', 'settings come in as arguments'],
  ['setTimeout', 'time passes in the caller'],
  ['setInterval', 'time passes in the caller'],
  ['setImmediate', 'time passes in the caller'],
  ['queueMicrotask', 'time passes in the caller'],
  ['fetch', 'data comes in as an argument'],
  ['XMLHttpRequest', 'data comes in as an argument'],
  ['performance', 'the clock is an argument'],
  ['crypto', 'ids and random numbers come in as arguments'],
  ['localStorage', 'state comes in as an argument'],
  ['window', 'the engine also runs in the server'],
  ['document', 'the engine also runs in the server'],
  ['navigator', 'the engine also runs in the server'],
  ['require', 'use import'],
  ['eval', 'no code is made from text'],
  ['Function', 'no code is made from text'],
])

/** schemas/ and engine/ are pure: no I/O, no clock, no random, the same answer everywhere. */
export const purity: Rule = {
  name: 'purity',
  run: async root =>
    sourceFiles(root, ['schemas', 'engine'], /\.tsx?$/).flatMap(file => impuritiesIn(parse(root, file))),
}

function impuritiesIn(source: ts.SourceFile): string[] {
  const own = declaredNames(source)
  return [...nodesOf(source)].flatMap(node => {
    const found = impurityOf(node, own)
    return found ? [`${placeOf(source, node)}: ${found}`] : []
  })
}

function impurityOf(node: ts.Node, own: ReadonlySet<string>): string | undefined {
  if (ts.isStringLiteral(node) && node.text.startsWith('node:') && isModuleName(node)) {
    return `${node.text} is not for schemas/ and engine/: they have no I/O`
  }
  const clock = clockUse(node)
  if (clock) return `${clock} is not for schemas/ and engine/: the time is an argument`
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') {
    return 'Math.random is not for schemas/ and engine/: random numbers come in as arguments'
  }
  if (!ts.isIdentifier(node) || own.has(node.text) || !isValueUse(node)) return undefined
  const instead = FORBIDDEN.get(node.text)
  return instead ? `${node.text} is not for schemas/ and engine/: ${instead}` : undefined
}

function isModuleName(node: ts.StringLiteral): boolean {
  const { parent } = node
  return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isCallExpression(parent)
}

/** `Date.now`, `new Date()` and `Date()`: with arguments a Date is pure. */
export function clockUse(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'Date.now') return 'Date.now'
  const isDate = (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'Date'
  if (!isDate) return undefined
  if (ts.isCallExpression(node)) return 'Date()'
  return node.arguments?.length ? undefined : 'new Date()'
}
