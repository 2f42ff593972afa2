import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../designer/commands/command.ts'
import {
  edited,
  isSaved,
  openSession,
  received,
  redone,
  type Session,
  settled,
  undone,
} from '../../designer/model/session.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'
import { DraftServer, saved } from './shared-draft.ts'

const field = (key: string) => ['forms', 'customer', 'fields', key]
const label = (key: string, zh: string): Command => ({ do: 'set', at: field(key), set: { label: { zh } } })
const edit = (session: Session, ...commands: Command[]): Session => edited(session, commands).session
const nameOf = ({ definition }: Session, key: string): string | undefined =>
  definition.forms[0]!.fields.find(one => one.key === key)?.label.zh

/** Commands a page may give; some are about things that are gone by then, some would break the shape and are refused. */
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc
    .tuple(fc.constantFrom('name', 'industry', 'phone', 'fresh_1'), fc.constantFrom('甲', '乙', '丙'))
    .map(([key, zh]) => label(key, zh)),
  fc
    .tuple(fc.constantFrom('name', 'phone', 'secret'), fc.boolean())
    .map(([key, required]): Command => ({ do: 'set', at: field(key), set: { required: required ? true : null } })),
  fc.constantFrom('fresh_1', 'fresh_2').map(
    (key): Command => ({
      do: 'add',
      to: ['forms', 'customer', 'fields'],
      element: { key, label: { zh: key }, type: 'text' },
    }),
  ),
  fc
    .tuple(fc.constantFrom('phone', 'industry', 'fresh_1'), fc.option(fc.constantFrom('name', 'secret')))
    .map(([key, after]): Command => ({ do: 'move', at: field(key), after })),
  fc.constantFrom('secret', 'fresh_1', 'fresh_2').map((key): Command => ({ do: 'remove', at: field(key) })),
  fc
    .tuple(fc.constantFrom('medical', 'energy', 'old'), fc.constantFrom('red', 'green', null))
    .map(
      ([key, color]): Command => ({ do: 'set', at: ['optionLibraries', 'industry', 'options', key], set: { color } }),
    ),
  fc.constant<Command>({ do: 'set', at: field('name'), set: { maxLength: -5 } }),
  fc.constant<Command>({ do: 'set', at: ['forms', 'customer'], set: { fields: null } }),
)

describe('undo', () => {
  it('of everything gives the identical definition, and redo the other one; each draft on the way has its shape', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyCommand, { maxLength: 3 }), { maxLength: 15 }), batches => {
        let session = openSession({ definition: trade, revision: 1 })
        for (const batch of batches) {
          session = edit(session, ...batch)
          expect(validateDefinition(session.definition).problems).toEqual([])
        }
        const end = session.definition
        const steps = session.past.length
        for (let n = 0; n < steps; n += 1) session = undone(session)
        expect(session.definition).toBe(trade)
        for (let n = 0; n < steps; n += 1) session = redone(session)
        expect(session.definition).toBe(end)
      }),
      { numRuns: 300 },
    )
  })

  it('takes back the own step only, when somebody else saved in between', () => {
    const mine = edit(openSession({ definition: trade, revision: 1 }), label('name', '我的'))
    const theirs = edit(openSession({ definition: trade, revision: 1 }), label('phone', '对方的'))
    const both = received(mine, { definition: theirs.definition, revision: 2 })
    expect([nameOf(both, 'name'), nameOf(both, 'phone')]).toEqual(['我的', '对方的'])
    const back = undone(both)
    expect([nameOf(back, 'name'), nameOf(back, 'phone')]).toEqual(['名称', '对方的'])
    expect(nameOf(redone(back), 'name')).toBe('我的')
  })

  it('refuses what would break the shape, and says why', () => {
    const { session, problems } = edited(openSession({ definition: trade, revision: 1 }), [
      { do: 'set', at: field('name'), set: { maxLength: 'long' } },
    ])
    expect([session.definition === trade, problems.length > 0]).toEqual([true, true])
  })
})

describe('two authors', () => {
  const apart = () => {
    const mine = edit(openSession({ definition: trade, revision: 1 }), label('name', '我的'))
    const theirs = edit(openSession({ definition: trade, revision: 1 }), label('name', '对方的'))
    return received(mine, { definition: theirs.definition, revision: 2 })
  }

  it('who changed the same thing differently are asked; nothing is written over before', () => {
    const session = apart()
    expect(session.conflicts.map(({ ours, theirs }) => [ours, theirs])).toEqual([['我的', '对方的']])
    expect(nameOf(session, 'name')).toBe('我的')
    const kept = settled(session, session.conflicts[0]!, 'theirs')
    expect([nameOf(kept, 'name'), kept.conflicts, isSaved(kept) || nameOf(kept, 'name')]).toEqual([
      '对方的',
      [],
      '对方的',
    ])
  })

  type Move = { readonly who: 0 | 1 } & (
    | { readonly do: 'edit'; readonly command: Command }
    | { readonly do: 'save' | 'undo' }
  )
  const who = fc.constantFrom(0 as const, 1 as const)
  const move: fc.Arbitrary<Move> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ who, do: fc.constant('edit' as const), command: anyCommand }) },
    { weight: 2, arbitrary: fc.record({ who, do: fc.constant('save' as const) }) },
    { weight: 1, arbitrary: fc.record({ who, do: fc.constant('undo' as const) }) },
  )

  it('in any order of edits and saves end with the same definition, of the right shape', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), moves => {
        const server = new DraftServer(trade)
        const sessions = [openSession(server.stored), openSession(server.stored)]
        const step = (at: number, next: (session: Session) => Session) => {
          sessions[at] = next(sessions[at]!)
        }
        for (const one of moves)
          if (one.do === 'edit') step(one.who, session => edit(session, one.command))
          else if (one.do === 'undo') step(one.who, undone)
          else step(one.who, session => saved(session, server))
        for (const at of [0, 1, 0]) step(at, session => saved(session, server))
        expect(sessions[0]!.definition).toEqual(server.stored.definition)
        expect(sessions[1]!.definition).toEqual(server.stored.definition)
        expect(validateDefinition(server.stored.definition).problems).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('who change different things lose nothing, whoever saves first', () => {
    const orders = [
      [0, 1],
      [1, 0],
    ]
    for (const order of orders) {
      const server = new DraftServer(trade)
      const sessions = [
        edit(openSession(server.stored), label('name', '甲')),
        edit(openSession(server.stored), label('phone', '乙'), { do: 'remove', at: field('secret') }),
      ]
      for (const at of [...order, ...order]) sessions[at] = saved(sessions[at]!, server)
      const end = openSession(server.stored)
      expect([nameOf(end, 'name'), nameOf(end, 'phone'), nameOf(end, 'secret')]).toEqual(['甲', '乙', undefined])
    }
  })
})
