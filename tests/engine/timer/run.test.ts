import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LadderStep } from '../../../engine/timer/ladder.ts'
import {
  fireNext,
  fromNowOn,
  type LadderRun,
  newRun,
  nextDue,
  type Plan,
  passed,
  paused,
  reanchored,
  resumed,
} from '../../../engine/timer/run.ts'

const step = (key: string, after: string, more: Partial<LadderStep> = {}): LadderStep => ({
  ...{ key, after, at: undefined, late: 'run' as const },
  ...more,
})
const planOf = (...steps: LadderStep[]): Plan => ({ steps, place: { zone: 'Asia/Shanghai' } })
const start = '2026-03-02T01:00:00.000Z'
const at = (hours: number): string => new Date(Date.parse(start) + hours * 3_600_000).toISOString()
/** Every firing until an instant, as `step/index@hours`. */
function firings(plan: Plan, from: LadderRun, until: string, catchUp: 'all' | 'last' | 'none' = 'all'): string[] {
  const found: string[] = []
  let run = from
  for (let n = 0; n < 1_000; n += 1) {
    const fired = fireNext(plan, run, until, catchUp)
    run = fired.run
    if (fired.firing === undefined) return found
    const hours = (Date.parse(fired.firing.due) - Date.parse(start)) / 3_600_000
    found.push(`${fired.firing.step}/${fired.firing.index}@${hours}`)
  }
  throw new Error('it never ends')
}

const plan = planOf(step('remind', '2h', { repeat: { every: '1h', times: 2 } }), step('take', '4h'))

describe('a run of a ladder', () => {
  it('fires in the order of the due times, and of one instant in the order of the list', () => {
    expect(firings(plan, newRun(start), at(4))).toEqual(['remind/0@2', 'remind/1@3', 'remind/2@4', 'take/0@4'])
  })
  it.each([
    ['all', ['remind/0@2', 'remind/1@3', 'remind/2@4', 'take/0@4']],
    ['last', ['take/0@4']],
    ['none', []],
  ] as const)('catches up with %s', (catchUp, expected) => {
    expect(firings(plan, newRun(start), at(10), catchUp)).toEqual(expected)
  })
  it('moves with its anchor: what had fired and now lies ahead is armed again', () => {
    const run = passed(newRun(start), { step: 'remind', index: 0 })
    const moved = reanchored(plan, run, at(10), at(3))
    expect(nextDue(plan, moved)).toEqual({ step: 'remind', index: 0, due: at(12) })
  })
  it('moved back: what is over and had not fired follows `late`', () => {
    const skips = planOf(step('a', '10h', { late: 'skip' }), step('b', '11h'), step('c', '12h'))
    const moved = reanchored(skips, newRun(at(5)), at(-8), at(3.5))
    expect(firings(skips, moved, at(3.5))).toEqual(['b/0@3'])
    expect(nextDue(skips, moved)).toEqual({ step: 'b', index: 0, due: at(3) })
  })
  it('keeps the remainder of a pause', () => {
    const run = resumed(paused(newRun(start), at(1)), at(21))
    expect(nextDue(plan, paused(newRun(start), at(1)))).toBeUndefined()
    expect(nextDue(plan, run)?.due).toBe(at(22))
  })
  it('begins silently for what is over', () => {
    expect(nextDue(plan, fromNowOn(plan, newRun(start), at(2.5)))).toEqual({ step: 'remind', index: 1, due: at(3) })
    expect(nextDue(plan, fromNowOn(plan, newRun(start), at(50)))).toBeUndefined()
  })
  it('fires nothing after it was stopped, and what was due before all the same', () => {
    expect(firings(plan, { ...newRun(start), until: at(2.5) }, at(50))).toEqual(['remind/0@2'])
  })

  it('always fires each firing once, in order, whenever it is looked at', () => {
    const hours = fc.integer({ min: 1, max: 200 })
    const steps = fc.uniqueArray(fc.record({ after: hours, every: hours, times: fc.integer({ min: 0, max: 4 }) }), {
      minLength: 1,
      maxLength: 5,
      selector: ({ after }) => after,
    })
    fc.assert(
      fc.property(steps, fc.array(hours, { maxLength: 20 }), (raw, looks) => {
        const some = planOf(
          ...raw.map(({ after, every, times }, index) =>
            step(`s${index}`, `${after}h`, times === 0 ? {} : { repeat: { every: `${every}h`, times } }),
          ),
        )
        const expected = firings(some, newRun(start), at(100_000))
        let run = newRun(start)
        const found: string[] = []
        for (const look of [...looks.sort((a, b) => a - b), 100_000]) {
          found.push(...firings(some, run, at(look)))
          for (
            let fired = fireNext(some, run, at(look), 'all');
            fired.firing !== undefined;
            fired = fireNext(some, run, at(look), 'all')
          )
            run = fired.run
        }
        expect(found).toEqual(expected)
        expect(new Set(found).size).toBe(raw.reduce((count, { times }) => count + times + 1, 0))
      }),
      { numRuns: 500 },
    )
  })
})
