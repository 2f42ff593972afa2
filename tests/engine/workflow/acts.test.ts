import { describe, expect, it } from 'vitest'
import type { Node } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done, Instance } from './harness.ts'

const board = (rest: object): Instance =>
  new Instance(appWith([approve('vote', 'ROLE("board")', { next: [{ to: 'done' }], ...rest }), done]))
const two = (first: object = {}, workflow: object = {}): Instance =>
  new Instance(
    appWith(
      [
        approve('one', 'ROLE("a")', { next: [{ to: 'two' }], ...first }),
        approve('two', 'ROLE("b")', { next: [{ to: 'done' }], allow: { return: { to: ['any'] } } }),
        done,
      ],
      workflow,
    ),
  )

describe('modes of an approval', () => {
  const cases: [string, object, string[], string][] = [
    ['any: the first approval passes', { mode: 'any' }, ['b approve'], 'ended approved'],
    ['any: the first rejection rejects', { mode: 'any' }, ['c reject'], 'ended rejected'],
    ['any, rejectWhen all: one rejection is not enough', { rejectWhen: 'all' }, ['c reject'], 'running'],
    [
      'any, rejectWhen all: all rejections are',
      { rejectWhen: 'all' },
      ['c reject', 'a reject', 'b reject'],
      'ended rejected',
    ],
    ['any, rejectWhen all: one approval passes', { rejectWhen: 'all' }, ['c reject', 'a approve'], 'ended approved'],
    ['all: two of three wait', { mode: 'all' }, ['a approve', 'c approve'], 'running'],
    ['all: every one', { mode: 'all' }, ['a approve', 'c approve', 'b approve'], 'ended approved'],
    ['all: one rejection rejects', { mode: 'all' }, ['a approve', 'c reject'], 'ended rejected'],
    [
      'all, rejectWhen all: a split vote is not passed',
      { mode: 'all', rejectWhen: 'all' },
      ['a approve', 'c reject', 'b approve'],
      'ended rejected',
    ],
    ['sequence: in order', { mode: 'sequence' }, ['a approve', 'b approve', 'c approve'], 'ended approved'],
    ['sequence: stops at a rejection', { mode: 'sequence' }, ['a approve', 'b reject'], 'ended rejected'],
  ]
  it.each(cases)('%s', (_, rest, steps, result) => {
    const instance = board(rest)
    for (const step of steps) instance.act(step.split(' ')[0]!, step.split(' ')[1] as 'approve')
    expect(instance.result).toBe(result)
    if (result !== 'running') expect(instance.open).toEqual([])
  })

  it('opens a sequence one by one, and cancels what is open when the verdict falls', () => {
    const sequence = board({ mode: 'sequence' })
    expect(sequence.at).toEqual(['vote:a'])
    expect(sequence.refusal('b', 'approve')).toBe('task_not_yours')
    sequence.act('a', 'approve')
    expect(sequence.at).toEqual(['vote:b'])
    const any = board({})
    const effects = any.act('b', 'approve')
    expect(effects.filter(({ type }) => type === 'cancelTask')).toMatchObject([
      { by: 'b', act: 'approved' },
      { by: 'b', act: 'approved' },
    ])
    expect(effects.at(-1)).toEqual({ type: 'ended', status: 'ended', outcome: 'approved' })
  })
})

describe('a rejection', () => {
  it.each([
    ['ends the instance', {}, [], 'ended rejected'],
    ['goes back to the applicant', { onReject: 'return_to_applicant' }, ['$applicant:app'], 'running'],
  ] as const)('%s', (_, workflow, at, result) => {
    const instance = two({}, workflow)
    instance.act('a', 'approve')
    instance.act('b', 'reject')
    expect([instance.at, instance.result]).toEqual([at, result])
  })

  it('starts over after the amendment', () => {
    const instance = two({}, { onReject: 'return_to_applicant' })
    instance.act('a', 'approve')
    instance.act('b', 'reject')
    instance.act('app', 'submit')
    expect(instance.at).toEqual(['one:a'])
  })

  it('follows its own edge, and never one for going well', () => {
    const nodes: Node[] = [
      approve('one', 'ROLE("a")', { next: [{ to: 'done' }, { to: 'redo', on: 'rejected' }] }),
      approve('redo', 'ROLE("b")', { next: [{ to: 'done' }] }),
      done,
    ]
    const instance = new Instance(appWith(nodes))
    instance.act('a', 'reject')
    expect(instance.at).toEqual(['redo:b'])
  })
})

describe('return (M17)', () => {
  it.each([
    ['applicant', '$applicant:app'],
    ['previous', 'one:a'],
    ['one', 'one:a'],
  ])('to %s', (to, at) => {
    const instance = two()
    instance.act('a', 'approve')
    instance.act('b', 'return', { to, opinion: 'again' })
    expect(instance.at).toEqual([at])
    expect(instance.log).toContainEqual(expect.objectContaining({ type: 'notify', code: 'task_returned' }))
  })

  it('back: goes on where it was returned from, for those who had not decided', () => {
    const instance = new Instance(
      appWith([
        approve('one', 'ROLE("a")', { next: [{ to: 'two' }] }),
        approve('two', 'ROLE("board")', {
          mode: 'all',
          next: [{ to: 'done' }],
          allow: { return: { to: ['applicant'], then: 'back' } },
        }),
        done,
      ]),
    )
    instance.act('a', 'approve')
    instance.act('a', 'approve')
    instance.act('b', 'return')
    expect(instance.at).toEqual(['$applicant:app'])
    instance.act('app', 'submit')
    expect(instance.at).toEqual(['two:b', 'two:c'])
  })

  it('is refused where it is not allowed, beyond its number, and to places not passed', () => {
    const once = two({ allow: { return: { to: ['applicant'], max: 1 } } })
    expect(once.refusal('a', 'return', { to: 'two' })).toBe('return_target_unknown')
    once.act('a', 'return')
    once.act('app', 'submit')
    expect(once.refusal('a', 'return')).toBe('return_too_often')
    expect(two().refusal('a', 'return')).toBe('task_act_not_allowed')
    const previousOnly = two()
    previousOnly.act('a', 'approve')
    expect(previousOnly.refusal('b', 'return', { to: 'nowhere' })).toBe('return_target_unknown')
  })
})

describe('transfer and signers', () => {
  const allow = { allow: { transfer: {}, add_signer: { max: 2 } } }

  it('hands the same task over, with its deadline', () => {
    const instance = two({ ...allow, deadline: { steps: [{ key: 's', after: '24h', do: [{ do: 'lock' }] }] } })
    const task = instance.open[0]!
    instance.act('a', 'transfer', { to: 'x' })
    expect(instance.open).toMatchObject([{ id: task.id, assignee: 'x', timers: task.timers }])
    expect(instance.refusal('a', 'approve', { task: task.id })).toBe('task_not_yours')
  })

  it.each([
    ['to nobody', {}, 'user_unknown'],
    ['to somebody who left', { to: 'gone' }, 'user_unknown'],
    ['to himself', { to: 'a' }, 'already_taking_part'],
    ['to the applicant', { to: 'app' }, 'self_approval'],
  ])('refuses a transfer %s', (_, more, code) => {
    const instance = two(allow)
    instance.inactive.add('gone')
    expect(instance.refusal('a', 'transfer', more)).toBe(code)
  })

  it('lets the app hand over to the first who may, else to an administrator', () => {
    const instance = two(allow)
    const task = instance.open[0]!.id
    instance.send({ type: 'act', act: 'transfer', task, by: null, users: ['app', 'a'] })
    expect(instance.at).toEqual(['one:admin'])
  })

  it('before: the task waits for them', () => {
    const instance = two(allow)
    const task = instance.open[0]!.id
    instance.act('a', 'add-signer', { kind: 'before', users: ['x', 'y'] })
    expect(instance.at).toEqual(['one:x', 'one:y'])
    instance.act('x', 'approve')
    instance.act('y', 'approve')
    expect(instance.open).toMatchObject([{ id: task, assignee: 'a' }])
    instance.act('a', 'approve')
    expect(instance.at).toEqual(['two:b'])
  })

  it('after: they sign once it is approved; beside: with it', () => {
    const after = two(allow)
    after.act('a', 'add-signer', { kind: 'after', users: ['x'] })
    expect(after.at).toEqual(['one:a'])
    after.act('a', 'approve')
    expect(after.at).toEqual(['one:x'])
    after.act('x', 'approve')
    expect(after.at).toEqual(['two:b'])
    const beside = two({ ...allow, mode: 'all' })
    beside.act('a', 'add-signer', { kind: 'beside', users: ['x'] })
    beside.act('a', 'approve')
    expect(beside.at).toEqual(['one:x'])
  })

  it('refuses too many, those who take part, and the applicant', () => {
    const instance = two(allow)
    expect(instance.refusal('a', 'add-signer', { users: ['x', 'y', 'z'] })).toBe('too_many_signers')
    expect(instance.refusal('a', 'add-signer', { users: ['a'] })).toBe('already_taking_part')
    expect(instance.refusal('a', 'add-signer', { users: ['app'] })).toBe('self_approval')
    expect(instance.refusal('a', 'add-signer', { kind: 'odd', users: ['x'] })).toBe('signer_kind_unknown')
  })
})

describe('withdraw and urge', () => {
  it.each([
    ['before_first', [], undefined],
    ['before_first', ['a'], 'task_act_not_allowed'],
    ['before_end', ['a'], undefined],
    ['never', [], 'task_act_not_allowed'],
  ] as const)('%s after %j', (applicant, approvals, code) => {
    const instance = two({}, { allow: { withdraw: { applicant } } })
    for (const user of approvals) instance.act(user, 'approve')
    expect(instance.refusal('app', 'withdraw')).toBe(code)
  })

  it('ends with every task and timer cancelled and the record free', () => {
    const instance = two({ deadline: { steps: [{ key: 's', after: '24h', do: [{ do: 'lock' }] }] } })
    const effects = instance.act('app', 'withdraw')
    expect(instance.result).toBe('withdrawn cancelled')
    expect(effects.map(({ type }) => type)).toEqual(['decision', 'cancelTask', 'cancelTimers', 'unlockRecord', 'ended'])
  })

  it('lets a handler take his decision back while nobody after him acted', () => {
    const instance = two({}, { allow: { withdraw: { handler: true } } })
    const task = instance.open[0]!.id
    instance.act('a', 'approve')
    instance.act('a', 'withdraw', { task })
    expect(instance.at).toEqual(['one:a'])
    instance.act('a', 'reject')
    expect(instance.result).toBe('ended rejected')
    const late = two({}, { allow: { withdraw: { handler: true } } })
    const first = late.open[0]!.id
    late.act('a', 'approve')
    late.act('b', 'return', { to: 'applicant' })
    expect(late.refusal('a', 'withdraw', { task: first })).toBe('task_act_not_allowed')
  })

  it('urges no more often than allowed', () => {
    const instance = two({}, { allow: { urge: { every: '1h' } } })
    instance.act('app', 'urge')
    expect(instance.refusal('app', 'urge')).toBe('urged_recently')
    instance.now = '2026-11-23T03:00:00.000Z'
    expect(instance.refusal('app', 'urge')).toBeUndefined()
    expect(two().refusal('app', 'urge')).toBe('task_act_not_allowed')
  })
})

describe('who may act, and with what', () => {
  it.each([
    [{ require: ['opinion'] }, {}, 'opinion_required'],
    [{ require: ['opinion'] }, { opinion: '  ' }, 'opinion_required'],
    [{ require: ['attachment'] }, { opinion: 'x' }, 'attachment_required'],
    [{ require: ['signature'] }, { files: ['f'] }, 'signature_required'],
    [{ require: ['opinion', 'attachment', 'signature'] }, { opinion: 'x', files: ['f'], signature: 's' }, undefined],
  ])('%j with %j: %s', (rest, more, code) => {
    expect(two(rest).refusal('a', 'approve', more)).toBe(code)
  })

  it('tells the late one who was first and with what', () => {
    const instance = board({})
    const late = instance.openOf('c')!.id
    instance.act('a', 'approve')
    expect(instance.refusal('c', 'approve', { task: late })).toBe('task_finished')
  })

  it('refuses a fill-in step with a blank field', () => {
    const fill: Node = { key: 'fill', type: 'fill', by: '{$applicant}', require: ['note'], next: [{ to: 'done' }] }
    const instance = new Instance(appWith([fill, done]))
    expect(instance.refusal('app', 'submit')).toBe('required')
    instance.values.note = 'x'
    instance.act('app', 'submit')
    expect(instance.result).toBe('ended approved')
  })
})
