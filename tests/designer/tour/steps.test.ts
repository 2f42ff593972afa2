import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import type { Command } from '../../../designer/commands/command.ts'
import { type Situation, steps } from '../../../designer/tour/steps.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { trade } from '../../fixtures/trade.ts'

const at = (definition: AppDefinition, more: Partial<Situation> = {}): Situation => ({
  ...{ definition, part: 'forms', sees: () => false },
  ...more,
})
const after = (...commands: Command[]): Situation => at(applyCommands(trade, commands))
const field = (key: string, more: object): Command => ({
  do: 'add',
  to: ['forms', 'customer', 'fields'],
  element: { key, label: { zh: key }, type: 'text', ...more },
})
const phone = ['forms', 'customer', 'fields', 'phone']

/** For each step: what does it, and what is nearly that. */
const cases: Readonly<Record<string, readonly [does: Situation, doesNot: Situation]>> = {
  field: [after(field('x', {})), after({ do: 'set', at: phone, set: { label: { zh: '电话号码' } } })],
  name: [
    after({ do: 'set', at: phone, set: { label: { zh: '电话号码' } } }),
    after({ do: 'set', at: phone, set: { required: true } }),
  ],
  required: [after({ do: 'set', at: phone, set: { required: true } }), after(field('x', {}))],
  choice: [after(field('x', { type: 'select', options: 'industry' })), after(field('x', {}))],
  options: [
    after({ do: 'add', to: ['optionLibraries', 'industry', 'options'], element: { key: 'x', label: { zh: '别的' } } }),
    after(field('x', { type: 'select', options: 'industry' })),
  ],
  phone: [at(trade, { sees: selector => selector === '.fd-canvas.is-phone' }), at(trade)],
  check: [at(trade, { part: 'publish' }), at(trade)],
  publish: [at(trade, { part: 'publish', sees: () => true }), at(trade, { part: 'publish' })],
}

describe('the tour for the first app', () => {
  it.each(steps.slice(0, -1).map(step => [step.key, step] as const))(
    '%s is done by the act itself and by nothing else',
    (key, step) => {
      const [does, doesNot] = cases[key]!
      expect(step.done(at(trade), does)).toBe(true)
      expect(step.done(at(trade), doesNot)).toBe(false)
      expect(step.done(at(trade), at(trade))).toBe(false)
    },
  )

  it('has six to nine steps, each with its own name and a control to point at', () => {
    expect(steps.length).toBeGreaterThanOrEqual(6)
    expect(steps.length).toBeLessThanOrEqual(9)
    expect(new Set(steps.map(({ key }) => key)).size).toBe(steps.length)
    for (const { at, text, title } of steps) {
      expect(at.length).toBeGreaterThan(0)
      expect([...text, ...title].every(part => part.trim() !== '')).toBe(true)
    }
  })

  it('names nothing of any app', () => {
    const keys = trade.forms.flatMap(form => [form.key, ...form.fields.map(({ key }) => key)])
    const selectors = steps.flatMap(step => step.at).join(' ')
    expect(keys.filter(key => key.length > 4 && selectors.includes(`"${key}"`))).toEqual([])
  })
})
