import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Act, ActEvent } from '../../../engine/workflow/events.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import { approve, appWith, done, Instance } from './harness.ts'

/** Branches, a join, a loop back, every act, a deadline that closes. */
const everything = (mode: string, then: string): Node[] => [
  { key: 'fill', type: 'fill', by: '{$applicant}', next: [{ to: 'split' }] },
  { key: 'split', type: 'parallel', next: [{ to: 'one' }, { to: 'two', when: '{amount} > 3' }] },
  approve('one', 'ROLE("board")', {
    mode,
    skipWhen: ['approved_before'],
    allow: { transfer: {}, add_signer: { max: 3 }, return: { to: ['any'], then, max: 3 } },
    deadline: { steps: [{ key: 'up', after: '24h', do: [{ do: 'act', on: '{$task}', as: 'close' }] }] },
    next: [{ to: 'last' }, { to: 'last', on: 'timeout' }],
  }),
  approve('two', 'ROLE("b")', { rejectWhen: 'all', next: [{ to: 'note' }, { to: 'note', on: 'rejected' }] }),
  { key: 'note', type: 'do', do: [{ do: 'lock' }], next: [{ to: 'last' }] },
  approve('last', 'ROLE("c")', {
    join: 'started',
    allow: { return: { to: ['any'], then, max: 3 }, add_signer: { kinds: ['before', 'after'], max: 2 } },
    next: [{ to: 'done' }],
  }),
  done,
]
const workflow = {
  onReject: 'return_to_applicant',
  allow: { withdraw: { handler: true }, urge: { every: '1h' } },
} as const

/** An act of somebody who may, chosen by three numbers. */
function step(instance: Instance, [who, which, what]: readonly [number, number, number]): void {
  const task = instance.open[who % instance.open.length]!
  if (what % 11 === 0) {
    instance.send({ type: 'act', act: 'close', task: task.id, by: null })
    return
  }
  const acts = instance.acts(task.assignee, task.id)
  const act = acts[which % acts.length] as Act
  const targets = ['applicant', 'previous', 'one', 'fill']
  const more: Partial<ActEvent> =
    act === 'return'
      ? { to: targets[what % targets.length] }
      : act === 'transfer' || act === 'add-signer'
        ? { users: [`p${what % 40}`], to: `p${what % 40}`, kind: ['before', 'after', 'beside'][what % 3] }
        : {}
  // What the act itself refuses (a place not passed, a person who takes part) changes nothing.
  if (instance.refusal(task.assignee, act, { task: task.id, ...more }) === undefined)
    instance.act(task.assignee, act, { task: task.id, ...more })
}

it('is never stuck: while it runs somebody has it; when it ends nothing is left', () => {
  const number = fc.nat(1000)
  const seen = new Set<string>()
  fc.assert(
    fc.property(
      fc.constantFrom('any', 'all', 'sequence'),
      fc.constantFrom('again', 'back'),
      fc.constantFrom('1', '5'),
      fc.array(fc.tuple(number, number, number), { maxLength: 80 }),
      (mode, then, amount, steps) => {
        const instance = new Instance(appWith(everything(mode, then), workflow), { values: { amount } })
        for (const one of steps) {
          if (instance.state.status !== 'running') break
          step(instance, one)
          const open = instance.open.length
          if (instance.state.status === 'running') expect(open).toBeGreaterThan(0)
          else expect([open, instance.state.waiting]).toEqual([0, []])
          // Nothing is approved past a branch: what was not taken back was decided.
          if (instance.result === 'ended approved') {
            const decided = instance.state.activations.flatMap(({ node, state }) => (state === 'done' ? [node] : []))
            expect(decided).toEqual(expect.arrayContaining(amount === '5' ? ['one', 'two', 'last'] : ['one', 'last']))
          }
          const rows = new Set<string>()
          for (const effect of instance.log) {
            if (effect.type === 'createTask' && effect.task.kind !== 'cc') rows.add(effect.task.id)
            if (effect.type === 'finishTask' || effect.type === 'cancelTask')
              expect(rows.delete(effect.task)).toBe(true)
          }
          const held = instance.tasks.filter(({ state }) => state === 'open' || state === 'waiting').map(({ id }) => id)
          expect([...rows].sort()).toEqual(held.sort())
          const locks = instance.log.filter(({ type }) => type === 'lockRecord').length
          const unlocks = instance.log.filter(({ type }) => type === 'unlockRecord').length
          expect(locks - unlocks).toBe(instance.state.locked ? 1 : 0)
        }
        seen.add(instance.result)
      },
    ),
    { numRuns: 500 },
  )
  expect([...seen]).toEqual(expect.arrayContaining(['ended approved', 'running', 'withdrawn cancelled']))
})
