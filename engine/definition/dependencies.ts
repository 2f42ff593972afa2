import type { CompiledExpression, CompiledField, CompiledForm, ComputeStep, Dependent, Hop } from './compiled.ts'
import { reportCycle } from './cycle.ts'
import type { Findings } from './finding.ts'
import type { FormShell } from './shells.ts'

type Forms = ReadonlyMap<string, CompiledForm>

/** A field that something reads, and the hops from its record back to the reader's record (none: the same record). */
export interface Read {
  readonly form: string
  readonly field: string
  readonly hops: readonly Hop[]
}

/**
 * Orders computed fields so that each follows what it reads, records which fields of other records follow a field, and finds circles.
 * Fills `computeOrder`, `dependents` and `needs` of every form. Iterative: a chain of 1,000 fields must not overflow the stack.
 */
export function orderFields(forms: ReadonlyMap<string, FormShell>, findings: Findings): void {
  const nodes = new Map<string, { form: FormShell; field: CompiledField; reads: readonly Read[] }>()
  for (const form of forms.values())
    for (const field of form.fieldList) {
      if (!field.computed) continue
      const reads = readsOf(forms, form, field)
      nodes.set(nodeName(form.key, field.key), { form, field, reads })
      for (const { form: source, field: key, hops } of reads)
        if (hops.length > 0) addDependent(forms.get(source), key, { form: form.key, field: field.key, hops })
    }
  const order = topologicalOrder(nodes, cycle =>
    reportCycle(
      forms,
      cycle.map(name => {
        const { form, field } = nodes.get(name)!
        return { form: form.key, field: field.key }
      }),
      findings,
    ),
  )
  for (const name of order) {
    const { form, field } = nodes.get(name)!
    const step: ComputeStep =
      form.parent === undefined
        ? { field, subform: undefined }
        : { field, subform: form.key.slice(form.parent.length + 1) }
    const owner = forms.get(form.parent ?? form.key)!
    owner.computeOrder = [...owner.computeOrder, step]
  }
}

/** How a field of a form is named in the graph; a row's form is `form.subform`. */
export const nodeName = (form: string, field: string): string => `${form}.${field}`

function addDependent(form: FormShell | undefined, field: string, dependent: Dependent): void {
  if (form === undefined) return
  const map = form.dependents as Map<string, Dependent[]>
  const list = map.get(field) ?? []
  if (
    !list.some(
      other =>
        other.form === dependent.form &&
        other.field === dependent.field &&
        JSON.stringify(other.hops) === JSON.stringify(dependent.hops),
    )
  )
    list.push(dependent)
  map.set(field, list)
}

/** What a computed field reads: of its own record and of others. */
export function readsOf(forms: Forms, form: CompiledForm, field: CompiledField): Read[] {
  const own = [field.formula, field.frozenWhen].flatMap(expression => expressionReads(forms, form, expression))
  const { rollup } = field
  if (rollup === undefined) return own
  const paths = [
    rollup.field === undefined ? [rollup.list] : [rollup.list, rollup.field],
    ...(rollup.where?.references ?? []).map(({ path }) => [rollup.list, ...path]),
  ]
  return [...own, ...paths.flatMap(path => pathReads(forms, form, path))]
}

const expressionReads = (forms: Forms, form: CompiledForm, expression: CompiledExpression | undefined): Read[] =>
  (expression?.references ?? []).flatMap(({ path }) => pathReads(forms, form, path))

/** Every field that a path touches on its way. */
export function pathReads(forms: Forms, start: CompiledForm, fullPath: readonly string[]): Read[] {
  const reads: Read[] = []
  let form: CompiledForm | undefined = start
  let hops: readonly Hop[] = []
  for (const name of fullPath) {
    if (form === undefined) break
    if (name === '$record' || name === '$row') continue
    if (name === '$parent') {
      form = forms.get(form.parent ?? '')
      continue
    }
    if (name === '$stages') {
      if (form.stageField !== undefined) reads.push({ form: form.key, field: form.stageField, hops })
      break
    }
    if (name.startsWith('$')) break
    const inverse = form.inverses.get(name)
    if (inverse !== undefined) {
      hops = [{ kind: 'targets', form: inverse.form, field: inverse.field }, ...hops]
      reads.push({ form: inverse.form, field: inverse.field, hops })
      form = forms.get(inverse.form)
      continue
    }
    const field: CompiledField | undefined = form.fields.get(name)
    if (field === undefined) break
    reads.push({ form: form.key, field: name, hops })
    if (field.rows !== undefined) form = forms.get(field.rows.key)
    else if (field.target !== undefined) {
      hops = [{ kind: 'referrers', form: form.key, field: name }, ...hops]
      form = forms.get(field.target)
    } else break
  }
  return reads
}

/** Names in an order in which each follows what it reads: depth-first with an explicit stack; each circle is reported once, drawn with its fields. */
export function topologicalOrder(
  nodes: ReadonlyMap<string, { reads: readonly Read[] }>,
  onCycle: (cycle: string[]) => void,
): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const order: string[] = []
  for (const start of nodes.keys()) {
    const stack: { name: string; next: number }[] = [{ name: start, next: 0 }]
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!
      if (top.next === 0) {
        if (state.has(top.name)) {
          stack.pop()
          continue
        }
        state.set(top.name, 'open')
      }
      const read = nodes.get(top.name)!.reads[top.next]
      top.next += 1
      if (read === undefined) {
        state.set(top.name, 'done')
        order.push(top.name)
        stack.pop()
        continue
      }
      const name = nodeName(read.form, read.field)
      if (!nodes.has(name)) continue
      if (state.get(name) === 'open')
        onCycle([...stack.slice(stack.findIndex(item => item.name === name)).map(item => item.name), name])
      else if (!state.has(name)) stack.push({ name, next: 0 })
    }
  }
  return order
}

/** Paths that leave the record: to be loaded before its rules and formulas can run. */
export function collectNeeds(form: FormShell, expressions: Iterable<CompiledExpression>): void {
  const needs = new Map<string, readonly string[]>()
  const add = (path: readonly string[]): void => {
    const trimmed = path[0] === '$record' || path[0] === '$row' ? path.slice(1) : path
    if (leavesRecord(form, trimmed)) needs.set(trimmed.join('.'), trimmed)
  }
  for (const { references } of expressions) for (const { path } of references) add(path)
  for (const { rollup } of form.fieldList) {
    if (rollup === undefined) continue
    add(rollup.field === undefined ? [rollup.list, 'id'] : [rollup.list, rollup.field])
    for (const { path } of rollup.where?.references ?? []) add([rollup.list, ...path])
  }
  // What its rows read is loaded with the record; the rows' forms come first.
  for (const { key, rows } of form.fieldList)
    for (const path of rows?.needs ?? []) add(path[0] === '$parent' ? path.slice(1) : [key, ...path])
  form.needs = [...needs.values()]
}

function leavesRecord(form: CompiledForm, [name = '', ...rest]: readonly string[]): boolean {
  if (form.parent !== undefined && name === '$parent') return rest.length > 1
  const field = form.fields.get(name)
  if (field?.rows !== undefined) return leavesRecord(field.rows, rest)
  return form.inverses.has(name) || (field?.target !== undefined && rest.length > 0)
}
