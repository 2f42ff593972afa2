import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../designer/commands/apply.ts'
import { newDashboard } from '../../designer/commands/elements.ts'
import { removeElement } from '../../designer/commands/remove-element.ts'
import { compileApp } from '../../engine/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { trade } from '../fixtures/trade.ts'

const errors = (definition: AppDefinition) =>
  compileApp(definition).findings.filter(({ severity }) => severity === 'error')

describe('an element taken away', () => {
  const made = newDashboard(trade)
  const shown = applyCommands(trade, [
    ...made.commands,
    { do: 'add', to: ['roles', 'seller', 'dashboards'], element: made.key },
    { do: 'add', to: ['navigation'], element: { key: 'group', items: [{ key: 'deep', dashboard: made.key }] } },
  ])

  it('leaves the menu, however deep, and the roles that named it', () => {
    expect(errors(shown)).toEqual([])
    const after = applyCommands(shown, removeElement(shown, 'dashboards', made.key))
    expect(errors(after)).toEqual([])
    expect(after.dashboards).toEqual([])
    expect(JSON.stringify([after.navigation, after.roles])).not.toContain(`"${made.key}"`)
  })

  it('of another kind leaves alone what is not its own', () => {
    const after = applyCommands(shown, removeElement(shown, 'settings', 'limit'))
    expect(after.settings!.map(({ key }) => key)).not.toContain('limit')
    expect([after.navigation, after.roles, after.dashboards]).toEqual([shown.navigation, shown.roles, shown.dashboards])
  })
})
