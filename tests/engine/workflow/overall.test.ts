import { describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { Workflow } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done, Instance } from './harness.ts'

const notice = (to: string) => ({ do: 'notify' as const, to, message: { zh: '还没有办完' } })
const nodes = [
  approve('one', 'ROLE("a")', { next: [{ to: 'two' }] }),
  approve('two', 'ROLE("b")', { next: [{ to: 'done' }] }),
  done,
]
const ladder: Workflow['ladder'] = {
  steps: [
    { key: 'slow', after: '24h', repeat: { every: '24h', times: 1 }, do: [notice('{$holders}')] },
    { key: 'late', after: '72h', when: '{amount} > 3', do: [notice('{$applicant}')] },
  ],
}
const started = (values: Record<string, unknown> = {}): Instance =>
  new Instance(appWith(nodes, { ladder, allow: { reopen: { who: 'TRUE' } } }), { values })
const ran = (instance: Instance): string[] =>
  instance.log.flatMap(effect => (effect.type === 'runActions' ? [effect.part] : []))

describe('the ladder of a whole workflow', () => {
  it('counts from the start through all steps, with repetitions and conditions', () => {
    const instance = started()
    instance.later(20)
    instance.act('a', 'approve')
    instance.later(5)
    expect(ran(instance)).toEqual(['ladder:slow:0'])
    instance.later(60)
    expect(ran(instance)).toEqual(['ladder:slow:0', 'ladder:slow:1', 'ladder:late:0'])
    expect(instance.alarms.size).toBe(0)
    const small = started({ amount: '1' })
    small.later(100)
    expect(ran(small)).toEqual(['ladder:slow:0', 'ladder:slow:1'])
    expect(small.replay()).toEqual(small.state)
  })

  it('ends with the instance, and begins anew when it is taken up again', () => {
    const instance = started()
    instance.act('a', 'approve')
    instance.act('b', 'approve')
    expect([instance.result, instance.alarms.size, instance.state.timers]).toEqual(['ended approved', 0, []])
    instance.later(50)
    instance.send({ type: 'reopen', by: 'app' }, 'app')
    instance.later(23)
    expect(ran(instance)).toEqual([])
    instance.later(1)
    expect(ran(instance)).toEqual(['ladder:slow:0'])
  })

  it('is about no task', () => {
    const step = { key: 'x', after: '1d', do: [{ do: 'act' as const, on: '{$task}', as: 'close' as const }] }
    const found = (change: object) =>
      compileApp(appWith(nodes, { ladder: { steps: [step], ...change } })).findings.map(
        ({ code, path }) => `${code} ${path}`,
      )
    expect(found({})).toEqual([expect.stringMatching(/\/workflows\/0\/ladder\/steps\/0\/do\/0\/on/)])
    expect(found({ steps: [{ ...step, do: [notice('{$applicant}')] }], stopWhen: 'TRUE' })).toEqual([
      'unknown_property /workflows/0/ladder/stopWhen',
    ])
  })
})
