import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** A parsed file, parents set. */
export function parse(root: string, file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
}

/** Every node of a tree, outside-in. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  for (const child of node.getChildren()) yield* nodesOf(child)
}

/** "engine/x.ts:12" */
export function placeOf(source: ts.SourceFile, node: ts.Node): string {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}

/** Names which the file declares itself: a parameter called `process` is not the global one. */
export function declaredNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>()
  for (const node of nodesOf(source)) {
    const name = isDeclaration(node) ? node.name : undefined
    if (name && ts.isIdentifier(name)) names.add(name.text)
  }
  return names
}

function isDeclaration(node: ts.Node): node is ts.Node & { readonly name?: ts.Node } {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassDeclaration(node) ||
    ts.isImportSpecifier(node) ||
    ts.isImportClause(node) ||
    ts.isNamespaceImport(node)
  )
}

/** True when the identifier is read as a value: not a property's name, a key, a type or a declaration. */
export function isValueUse(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  if (
    ts.isTypeNode(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent)
  )
    return false
  if (ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent) || ts.isPropertySignature(parent)) return false
  if (ts.isPropertyDeclaration(parent) || ts.isGetAccessor(parent) || ts.isJsxAttribute(parent)) return false
  return true
}
