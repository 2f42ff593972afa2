import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import { newWorkflow } from '../../../designer/workflow/plans/create.ts'
import { changeForm, letStart, likelyStarters, startersOf } from '../../../designer/workflow/plans/starters.ts'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { trade } from '../../fixtures/trade.ts'

const role = (key: string, form: string, ...can: ('read' | 'update')[]) => ({
  ...{ key, label: { zh: key, en: key } },
  grants: [{ form, can }],
})
const app: AppDefinition = {
  ...trade,
  roles: [
    role('seller', 'customer', 'read', 'update'),
    role('clerk', 'opportunity', 'read', 'update'),
    role('guest', 'customer', 'read'),
  ],
}
const isSound = (definition: AppDefinition) => {
  expect(validateDefinition(definition).problems).toEqual([])
  expect(compileApp(definition).findings.filter(({ severity }) => severity === 'error')).toEqual([])
}

describe('who may start a workflow by hand', () => {
  const { key, commands } = newWorkflow(app, 'customer')
  const made = applyCommands(app, commands)

  it('are at first those who work on the records of its form', () => {
    isSound(made)
    expect(likelyStarters(app, 'customer')).toEqual(['seller'])
    expect(startersOf(made, key)).toEqual(['seller'])
  })

  it('go with the form until somebody chooses', () => {
    const moved = applyCommands(made, changeForm(made, key, 'customer', 'opportunity'))
    isSound(moved)
    expect(startersOf(moved, key)).toEqual(['clerk'])
    const chosen = applyCommands(made, letStart(made, key, ['seller', 'guest']))
    expect(startersOf(chosen, key)).toEqual(['seller', 'guest'])
    const kept = applyCommands(chosen, changeForm(chosen, key, 'customer', 'opportunity'))
    expect(kept.workflows?.at(-1)?.form).toBe('opportunity')
    expect(startersOf(kept, key)).toEqual(['seller', 'guest'])
  })

  it('leave no empty list behind, and other workflows alone', () => {
    const second = newWorkflow(made, 'customer')
    const both = applyCommands(made, second.commands)
    const without = applyCommands(both, letStart(both, key, []))
    expect(startersOf(without, second.key)).toEqual(['seller'])
    expect(applyCommands(made, letStart(made, key, [])).roles).toEqual(app.roles)
  })
})
