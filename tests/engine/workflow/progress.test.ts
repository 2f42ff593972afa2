import { describe, expect, it } from 'vitest'
import { progressOf } from '../../../engine/workflow/progress.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done, Instance } from './harness.ts'

const shown = (instance: Instance): string[] =>
  progressOf(instance.workflow, instance.state).nodes.map(
    ({ key, state, holders, by }) =>
      `${key} ${state}${holders.length > 0 ? ` ${holders.map(({ user }) => user)}` : ''}${state === 'done' && by !== null ? ` by ${by}` : ''}`,
  )
const ways = (instance: Instance): string[] =>
  progressOf(instance.workflow, instance.state).edges.map(({ from, to, taken }) => `${from}${taken ? '=>' : '->'}${to}`)

const nodes: Node[] = [
  { key: 'how', type: 'exclusive', next: [{ to: 'split', when: '{amount} > 3' }, { to: 'small' }] },
  { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two' }] },
  approve('small', 'ROLE("a")', { next: [{ to: 'last' }] }),
  approve('one', 'ROLE("a")', { next: [{ to: 'meet' }] }),
  approve('two', 'ROLE("b")', { next: [{ to: 'meet' }], allow: { return: { to: ['applicant'], then: 'back' } } }),
  { key: 'meet', type: 'exclusive', join: 'all', next: [{ to: 'last' }] },
  approve('last', 'ROLE("c")', { next: [{ to: 'done' }] }),
  done,
]

describe('progress of an instance', () => {
  it('draws the steps people know, who has them, and what is ahead or not taken', () => {
    const instance = new Instance(appWith(nodes))
    expect(shown(instance)).toEqual([
      '$start done by app',
      'small skipped',
      'one active a',
      'two active b',
      'last ahead',
      'done ahead',
    ])
    expect(ways(instance)).toEqual([
      '$start=>one',
      '$start=>two',
      '$start->small',
      'small->last',
      'one->last',
      'two->last',
      'last->done',
    ])
    instance.act('a', 'approve')
    instance.act('b', 'approve')
    expect(shown(instance).slice(2)).toEqual(['one done by a', 'two done by b', 'last active c', 'done ahead'])
    expect(ways(instance)).toContain('one=>last')
    instance.act('c', 'approve')
    expect(shown(instance).slice(4)).toEqual(['last done by c', 'done done'])
  })

  it('shows the applicant at work again, and what he goes on to', () => {
    const instance = new Instance(appWith(nodes))
    instance.act('b', 'return')
    expect(shown(instance)).toEqual([
      '$start active app',
      'small skipped',
      'one active a',
      'two ahead',
      'last ahead',
      'done ahead',
    ])
    instance.act('app', 'submit')
    expect(shown(instance)[3]).toBe('two active b')
    expect(ways(instance).slice(0, 2)).toEqual(['$start=>one', '$start=>two'])
  })

  it('says how many of several have decided, and until when a wait lasts', () => {
    const instance = new Instance(
      appWith([
        approve('one', 'ROLE("board")', { mode: 'all', next: [{ to: 'pause' }] }),
        { key: 'pause', type: 'wait', after: '24h', next: [{ to: 'done' }] },
        done,
      ]),
    )
    const node = (key: string) => progressOf(instance.workflow, instance.state).nodes.find(one => one.key === key)
    instance.act('a', 'approve')
    expect(node('one')?.share).toEqual({ done: 1, total: 3 })
    for (const who of ['b', 'c']) instance.act(who, 'approve')
    expect([node('one')?.share, node('pause')?.until]).toEqual([null, '2026-11-24T02:00:00.000Z'])
  })

  it('of hundreds of steps draws what was passed, what is active and what comes next', () => {
    const long = Array.from({ length: 200 }, (_, at) =>
      approve(`n${at}`, 'ROLE("a")', { next: [{ to: at === 199 ? 'done' : `n${at + 1}` }] }),
    )
    const instance = new Instance(appWith([...long, done]))
    for (let at = 0; at < 100; at += 1) instance.act('a', 'approve')
    const { nodes: drawn, cut } = progressOf(instance.workflow, instance.state)
    expect([drawn.length, drawn.at(-2)?.state, drawn.at(-1)?.key, cut]).toEqual([60, 'active', 'n101', true])
  })
})
