import { describe, expect, it } from 'vitest'
import type { Node, Workflow } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done, Instance } from './harness.ts'

const end: Node = { key: 'done', type: 'end', outcome: 'done' }
const wait = (rest: object, next: object[] = [{ to: 'done' }]): Node =>
  ({ key: 'w', type: 'wait', next, ...rest }) as Node
const branch = (who: string): Workflow => ({
  key: 'part',
  name: { zh: '子流程', en: 'part' },
  form: 'deal',
  start: { to: 'check' },
  nodes: [approve('check', who, { next: [{ to: 'done' }] }), done],
})

describe('wait', () => {
  it('for a time', () => {
    const instance = new Instance(appWith([wait({ after: '48h' }), end]))
    instance.later(47)
    expect(instance.live).toEqual(['w'])
    instance.later(1)
    expect(instance.result).toBe('ended done')
  })

  it('until a date of the record, which it follows', () => {
    const instance = new Instance(appWith([wait({ until: '={due}', after: '-1d' }), end]), {
      values: { due: '2026-11-30' },
    })
    expect([...instance.alarms.values()].map(({ due }) => due)).toEqual(['2026-11-28T16:00:00.000Z'])
    instance.write({ due: '2026-11-26' })
    expect([...instance.alarms.values()].map(({ due }) => due)).toEqual(['2026-11-24T16:00:00.000Z'])
    instance.write({ due: null })
    expect(instance.alarms.size).toBe(0)
    instance.write({ due: '2026-11-01' })
    expect(instance.result).toBe('ended done')
  })

  it('for a state of the record: at once when it is there, else when a change or a day brings it', () => {
    const nodes = [wait({ where: '{amount} > 10' }), end]
    expect(new Instance(appWith(nodes), { values: { amount: '11' } }).result).toBe('ended done')
    const instance = new Instance(appWith(nodes))
    instance.write({ amount: '9' })
    expect(instance.live).toEqual(['w'])
    instance.write({ amount: '12' })
    expect(instance.result).toBe('ended done')
    const dated = new Instance(appWith([wait({ where: 'TODAY() > {due}' }), end]), { values: { due: '2026-11-24' } })
    dated.later(24)
    expect(dated.live).toEqual(['w'])
    dated.later(24)
    expect(dated.result).toBe('ended done')
  })

  it('for an event, or a time-out, whichever comes first', () => {
    const nodes = [
      wait({ on: [{ event: 'created', form: 'payment' }], after: '24h' }, [
        { to: 'done' },
        { to: 'call', on: 'timeout' },
      ]),
      approve('call', 'ROLE("a")', { next: [{ to: 'done' }] }),
      end,
    ]
    const paid = new Instance(appWith(nodes))
    paid.happen('w')
    expect([paid.result, paid.alarms.size]).toEqual(['ended done', 0])
    const late = new Instance(appWith(nodes))
    late.later(24)
    expect(late.at).toEqual(['call:a'])
    late.happen('w')
    expect(late.at).toEqual(['call:a'])
  })

  it.each([
    ['now', ['w']],
    ['start', []],
  ])('since %s: what came before it is reached', (since, live) => {
    const nodes = [
      approve('first', 'ROLE("a")', { next: [{ to: 'w' }] }),
      wait({ on: [{ event: 'created', form: 'payment' }], since }),
      end,
    ]
    const instance = new Instance(appWith(nodes))
    instance.happen('w')
    instance.act('a', 'approve')
    expect(instance.live).toEqual(live)
  })
})

describe('events of a node', () => {
  const nodes = (event: object): Node[] => [
    approve('one', 'ROLE("board")', { mode: 'all', next: [{ to: 'done' }], events: [event] }),
    approve('other', 'ROLE("a")', { join: 'each', next: [{ to: 'done' }] }),
    { key: 'done', type: 'end', scope: 'branch', outcome: 'approved' },
  ]
  it('stop its work and lead elsewhere', () => {
    const instance = new Instance(appWith(nodes({ on: { event: 'updated', fields: ['amount'] }, to: 'other' })))
    instance.happen('one', 0)
    expect(instance.at).toEqual(['other:a'])
  })
  it('go on beside it', () => {
    const beside = { on: { event: 'updated' }, to: 'other', cancel: false }
    const instance = new Instance(appWith(nodes(beside)))
    instance.happen('one', 0)
    expect(instance.at).toEqual(['one:a', 'one:b', 'one:c', 'other:a'])
  })
  it('come with time, and only do something', () => {
    const instance = new Instance(
      appWith([
        ...nodes({ after: '24h', do: [{ do: 'lock' }], cancel: false }).slice(0, 1),
        { key: 'done', type: 'end', outcome: 'approved' },
      ]),
    )
    instance.later(24)
    expect(instance.at).toEqual(['one:a', 'one:b', 'one:c'])
    expect(instance.log.filter(({ type }) => type === 'runActions')).toHaveLength(1)
  })
})

describe('subprocess', () => {
  const call = (rest: object = {}): Node =>
    ({
      key: 'call',
      type: 'subprocess',
      workflow: 'part',
      next: [{ to: 'done' }, { to: 'no', on: 'rejected' }],
      ...rest,
    }) as Node
  const no: Node = { key: 'no', type: 'end', outcome: 'rejected' }
  const made = (rest: object = {}, values: Record<string, unknown> = {}) =>
    new Instance(appWith([call(rest), done, no], {}, [branch('ROLE("a")')]), { values })
  const lines = [
    { id: 'l1', item: 'x' },
    { id: 'l2', item: 'y' },
    { id: 'l3', item: 'z' },
  ]

  it.each<['approved' | 'rejected' | 'cancelled' | null, string]>([
    ['approved', 'ended approved'],
    ['rejected', 'ended rejected'],
    ['cancelled', 'ended rejected'],
    [null, 'ended rejected'],
  ])('that came to %s', (outcome, result) => {
    const instance = made({ as: 'checked' })
    expect([...instance.children.values()]).toMatchObject([{ record: null, workflow: 'part', depth: 1 }])
    instance.endChild(outcome)
    expect([instance.result, instance.state.out.checked]).toEqual([result, outcome ?? 'cancelled'])
  })

  it('one for each row, and waits for all', () => {
    const instance = made({ each: '{lines}' }, { lines })
    expect([...instance.children.values()].map(({ item }) => item)).toEqual(['l1', 'l2', 'l3'])
    for (const left of [2, 1]) {
      instance.endChild('approved')
      expect([instance.live, instance.children.size]).toEqual([['call'], left])
    }
    instance.endChild('approved')
    expect(instance.result).toBe('ended approved')
  })

  it.each<[object, number, number]>([
    [{ wait: 'none' }, 0, 3],
    [{ wait: 2 }, 2, 1],
    [{ wait: 2, rest: 'cancel' }, 2, 0],
  ])('one for each row: %o goes on after %i, %i still run', (rest, after, running) => {
    const instance = made({ each: '{lines}', ...rest }, { lines })
    for (let at = 0; at < after; at += 1) instance.endChild('approved')
    expect([instance.result, instance.children.size]).toEqual(['ended approved', running])
    if (running > 0) instance.endChild('rejected')
    expect(instance.result).toBe('ended approved')
  })

  it('no row: nothing to wait for', () => {
    expect(made({ each: '{lines}' }).result).toBe('ended approved')
  })

  it('is stopped with its parent', () => {
    const instance = made({ each: '{lines}' }, { lines })
    instance.send({ type: 'cancel', by: 'app' }, 'app')
    expect([instance.children.size, instance.result]).toEqual([0, 'withdrawn cancelled'])
  })
})

describe('rows', () => {
  const lines = [
    { id: 'l1', item: 'x', buyer: 'a' },
    { id: 'l2', item: 'y', buyer: 'b' },
  ]
  const nodes = (rest: object = {}): Node[] => [
    approve('one', '{$row.buyer}', { each: '{lines}', next: [{ to: 'done' }], ...rest }),
    done,
  ]
  it('each has its own people and its own decision', () => {
    const instance = new Instance(appWith(nodes()), { values: { lines } })
    expect(instance.at).toEqual(['one:a', 'one:b'])
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['one:b'])
    instance.act('b', 'approve')
    expect(instance.result).toBe('ended approved')
  })
  it('one rejection rejects at once, unless the rest is awaited', () => {
    const first = new Instance(appWith(nodes()), { values: { lines } })
    first.act('a', 'reject')
    expect(first.result).toBe('ended rejected')
    const all = new Instance(appWith(nodes({ rejectWhen: 'all' })), { values: { lines } })
    all.act('a', 'reject')
    expect(all.at).toEqual(['one:b'])
    all.act('b', 'approve')
    expect(all.result).toBe('ended rejected')
  })
  it('nobody in a row: an administrator; no row: through', () => {
    const values = { lines: [{ id: 'l1', item: 'x' }, lines[1]] }
    expect(new Instance(appWith(nodes()), { values }).at).toEqual(['one:admin', 'one:b'])
    expect(new Instance(appWith(nodes())).result).toBe('ended approved')
  })
})

describe('mutex', () => {
  it('lets one of them work at a time', () => {
    const nodes: Node[] = [
      { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two' }] },
      approve('one', 'ROLE("a")', { mutex: 'audit', next: [{ to: 'last' }] }),
      approve('two', 'ROLE("b")', { mutex: 'audit', next: [{ to: 'last' }] }),
      { key: 'last', type: 'end', join: 'all', outcome: 'approved' },
    ]
    const instance = new Instance(appWith(nodes))
    expect(instance.at).toEqual(['one:a'])
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['two:b'])
    instance.act('b', 'approve')
    expect(instance.result).toBe('ended approved')
  })
})
