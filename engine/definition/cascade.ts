import type { CompiledField, CompiledForm, Hop } from './compiled.ts'
import type { CompiledApp } from './compiled-app.ts'
import { nodeName, type Read, readsOf, topologicalOrder } from './dependencies.ts'

/** A computed field of an app: what it reads, where it stands in the order of all, and whether time alone changes it. */
export interface FieldNode {
  readonly name: string
  /** the form of the field; of a row's field `form.subform` */
  readonly form: CompiledForm
  /** key of the form whose records hold it */
  readonly root: string
  readonly field: CompiledField
  readonly order: number
  readonly reads: readonly Read[]
  /** itself or through what it reads: `today` changes at midnight, `now` at every moment */
  readonly clock: 'none' | 'today' | 'now'
}

interface Follower {
  readonly node: FieldNode
  readonly hops: readonly Hop[]
}

/** Who reads what, over all forms of an app. */
export interface FieldGraph {
  readonly nodes: ReadonlyMap<string, FieldNode>
  /** `form.field` -> the computed fields that read it */
  readonly followers: ReadonlyMap<string, readonly Follower[]>
}

/** From the records that changed in an earlier step (-1: the record that was written) to those of this step. */
export interface CascadeEdge {
  readonly source: number
  /** fields of the source whose change matters */
  readonly fields: readonly string[]
  readonly hops: readonly Hop[]
}

/** Records of one form to be worked out in one go: none of its fields waits for a later step. */
export interface CascadeStep {
  readonly form: string
  readonly nodes: readonly FieldNode[]
  readonly edges: readonly CascadeEdge[]
}

const graphs = new WeakMap<CompiledApp, FieldGraph>()
const cascades = new WeakMap<CompiledApp, Map<string, readonly CascadeStep[]>>()

/** The graph of an app, made once. */
export function graphOf(app: CompiledApp): FieldGraph {
  const known = graphs.get(app)
  if (known !== undefined) return known
  const made = buildGraph(app)
  graphs.set(app, made)
  return made
}

function buildGraph(app: CompiledApp): FieldGraph {
  const found = new Map<string, { form: CompiledForm; field: CompiledField; reads: readonly Read[] }>()
  for (const form of app.forms.values())
    for (const field of form.fieldList)
      if (field.computed)
        found.set(nodeName(form.key, field.key), { form, field, reads: readsOf(app.forms, form, field) })
  const nodes = new Map<string, FieldNode>()
  const followers = new Map<string, Follower[]>()
  const seen = new Set<string>()
  // A published definition has no circles: the compiler refused them.
  for (const [order, name] of topologicalOrder(found, () => {}).entries()) {
    const { form, field, reads } = found.get(name)!
    const node = { name, form, root: form.parent ?? form.key, field, order, reads, clock: clockOf(field, reads, nodes) }
    nodes.set(name, node)
    for (const { form: source, field: key, hops } of reads) {
      const read = nodeName(source, key)
      const arrow = `${read} ${name} ${JSON.stringify(hops)}`
      if (seen.has(arrow)) continue
      seen.add(arrow)
      const list = followers.get(read) ?? []
      followers.set(read, list)
      list.push({ node, hops })
    }
  }
  return { nodes, followers }
}

function clockOf(
  field: CompiledField,
  reads: readonly Read[],
  nodes: ReadonlyMap<string, FieldNode>,
): FieldNode['clock'] {
  const { formula, rollup, frozenWhen } = field
  // A snapshot is what it was when it was taken.
  if (!follows(field)) return 'none'
  const clocks = [
    ...[formula, rollup?.where, frozenWhen].map(expression => expression?.usesClock ?? 'none'),
    ...reads.map(read => nodes.get(nodeName(read.form, read.field))?.clock ?? 'none'),
  ]
  return clocks.includes('now') ? 'now' : clocks.includes('today') ? 'today' : 'none'
}

/**
 * The steps that bring other records up to date after fields of a record of `form` changed (`undefined`: it came or went, so that all of its fields
 * count). Each step follows what it reads; static, so that it is known before any record is looked at.
 */
export function cascadeOf(
  app: CompiledApp,
  form: string,
  changed: readonly string[] | undefined,
): readonly CascadeStep[] {
  const graph = graphOf(app)
  const known = cascades.get(app) ?? new Map<string, readonly CascadeStep[]>()
  cascades.set(app, known)
  // Only fields that other records read: so that few plans serve every set of changes.
  const read = changed?.filter(field => leadsOn(graph, nodeName(form, field))).sort()
  const key = `${form} ${read === undefined ? '*' : read.join()}`
  const made = known.get(key) ?? planCascade(graph, app.forms.get(form), read)
  if (known.size > 2_000) known.clear()
  known.set(key, made)
  return made
}

const leadsOn = ({ followers }: FieldGraph, name: string): boolean =>
  followers.get(name)?.some(({ hops }) => hops.length > 0) === true

interface Arrow {
  /** a node's name, or null for the record that was written */
  readonly from: string | null
  readonly field: string
  readonly to: FieldNode
  readonly hops: readonly Hop[]
}

function planCascade(
  graph: FieldGraph,
  origin: CompiledForm | undefined,
  changed: readonly string[] | undefined,
): readonly CascadeStep[] {
  if (origin === undefined) return []
  const keys = changed ?? [...origin.fields.keys()]
  const arrows: Arrow[] = keys.flatMap(field =>
    arrowsFrom(graph, null, nodeName(origin.key, field), field).filter(({ hops }) => hops.length > 0),
  )
  const affected = new Set<FieldNode>()
  // `arrows` grows while it is walked.
  for (const { to } of arrows) spread(graph, to, affected, arrows)
  return groupSteps(inOrder(affected), arrows)
}

/** Adds a node, and the arrows that lead on from it. */
function spread(graph: FieldGraph, node: FieldNode, affected: Set<FieldNode>, arrows: Arrow[]): void {
  if (affected.has(node)) return
  affected.add(node)
  arrows.push(...arrowsFrom(graph, node.name, node.name, node.field.key))
}

const inOrder = (nodes: Iterable<FieldNode>): FieldNode[] => [...nodes].sort((a, b) => a.order - b.order)

/**
 * The steps that work out fields again in all records, with everything that follows them: each step has all its inputs from the steps before. Names
 * that are no computed field of this version are passed over.
 */
export function recalculationOf(app: CompiledApp, seeds: Iterable<string>): readonly CascadeStep[] {
  const graph = graphOf(app)
  const arrows: Arrow[] = []
  const affected = new Set<FieldNode>()
  for (const name of seeds) {
    const node = graph.nodes.get(name)
    if (node !== undefined) spread(graph, node, affected, arrows)
  }
  for (const { to } of arrows) spread(graph, to, affected, arrows)
  return groupSteps(inOrder(affected), arrows)
}

const arrowsFrom = (graph: FieldGraph, from: string | null, name: string, field: string): Arrow[] =>
  (graph.followers.get(name) ?? [])
    .filter(({ node }) => follows(node.field))
    .map(({ node, hops }) => ({ from, field, to: node, hops }))

/** Whether a value goes on following what it reads once its record is saved: a snapshot or a value of scheduled refreshes does not. */
export const follows = ({ definition, refresh }: CompiledField): boolean =>
  refresh === 'change' && !(definition?.type === 'lookup' && definition.snapshot === true)

/** As few steps as the order allows: each takes all fields of one form that wait for nothing else. */
function groupSteps(nodes: readonly FieldNode[], arrows: readonly Arrow[]): readonly CascadeStep[] {
  const inputs = new Map<FieldNode, Arrow[]>(nodes.map(node => [node, []]))
  for (const arrow of arrows) inputs.get(arrow.to)?.push(arrow)
  const stepOf = new Map<string, number>()
  const steps: CascadeStep[] = []
  const waiting = new Set(nodes)
  const open = new Set(nodes.map(({ name }) => name))
  while (waiting.size > 0) {
    const [first] = waiting
    const group = new Set<string>()
    const taken: FieldNode[] = []
    for (const node of waiting) {
      if (node.root !== first!.root) continue
      const isReady = inputs
        .get(node)!
        .every(({ from, hops }) => from === null || !open.has(from) || (hops.length === 0 && group.has(from)))
      if (!isReady) continue
      group.add(node.name)
      taken.push(node)
    }
    for (const node of taken) {
      waiting.delete(node)
      open.delete(node.name)
      stepOf.set(node.name, steps.length)
    }
    const into = taken.flatMap(node => inputs.get(node)!)
    steps.push({ form: first!.root, nodes: taken, edges: edgesFrom(into, stepOf, steps.length) })
  }
  return steps
}

function edgesFrom(arrows: readonly Arrow[], stepOf: ReadonlyMap<string, number>, step: number): CascadeEdge[] {
  const edges = new Map<string, { source: number; fields: Set<string>; hops: readonly Hop[] }>()
  for (const { from, field, hops } of arrows) {
    const source = from === null ? -1 : (stepOf.get(from) ?? step)
    if (source === step) continue
    const name = `${source} ${JSON.stringify(hops)}`
    const edge = edges.get(name) ?? { source, fields: new Set<string>(), hops }
    edges.set(name, edge)
    edge.fields.add(field)
  }
  return [...edges.values()].map(({ source, fields, hops }) => ({ source, fields: [...fields], hops }))
}

/** Fields of a record with the computed ones that follow them in it. */
export function withFollowers(app: CompiledApp, form: string, fields: readonly string[]): string[] {
  const { followers } = graphOf(app)
  const found = new Set(fields)
  // The set grows while it is walked.
  for (const field of found)
    for (const { node, hops } of followers.get(nodeName(form, field)) ?? [])
      if (hops.length === 0)
        found.add(node.root === node.form.key ? node.field.key : node.form.key.slice(form.length + 1))
  return [...found]
}

/** Other records a write must hold while it works out values, so that nobody changes the ways between them meanwhile. */
export interface LockChain {
  /** relations from the record to the other, `lines.product` through a row's */
  readonly path: readonly string[]
  readonly form: string
  /** values of the other follow this record: held alone; else they are only read, and several may hold it */
  readonly exclusive: boolean
}

const chains = new WeakMap<CompiledApp, Map<string, readonly LockChain[]>>()

/**
 * The records up the relations of a form that its computed values, or those of others through it, pass: the farthest first, so that all writers
 * take them in one order. Without them, a record just being linked is invisible to whoever works out values along the same way at that moment.
 */
export function lockChainsOf(app: CompiledApp, form: string): readonly LockChain[] {
  const known = chains.get(app) ?? planLocks(app)
  chains.set(app, known)
  return known.get(form) ?? []
}

function planLocks(app: CompiledApp): Map<string, readonly LockChain[]> {
  const found = new Map<string, Map<string, LockChain>>()
  const add = (hop: Hop, path: readonly string[], exclusive: boolean): void => {
    const [root = '', ...rows] = hop.form.split('.')
    const full = [...rows, ...path]
    const last = targetForm(app, root, full)
    if (last === undefined) return
    const list = found.get(root) ?? new Map<string, LockChain>()
    found.set(root, list)
    const name = full.join('.')
    list.set(name, { path: full, form: last, exclusive: exclusive || list.get(name)?.exclusive === true })
  }
  for (const { reads } of graphOf(app).nodes.values())
    for (const { hops } of reads)
      for (const [at, hop] of hops.entries()) {
        // `targets` lead on to the right, `referrers` were walked from the right.
        const step = hop.kind === 'targets' ? 1 : -1
        const path: string[] = []
        for (let i = at; hops[i]?.kind === hop.kind; i += step) {
          path.push(hops[i]!.field)
          add(hop, [...path], hop.kind === 'targets')
        }
      }
  return new Map([...found].map(([key, list]) => [key, [...list.values()].sort(farthestFirst)]))
}

const farthestFirst = (a: LockChain, b: LockChain): number =>
  b.path.length - a.path.length || (a.form < b.form ? -1 : a.form > b.form ? 1 : 0)

/** The form a path of relations leads to; undefined when it is none. */
function targetForm(app: CompiledApp, root: string, path: readonly string[]): string | undefined {
  let form = app.forms.get(root)
  for (const name of path) {
    const field = form?.fields.get(name)
    form = field?.rows ?? app.forms.get(field?.target ?? '')
  }
  return form?.key
}
