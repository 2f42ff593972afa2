import { describe, expect, it } from 'vitest'
import { approve, appWith, done, Instance } from './harness.ts'

const board = (rest: object): Instance =>
  new Instance(appWith([approve('vote', 'ROLE("board")', { next: [{ to: 'done' }], ...rest }), done]))

function depart(instance: Instance, user: string) {
  instance.inactive.add(user)
  return instance.send({ type: 'departed', user })
}

describe('a holder who is deactivated', () => {
  it('hands his task, with its deadline, to the next of the people the node names', () => {
    const instance = board({ mode: 'any' })
    const task = instance.openOf('a')!.id
    // c handed his on, so that he takes no part any more.
    instance.send({ type: 'act', act: 'transfer', task: instance.openOf('c')!.id, by: null, users: ['d'] })
    const effects = depart(instance, 'a')
    expect(instance.at).toEqual(['vote:c', 'vote:b', 'vote:d'])
    expect(instance.openOf('c')!.id).toBe(task)
    expect(effects.map(({ type }) => type)).toEqual(['decision', 'changeTask'])
    expect(effects[0]).toMatchObject({ act: 'transfer', by: null, data: { assignee: 'a', to: 'c' } })
  })

  it.each([
    ['any', ['b', 'c'], 'b approve'],
    ['all', ['b', 'c'], 'b approve,c approve'],
    ['sequence', ['b'], 'b approve,c approve'],
  ])('%s: when all others named have theirs, his is dropped and the votes are theirs', (mode, open, acts) => {
    const instance = board({ mode })
    depart(instance, 'a')
    expect(instance.open.map(({ assignee }) => assignee)).toEqual(open)
    expect(instance.result).toBe('running')
    for (const step of acts.split(',')) instance.act(step.split(' ')[0]!, 'approve')
    expect(instance.result).toBe('ended approved')
  })

  it('decides when his was the last vote missing', () => {
    const instance = board({ mode: 'all' })
    instance.act('a', 'approve')
    instance.act('b', 'approve')
    depart(instance, 'c')
    expect(instance.result).toBe('ended approved')
  })

  it.each([
    ['empty', { empty: { to: 'ROLE("c")' } }, 'vote:c'],
    ['an administrator', {}, 'vote:admin'],
  ])('goes to %s when nobody named is left, and is never passed', (_, rest, at) => {
    const instance = new Instance(appWith([approve('vote', 'ROLE("a")', { next: [{ to: 'done' }], ...rest }), done]))
    const effects = depart(instance, 'a')
    expect(instance.at).toEqual([at])
    expect(instance.result).toBe('running')
    expect(effects).toContainEqual({ type: 'warning', code: 'nobody_to_act', params: { node: 'vote' } })
  })

  it('changes nothing where he holds nothing, or when it is told twice', () => {
    const instance = board({ mode: 'any' })
    expect(depart(instance, 'x')).toEqual([])
    depart(instance, 'a')
    expect(depart(instance, 'a')).toEqual([])
  })
})
