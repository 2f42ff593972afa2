import { describe, expect, it } from 'vitest'
import type { Node, Workflow } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done, Instance } from './harness.ts'

const one = (rest: object, workflow: Partial<Workflow> = {}, values: Record<string, unknown> = {}): Instance =>
  new Instance(appWith([approve('one', 'ROLE("council")', { next: [{ to: 'done' }], ...rest }), done], workflow), {
    values,
  })

describe('votes (票签)', () => {
  const rule = { mode: 'share', passWhen: '{$votes.yes} / {$votes.total} >= 0.6', failWhen: '{$votes.no} >= 2' }
  it('pass at the share, and close what is left', () => {
    const instance = one(rule)
    for (const who of ['a', 'b']) instance.act(who, 'approve')
    expect(instance.open).toHaveLength(3)
    instance.act('c', 'approve')
    expect([instance.result, instance.open]).toEqual(['ended approved', []])
  })
  it('fail by their own rule', () => {
    const instance = one(rule)
    instance.act('d', 'reject')
    instance.act('e', 'reject')
    expect(instance.result).toBe('ended rejected')
  })
  it('added signers count', () => {
    const instance = one({ ...rule, allow: { add_signer: { kinds: ['beside'] } } })
    for (const who of ['a', 'b']) instance.act(who, 'approve')
    instance.act('c', 'add-signer', { users: ['x'], kind: 'beside' })
    instance.act('c', 'approve')
    expect(instance.state.status).toBe('running')
    instance.act('x', 'approve')
    expect(instance.result).toBe('ended approved')
  })
  it.each(['share', 'all'])('who would sign after one who rejected is not waited for: %s', mode => {
    const share = mode === 'share' ? { passWhen: '{$votes.yes} > 4' } : {}
    const instance = one({ mode, ...share, rejectWhen: 'all', allow: { add_signer: { kinds: ['after'] } } })
    instance.act('a', 'add-signer', { users: ['x'], kind: 'after' })
    instance.act('a', 'reject')
    for (const who of ['b', 'c', 'd', 'e']) instance.act(who, 'approve')
    expect(instance.result).toBe('ended rejected')
  })
  it('are rejected when nobody is left and it did not pass', () => {
    const instance = one({ ...rule, failWhen: undefined, passWhen: '{$votes.yes} > 3' })
    for (const who of ['a', 'b', 'c']) instance.act(who, 'approve')
    instance.act('d', 'reject')
    instance.act('e', 'reject')
    expect(instance.result).toBe('ended rejected')
  })
  it('that come late are kept and change nothing, when the rest is ignored', () => {
    const instance = new Instance(
      appWith([
        approve('one', 'ROLE("board")', { rest: 'ignore', next: [{ to: 'two' }] }),
        approve('two', '"boss"', { next: [{ to: 'done' }] }),
        done,
      ]),
    )
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['one:b', 'one:c', 'two:boss'])
    expect(instance.acts('b')).toEqual(['approve', 'reject'])
    instance.act('b', 'reject')
    instance.act('boss', 'approve')
    expect([instance.result, instance.open]).toEqual(['ended approved', []])
  })
})

describe('somebody stands in', () => {
  it('at entry and on arrival, before the self rule', () => {
    const instance = new Instance(
      appWith([
        approve('one', 'ROLE("board")', { mode: 'sequence', next: [{ to: 'two' }] }),
        approve('two', 'ROLE("a")', { next: [{ to: 'done' }] }),
        done,
      ]),
    )
    instance.away = { b: 'x', a: 'app' }
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['one:x'])
    instance.act('x', 'approve')
    expect(instance.log).toContainEqual(expect.objectContaining({ type: 'decision', by: 'x', onBehalfOf: 'b' }))
    instance.act('c', 'approve')
    expect(instance.at).toEqual(['two:admin'])
  })
  it('for those who stand in, and not in a circle', () => {
    const instance = new Instance(
      appWith([
        approve('zero', 'ROLE("c")', { next: [{ to: 'one' }] }),
        approve('one', 'ROLE("a")', { next: [{ to: 'two' }] }),
        approve('two', 'ROLE("b")', { next: [{ to: 'done' }] }),
        done,
      ]),
    )
    instance.away = { a: 'x', x: 'y', b: 'z', z: 'b' }
    instance.act('c', 'approve')
    expect(instance.at).toEqual(['one:y'])
    instance.act('y', 'approve')
    expect(instance.at).toEqual(['two:b'])
  })
})

describe('acts', () => {
  it('delegate: asks another for his word, then it comes back', () => {
    const instance = one({ mode: 'all', allow: { delegate: {} } })
    instance.act('a', 'delegate', { to: 'x' })
    expect([instance.acts('x'), instance.openOf('a')]).toEqual([['hand-back'], undefined])
    expect(instance.refusal('x', 'approve')).toBe('task_act_not_allowed')
    instance.act('x', 'hand-back', { opinion: 'fine' })
    expect(instance.acts('a')).toContain('approve')
  })
  it('delegate: comes back when the other leaves', () => {
    const instance = one({ allow: { delegate: {} } })
    instance.act('a', 'delegate', { to: 'x' })
    instance.inactive.add('x')
    instance.send({ type: 'departed', user: 'x' })
    expect(instance.openOf('a')?.owner).toBeUndefined()
  })
  it('remove-signer: takes out whom he added and who has not decided', () => {
    const instance = one({ allow: { add_signer: { kinds: ['before'] }, remove_signer: {} } })
    expect(instance.refusal('a', 'remove-signer', { users: ['b'] })).toBe('task_act_not_allowed')
    instance.act('a', 'add-signer', { users: ['x', 'y'] })
    const task = instance.tasks.find(({ assignee }) => assignee === 'a')?.id ?? ''
    expect(instance.refusal('a', 'remove-signer', { task, users: ['b'] })).toBe('signer_unknown')
    instance.act('a', 'remove-signer', { task, users: ['x', 'y'] })
    expect(instance.openOf('a')).toBeDefined()
  })
  it('cc: copies it to others', () => {
    const instance = one({ allow: { cc: { max: 2 } } })
    expect(instance.refusal('a', 'cc', { users: ['x', 'y', 'z'] })).toBe('too_many_copies')
    instance.act('a', 'cc', { users: ['x', 'y'] })
    const copies = instance.log.flatMap(effect =>
      effect.type === 'createTask' && effect.task.kind === 'cc' ? [effect.task.assignee] : [],
    )
    expect(copies).toEqual(['x', 'y'])
  })
  it('urge: so often at most', () => {
    const instance = one({}, { allow: { urge: { every: '1h', max: 2 } } })
    for (const hour of [0, 1]) {
      instance.later(hour)
      instance.act('app', 'urge')
    }
    instance.later(2)
    expect(instance.refusal('app', 'urge')).toBe('urged_too_often')
  })
  it('reopen: who may takes a finished instance up again', () => {
    const nodes: Node[] = [
      approve('one', 'ROLE("a")', { next: [{ to: 'two' }] }),
      approve('two', 'ROLE("b")', { next: [{ to: 'done' }] }),
      done,
    ]
    const instance = new Instance(appWith(nodes, { allow: { reopen: { who: '{$user} = {$applicant}', to: 'two' } } }))
    const reopen = (by: string) => () => instance.send({ type: 'reopen', by }, by)
    expect(reopen('app')).toThrow('already_running')
    instance.act('a', 'approve')
    instance.act('b', 'reject')
    expect(reopen('a')).toThrow('task_act_not_allowed')
    reopen('app')()
    expect([instance.at, instance.result]).toEqual([['two:b'], 'running'])
    instance.act('b', 'approve')
    expect(instance.result).toBe('ended approved')
  })
})

describe('chosen by the applicant', () => {
  const nodes: Node[] = [approve('one', 'ROLE("board")', { choose: { max: 2 }, next: [{ to: 'done' }] }), done]
  const start = (chosen: Record<string, string[]>) => {
    const instance = new Instance(appWith(nodes))
    instance.state = { ...instance.state, status: 'running', activations: [], chosen: {} }
    instance.send({ type: 'start', chosen })
    return instance.at
  }
  it('among the candidates', () => {
    expect(start({ one: ['b', 'c'] })).toEqual(['one:b', 'one:c'])
  })
  it.each([
    [{}, 'choice_required'],
    [{ one: ['x'] }, 'choice_not_possible'],
    [{ one: ['a', 'b', 'c'] }, 'choice_not_possible'],
  ])('not %o', (chosen, code) => {
    expect(() => start(chosen as Record<string, string[]>)).toThrow(code)
  })
  it('all of them when nobody was asked', () => {
    expect(new Instance(appWith(nodes)).at).toHaveLength(3)
  })
})
