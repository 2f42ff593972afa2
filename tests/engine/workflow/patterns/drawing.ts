import type { Node, Workflow } from '../../../../schemas/generated/definition.ts'

/** Somebody's work, and where it leads. */
export const work = (key: string, who: string, to: string, rest: object = {}): Node => ({
  key,
  type: 'fill',
  by: `"${who}"`,
  next: [{ to }],
  ...rest,
})

/** Somebody's decision, and where it leads when he rejects. */
export const decide = (key: string, who: string, to: string, otherwise: string, rest: object = {}): Node => ({
  key,
  type: 'approve',
  by: `"${who}"`,
  next: [{ to }, { to: otherwise, on: 'rejected' }],
  ...rest,
})

export const parallel = (key: string, ...to: readonly string[]): Node => ({
  key,
  type: 'parallel',
  next: to.map(one => ({ to: one })),
})

/** Branches with their conditions; the last has none. */
export const choice = (
  key: string,
  type: 'exclusive' | 'inclusive',
  ...ways: readonly (readonly [to: string, when?: string])[]
): Node => ({ key, type, next: ways.map(([to, when]) => (when === undefined ? { to } : { to, when })) })

export const done: Node = { key: 'done', type: 'end', outcome: 'done' }
/** Ends its own token only. */
export const over: Node = { key: 'over', type: 'end', scope: 'branch', outcome: 'done' }

export const part = (...nodes: readonly Node[]): Workflow => ({
  key: 'part',
  name: { zh: '子流程', en: 'Part' },
  form: 'deal',
  start: { to: nodes[0]!.key },
  nodes: [...nodes],
})

export const lines = [
  { id: 'l1', item: 'x', buyer: 'x' },
  { id: 'l2', item: 'y', buyer: 'y' },
  { id: 'l3', item: 'z', buyer: 'z' },
]
