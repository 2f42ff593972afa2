import type { Label } from '../../../schemas/generated/definition.ts'
import type { Advise } from './advise.ts'

interface Named {
  readonly key: string
  readonly label?: Label
  readonly name?: Label
}

/** Elements that do something only where others name them, and what one of each is called. */
const KINDS = [
  ['optionLibraries', { zh: '选项库', en: 'option library' }],
  ['settings', { zh: '设置', en: 'setting' }],
  ['scorecards', { zh: '评分卡', en: 'scorecard' }],
  ['connectors', { zh: '外部系统', en: 'outside system' }],
] as const

/** Elements nothing names. */
export const unusedElements: Advise = ({ definition, references }, warn) => {
  const used = new Set(references.map(({ to }) => `${to[0]}/${to[1]}`))
  for (const [list, kind] of KINDS)
    for (const [at, element] of ((definition[list] ?? []) as readonly Named[]).entries())
      if (!used.has(`${list}/${element.key}`))
        warn(`/${list}/${at}`, 'never_used', { kind, name: element.label ?? element.name ?? element.key })
  for (const [at, policy] of (definition.policies ?? []).entries())
    if (policy.claim === undefined && !used.has(`policies/${policy.key}`))
      warn(`/policies/${at}`, 'never_used', {
        kind: { zh: '分配策略', en: 'assignment policy' },
        name: policy.name ?? policy.key,
      })
}

/** Workflows that begin neither by hand, nor by an event, nor through a stage, an automation or another workflow. */
export const neverStarted: Advise = ({ definition, references }, warn) => {
  const starts = new Set(
    references.flatMap(({ from, to }) =>
      to[0] === 'workflows' && to.length === 2 && from[0] !== 'roles' && from.at(-1) === 'workflow' ? [to[1]] : [],
    ),
  )
  for (const [at, { key, name, start }] of (definition.workflows ?? []).entries())
    if (start.manual !== true && (start.on ?? []).length === 0 && !starts.has(key))
      warn(`/workflows/${at}/start`, 'workflow_never_starts', { workflow: name })
}
