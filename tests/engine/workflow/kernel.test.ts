import { describe, expect, it } from 'vitest'
import type { Node } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done, Instance } from './harness.ts'

const parallel = (to: readonly string[]): Node => ({
  key: 'split',
  type: 'parallel',
  next: to.map(key => ({ to: key })),
})

describe('branches', () => {
  it.each([
    ['5', 'small:a'],
    ['50', 'large:b'],
    [null, 'small:a'],
  ])('exclusive: amount %s goes to %s', (amount, at) => {
    const nodes: Node[] = [
      { key: 'how', type: 'exclusive', next: [{ to: 'large', when: '{amount} > 10' }, { to: 'small' }] },
      approve('small', 'ROLE("a")', { next: [{ to: 'done' }] }),
      approve('large', 'ROLE("b")', { next: [{ to: 'done' }] }),
      done,
    ]
    expect(new Instance(appWith(nodes), { values: { amount } }).at).toEqual([at])
  })

  const joined = (join?: 'all' | 'each' | 'started', amount = '5'): Instance =>
    new Instance(
      appWith([
        {
          key: 'split',
          type: 'parallel',
          next: [{ to: 'one' }, { to: 'two', ...(join === 'started' ? { when: '{amount} > 1' } : {}) }],
        },
        approve('one', 'ROLE("a")', { next: [{ to: 'last' }] }),
        approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
        approve('last', 'ROLE("c")', { next: [{ to: 'done' }], ...(join === undefined ? {} : { join }) }),
        done,
      ]),
      { values: { amount } },
    )

  it('all: waits for every branch', () => {
    const instance = joined('all')
    expect(instance.at).toEqual(['one:a', 'two:b'])
    instance.act('b', 'approve')
    expect(instance.at).toEqual(['one:a'])
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['last:c'])
    instance.act('c', 'approve')
    expect(instance.result).toBe('ended approved')
  })

  it('each: goes on with every token by itself', () => {
    const instance = joined('each')
    instance.act('b', 'approve')
    expect(instance.at).toEqual(['one:a', 'last:c'])
  })

  it.each([
    ['0', ['one:a'], ['last:c']],
    ['5', ['one:a', 'two:b'], ['two:b']],
  ])('started: waits for the branches that began: %s', (amount, first, then) => {
    const instance = joined('started', amount)
    expect(instance.at).toEqual(first)
    instance.act('a', 'approve')
    expect(instance.at).toEqual(then)
  })

  it('an end takes every token', () => {
    const nodes: Node[] = [
      parallel(['one', 'two']),
      approve('one', 'ROLE("a")', { next: [{ to: 'done' }] }),
      approve('two', 'ROLE("b")', { next: [{ to: 'done' }] }),
      done,
    ]
    const instance = new Instance(appWith(nodes))
    instance.act('a', 'approve')
    expect([instance.result, instance.open]).toEqual(['ended approved', []])
  })

  it('a return into one branch keeps the other branch’s approval', () => {
    const instance = new Instance(
      appWith([
        parallel(['one', 'two']),
        approve('one', 'ROLE("a")', { next: [{ to: 'last' }] }),
        approve('two', 'ROLE("b")', { next: [{ to: 'last' }] }),
        approve('last', 'ROLE("c")', { join: 'all', next: [{ to: 'done' }], allow: { return: { to: ['any'] } } }),
        done,
      ]),
    )
    instance.act('a', 'approve')
    instance.act('b', 'approve')
    instance.act('c', 'return', { to: 'one' })
    expect(instance.at).toEqual(['one:a'])
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['last:c'])
  })
})

describe('people (M15)', () => {
  const node = (by: string, rest: object = {}): Instance =>
    new Instance(
      appWith([
        approve('one', by, { next: [{ to: 'two' }], ...rest }),
        approve('two', 'ROLE("b")', { next: [{ to: 'done' }] }),
        done,
      ]),
    )
  it.each([
    ['a manager', 'MANAGER({$applicant})', {}, ['one:boss']],
    ['nobody: an administrator', 'ROLE("nobody")', {}, ['one:admin']],
    ['nobody: whom the step names', 'ROLE("nobody")', { empty: { to: 'ROLE("c")' } }, ['one:c']],
    [
      'nobody: the step names the applicant: an administrator',
      'ROLE("nobody")',
      { empty: { to: '{$applicant}' } },
      ['one:admin'],
    ],
    [
      'nobody: the step names the applicant and allows him',
      'ROLE("nobody")',
      { empty: { to: '{$applicant}' }, self: 'allow' },
      ['one:app'],
    ],
    ['the applicant alone: an administrator', '{$applicant}', {}, ['one:admin']],
    ['the applicant, allowed', '{$applicant}', { self: 'allow' }, ['one:app']],
    ['the applicant, skipped', '{$applicant}', { self: 'skip' }, ['two:b']],
    ['the applicant, skipped by rule', '{$applicant}', { skipWhen: ['applicant'] }, ['two:b']],
  ])('%s', (_, by, rest, at) => {
    expect(node(by, rest).at).toEqual(at)
  })

  it('tells when nobody was found', () => {
    expect(node('ROLE("nobody")').log).toContainEqual({
      type: 'warning',
      code: 'nobody_to_act',
      params: { node: 'one' },
    })
  })

  it('lets the applicant decide nothing where he is the only administrator', () => {
    const instance = new Instance(appWith([approve('one', 'ROLE("nobody")', { next: [{ to: 'done' }] }), done]), {
      applicant: 'admin',
    })
    expect(instance.at).toEqual(['one:admin'])
    expect(instance.refusal('admin', 'approve')).toBe('self_approval')
    expect(instance.acts('admin')).toContain('transfer')
  })

  it.each([
    ['approved_previous', true],
    ['approved_before', true],
    [undefined, false],
  ])('who approved already is skipped with %s: %s', (rule, skipped) => {
    const skipWhen = rule === undefined ? {} : { skipWhen: [rule] }
    const instance = new Instance(
      appWith([
        approve('one', 'ROLE("a")', { next: [{ to: 'two' }] }),
        approve('two', 'ROLE("a")', { next: [{ to: 'three' }], ...skipWhen }),
        approve('three', 'ROLE("c")', { next: [{ to: 'done' }] }),
        done,
      ]),
    )
    instance.act('a', 'approve')
    expect(instance.at).toEqual([skipped ? 'three:c' : 'two:a'])
    if (skipped) expect(instance.log).toContainEqual(expect.objectContaining({ type: 'decision', act: 'skip' }))
  })
})

describe('the record', () => {
  it('is held while an approval waits that does not say otherwise (M16)', () => {
    const nodes = (rest: object): Node[] => [
      { key: 'fill', type: 'fill', by: '{$applicant}', next: [{ to: 'one' }] },
      approve('one', 'ROLE("a")', { next: [{ to: 'done' }], ...rest }),
      done,
    ]
    const instance = new Instance(appWith(nodes({})))
    expect(instance.state.locked).toBe(false)
    expect(instance.act('app', 'submit').map(({ type }) => type)).toContain('lockRecord')
    expect(instance.act('a', 'approve').map(({ type }) => type)).toContain('unlockRecord')
    const open = new Instance(appWith(nodes({ locks: 'none' })))
    expect(open.act('app', 'submit').map(({ type }) => type)).not.toContain('lockRecord')
  })

  it('that changed voids an approval of its field', () => {
    const instance = new Instance(
      appWith([
        approve('one', 'ROLE("a")', { next: [{ to: 'two' }], voidOn: ['amount'] }),
        approve('two', 'ROLE("b")', { next: [{ to: 'done' }] }),
        done,
      ]),
    )
    instance.act('a', 'approve')
    instance.send({ type: 'changed', fields: ['note'] })
    expect(instance.at).toEqual(['two:b'])
    instance.send({ type: 'changed', fields: ['amount'] })
    expect(instance.at).toEqual(['one:a'])
  })
})

describe('automatic steps', () => {
  it('cc copies and goes on; do rests until its actions ran, and keeps their results', () => {
    const nodes: Node[] = [
      { key: 'copy', type: 'cc', by: 'ROLE("board")', next: [{ to: 'make' }] },
      { key: 'make', type: 'do', do: [{ do: 'create', form: 'deal', set: {}, as: 'made' }], next: [{ to: 'how' }] },
      { key: 'how', type: 'exclusive', next: [{ to: 'done', when: '{$out.made} = "r2"' }, { to: 'other' }] },
      { key: 'other', type: 'end', outcome: 'cancelled' },
      done,
    ]
    const definition = appWith(nodes)
    const copied = new Instance(definition).log.filter(effect => effect.type === 'createTask')
    expect(copied.map(({ task }) => `${task.kind} ${task.assignee}`)).toEqual(['cc a', 'cc b', 'cc c'])
    expect(new Instance(definition).result).toBe('ended cancelled')
    expect(new Instance(definition, { out: { made: 'r2' } }).result).toBe('ended approved')
  })

  it('is stopped after a thousand', () => {
    const nodes: Node[] = [
      approve('one', 'ROLE("a")', { next: [{ to: 'two' }] }),
      approve('two', 'ROLE("a")', { skipWhen: ['approved_previous'], next: [{ to: 'two' }] }),
    ]
    const instance = new Instance(appWith(nodes))
    instance.act('a', 'approve')
    expect(instance.result).toBe('failed cancelled')
    expect(instance.log).toContainEqual({ type: 'warning', code: 'too_many_steps', params: { node: 'two' } })
  })
})

describe('deadlines', () => {
  const timed = (rest: object = {}): Instance =>
    new Instance(
      appWith([
        approve('one', 'ROLE("a")', {
          next: [{ to: 'done' }, { to: 'late', on: 'timeout' }],
          deadline: {
            steps: [
              {
                key: 'remind',
                after: '24h',
                when: '{amount} > 1',
                repeat: { every: '12h', times: 1 },
                do: [{ do: 'notify', to: '{$task.assignee}', message: { en: 'x' } }],
              },
              { key: 'up', after: '48h', do: [{ do: 'act', on: '{$task}', as: 'close' }] },
            ],
          },
          ...rest,
        }),
        approve('late', 'ROLE("b")', { next: [{ to: 'done' }] }),
        done,
      ]),
    )
  const fire = (instance: Instance, step: string, index = 0) =>
    instance.send({ type: 'timer', task: instance.tasks[0]!.id, step, index })

  it('arms every step from the task’s opening, and says when it is due', () => {
    const instance = timed()
    const id = instance.open[0]!.id
    expect(instance.log).toContainEqual(
      expect.objectContaining({
        type: 'createTask',
        task: expect.objectContaining({ due: '2026-11-25T02:00:00.000Z' }),
      }),
    )
    expect(instance.log.filter(({ type }) => type === 'armTimer')).toEqual([
      {
        type: 'armTimer',
        key: `deadline:${id}:remind:0`,
        task: id,
        step: 'remind',
        index: 0,
        due: '2026-11-24T02:00:00.000Z',
      },
      { type: 'armTimer', key: `deadline:${id}:up:0`, task: id, step: 'up', index: 0, due: '2026-11-25T02:00:00.000Z' },
    ])
  })

  it('fires once: actions with {$task}, then the repetition', () => {
    const instance = timed()
    const effects = fire(instance, 'remind')
    expect(effects.map(({ type }) => type)).toEqual(['runActions', 'armTimer'])
    expect(effects[0]).toMatchObject({ task: { assignee: 'a', due: '2026-11-24T02:00:00.000Z', node: 'one' } })
    expect(effects[1]).toMatchObject({ index: 1, due: '2026-11-24T14:00:00.000Z' })
    expect(fire(instance, 'remind')).toEqual([])
    expect(fire(instance, 'remind', 1).map(({ type }) => type)).toEqual(['runActions'])
  })

  it('checks its condition again, and has no effect on a finished task', () => {
    const instance = timed()
    instance.values.amount = '0'
    expect(fire(instance, 'remind').map(({ type }) => type)).toEqual(['armTimer'])
    instance.act('a', 'approve')
    expect(fire(instance, 'up')).toEqual([])
  })

  it('an act close takes the timeout edge', () => {
    const instance = timed()
    instance.send({ type: 'act', act: 'close', task: instance.open[0]!.id, by: null })
    expect(instance.at).toEqual(['late:b'])
    const without = timed({ next: [{ to: 'late' }] })
    without.send({ type: 'act', act: 'close', task: without.open[0]!.id, by: null })
    expect(without.result).toBe('ended rejected')
  })
})
