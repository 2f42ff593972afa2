import { describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import { moveObstacle } from '../../../engine/workflow/move.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done, Instance } from './harness.ts'

const base: Node[] = [
  { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two' }] },
  approve('one', 'ROLE("a")', { next: [{ to: 'last' }], events: [{ after: '48h', to: 'done' }] }),
  approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
  approve('last', 'ROLE("c")', { join: 'all', next: [{ to: 'done' }] }),
  done,
]
const changed = (key: string, change: object | null): Node[] =>
  base.flatMap(node => (node.key !== key ? [node] : change === null ? [] : [{ ...node, ...change } as Node]))
const obstacle = (nodes: readonly Node[], acted: readonly string[] = []): string | undefined => {
  const instance = new Instance(appWith(base))
  for (const who of acted) instance.act(who, 'approve')
  const { app, findings } = compileApp(appWith(nodes))
  if (app === null) throw new Error(JSON.stringify(findings))
  return moveObstacle(instance.state, app.workflows.get('flow')!)
}
const fill: Node = { key: 'two', type: 'fill', by: '"x"', next: [{ to: 'last' }] }

describe('a running instance and a newer version', () => {
  it.each<[string, Node[], string[], string | undefined]>([
    ['the same', base, [], undefined],
    [
      'a step more ahead',
      [...changed('last', { next: [{ to: 'more' }] }), approve('more', 'ROLE("a")', { next: [{ to: 'done' }] })],
      [],
      undefined,
    ],
    ['other people for a step', changed('two', { by: 'ROLE("c")' }), [], undefined],
    ['a step it stands at is of another kind', changed('two', null).concat(fill), [], 'two'],
    ['a step it passed is of another kind', changed('two', null).concat(fill), ['b'], undefined],
    ['an event it armed is gone', changed('one', { events: undefined }), [], 'one'],
    ['the join is left of which a branch waits', [...changed('last', { join: 1, rest: 'cancel' })], ['b'], undefined],
    [
      'the way a token waits on is another',
      changed('two', { next: [{ to: 'last', on: 'approved' }, { to: 'done' }] }),
      ['b'],
      undefined,
    ],
    ['nothing waits there any more', changed('two', { next: [{ to: 'done' }] }), ['b'], 'last'],
  ])('%s', (_, nodes, acted, expected) => {
    expect(obstacle(nodes, acted)).toBe(expected)
  })
})
