import type { TypedNode } from '../expression/index.ts'
import { type FieldNode, follows, graphOf } from './cascade.ts'
import type { CompiledExpression, CompiledField, CompiledForm } from './compiled.ts'
import type { CompiledApp } from './compiled-app.ts'
import { nodeName } from './dependencies.ts'

/**
 * Computed fields whose rule differs between two versions of an app, or which read a field that `converted` names (its values changed their type).
 * Texts (labels, help) do not count.
 */
export function changedRules(before: CompiledApp, after: CompiledApp, converted: ReadonlySet<string>): string[] {
  const known = graphOf(before).nodes
  const everything =
    before.zone !== after.zone || text(before.definition.calendars) !== text(after.definition.calendars)
  return [...graphOf(after).nodes.values()].flatMap(node => {
    const former = known.get(node.name)
    const reads = node.reads.some(read => converted.has(nodeName(read.form, read.field)))
    const same = former !== undefined && signatureOf(before, former) === signatureOf(after, node)
    // What does not follow its inputs keeps its values, unless its own rule is another.
    const touched = (everything || reads) && follows(node.field)
    return touched || converted.has(node.name) || !same ? [node.name] : []
  })
}

/** Computed fields that read one of these settings. */
export const settingReaders = (app: CompiledApp, keys: ReadonlySet<string>): string[] =>
  readers(app, path => path[0] === '$settings' && keys.has(path[1] ?? ''))

/** Computed fields that read people or departments: their attributes, managers, roles. */
export function peopleReaders(app: CompiledApp): string[] {
  const found = new Set<string>()
  for (const node of graphOf(app).nodes.values())
    if (expressionsOf(node).some(({ typed }) => readsPeople(app, node.form, typed))) found.add(node.name)
  return [...found]
}

/** Computed fields that today or now changes directly. */
export const clockReaders = (app: CompiledApp): string[] =>
  [...graphOf(app).nodes.values()].flatMap(node =>
    expressionsOf(node).some(({ usesClock }) => usesClock !== 'none') && node.field.refresh === 'change'
      ? [node.name]
      : [],
  )

const expressionsOf = ({ field }: FieldNode): CompiledExpression[] =>
  [field.formula, field.rollup?.where, field.frozenWhen].filter(expression => expression !== undefined)

const readers = (app: CompiledApp, matches: (path: readonly string[]) => boolean): string[] =>
  [...graphOf(app).nodes.values()].flatMap(node =>
    expressionsOf(node).some(({ references }) => references.some(({ path }) => matches(path))) ? [node.name] : [],
  )

const PEOPLE: ReadonlySet<string> = new Set([
  'MANAGER',
  'MANAGERS',
  'HEAD',
  'ROLE',
  'SUBORDINATES',
  'DEPARTMENT',
  'HASROLE',
])

function readsPeople(app: CompiledApp, form: CompiledForm, node: TypedNode): boolean {
  if (node.node === 'call') return PEOPLE.has(node.operation.name) || node.args.some(arg => readsPeople(app, form, arg))
  if (node.node === 'list') return node.items.some(item => readsPeople(app, form, item))
  // What an element of a list is, only its function knows: two names may lead over a person.
  if (node.node === 'bound') return node.path.length > 1
  return node.node === 'reference' && passesPerson(app, form, node.path)
}

/** A path that goes on after a person or a department: `owner.title`, `customer.owner.department`. */
function passesPerson(app: CompiledApp, start: CompiledForm, path: readonly string[]): boolean {
  let form: CompiledForm | undefined = start
  for (const name of path.slice(0, -1)) {
    if (name === '$record' || name === '$row') continue
    const inverse = form?.inverses.get(name)
    const field: CompiledField | undefined = form?.fields.get(name)
    if (field?.valueType.kind === 'user' || field?.valueType.kind === 'department') return true
    const next = name === '$parent' ? form?.parent : (inverse?.form ?? field?.rows?.key ?? field?.target)
    form = app.forms.get(next ?? '')
  }
  return false
}

/** What a field's value follows from, as text: its rule, its places, the scores of the options it reads. */
function signatureOf(app: CompiledApp, { field, reads }: FieldNode): string {
  const { rollup, valueType, scale, refresh } = field
  const libraries = reads.flatMap(read => app.forms.get(read.form)?.fields.get(read.field)?.library ?? [])
  const snapshot = field.definition?.type === 'lookup' ? field.definition.snapshot : undefined
  return text([
    treeOf(field.formula),
    treeOf(field.frozenWhen),
    rollup && [rollup.list, rollup.source, rollup.aggregate, rollup.field, treeOf(rollup.where)],
    [valueType, scale, refresh, snapshot],
    libraries.map(({ options }) => [...options.values()].map(({ key, score, parent }) => [key, score, parent])),
  ])
}

const text = (value: unknown): string => JSON.stringify(value) ?? ''

const treeOf = (expression: CompiledExpression | undefined): unknown =>
  expression === undefined ? null : shapeOf(expression.typed)

function shapeOf(node: TypedNode): unknown {
  switch (node.node) {
    case 'constant':
      return ['c', node.value, node.type.kind]
    case 'reference':
      return ['r', ...node.path]
    case 'bound':
      return ['b', node.name, ...node.path]
    case 'list':
      return ['l', ...node.items.map(shapeOf)]
    case 'call':
      return [[node.operation.name, ...(node.operation.rule ?? [])], ...node.args.map(shapeOf)]
  }
}
