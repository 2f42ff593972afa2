import { both, type Edit, put } from '../merge-cases/case.ts'

/** A code, where it is found, an edit of the office that triggers it, and one nearly alike that does not. */
export type FindingCase = readonly [code: string, at: string, bad: Edit, good: Edit]

export const all =
  (...edits: readonly Edit[]): Edit =>
  definition =>
    edits.reduce((one, edit) => edit(one), definition)

export const X = 'forms/customer/fields/x'
/** One more field of the customer. */
export const field = (type: string, more: object = {}): Edit =>
  put(X, { key: 'x', label: both('新', 'X'), type, ...more })
export const formula = (text: unknown, result = 'number'): Edit => field('formula', { formula: text, result })
export const DEAL = 'forms/opportunity/fields/x'
export const N = 'workflows/large/nodes'
export const director = (more: object = {}): object => ({
  key: 'director',
  label: both('总监审批', 'Director'),
  type: 'approve',
  by: 'ROLE("director")',
  next: [
    { to: 'yes', on: 'approved' },
    { to: 'no', on: 'rejected' },
  ],
  ...more,
})
export const node = (more: object = {}): Edit => put(`${N}/director`, director(more))

const end = { key: 'done', type: 'end' }
/** A workflow of its own, started by hand. */
export const flow = (nodes: readonly object[], more: object = {}): Edit =>
  put('workflows/flow', {
    key: 'flow',
    name: both('流程', 'Flow'),
    form: 'opportunity',
    start: { to: (nodes[0] as { key: string }).key, manual: true },
    nodes: [...nodes, end],
    ...more,
  })
export const W = 'workflows/flow/nodes'
export const step = (key: string, next: readonly object[], more: object = {}): object => ({
  key,
  type: 'approve',
  by: 'ROLE("director")',
  next,
  ...more,
})

export const TELL = { do: 'notify', to: '{owner}', message: both('请看', 'Look') }
/** An automation of its own. */
export const automation = (more: object): Edit =>
  put('automations/x', {
    key: 'x',
    name: both('新', 'X'),
    on: [{ event: 'created', form: 'opportunity' }],
    then: [TELL],
    ...more,
  })
export const doing = (...actions: readonly object[]): Edit => automation({ then: actions })
export const T = 'automations/x/then/0'
