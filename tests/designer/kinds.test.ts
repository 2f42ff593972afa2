import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../designer/commands/apply.ts'
import { newConnector, newView } from '../../designer/commands/elements.ts'
import { changeKind } from '../../designer/elements/kinds.ts'
import { nameSpaceOf } from '../../designer/formula/place.ts'
import { membersOf } from '../../designer/panel/shape.ts'
import { compileApp } from '../../engine/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'

const cases = [
  ['view', 'views', newView, {}],
  ['connector', 'connectors', newConnector, { http: { host: 'https://api.example.com' } }],
] as const

describe.each(cases)('a %s', (union, list, create, begin) => {
  const { tag, members } = membersOf(union)
  it.each([...members.keys()])('becomes %s, works at once, and keeps what both kinds have', kind => {
    const made = create(trade)
    const definition = applyCommands(trade, made.commands)
    const place = [list, made.key]
    const context = { definition, space: nameSpaceOf(definition), form: 'customer' }
    const before = (definition[list] as readonly { key: string }[]).find(({ key }) => key === made.key)!
    const after = applyCommands(definition, [
      changeKind(union, before as never, place, kind, context, (begin as Record<string, object>)[kind] as never),
    ]) as AppDefinition
    expect(validateDefinition(after).problems).toEqual([])
    expect(compileApp(after).findings.filter(({ severity }) => severity === 'error')).toEqual([])
    const one = (after[list] as readonly object[]).find(item => (item as { key: string }).key === made.key)!
    expect(one).toMatchObject({ key: made.key, [tag]: kind })
    for (const name of ['label', 'name', 'form'] as const)
      expect((one as Record<string, unknown>)[name]).toEqual((before as Record<string, unknown>)[name])
  })
})
