import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../designer/commands/apply.ts'
import type { Plan } from '../../designer/commands/command.ts'
import {
  grantsOn,
  rights,
  rowChoiceOf,
  setFieldRight,
  setPage,
  setRight,
  setRows,
} from '../../designer/roles/rights.ts'
import { compileApp } from '../../engine/index.ts'
import type { AppDefinition, Role } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'

const seller = (definition: AppDefinition): Role => definition.roles!.find(({ key }) => key === 'seller')!
const roleAfter = (...plans: ((role: Role) => Plan)[]): Role =>
  seller(plans.reduce((definition, plan) => applyCommands(definition, plan(seller(definition))), trade))
const twice: AppDefinition = {
  ...trade,
  roles: [
    {
      key: 'seller',
      label: { zh: '销售' },
      grants: [
        { form: 'customer', can: ['read'], rows: 'own' },
        { form: 'customer', can: ['read', 'update'], rows: 'department' },
      ],
    },
  ],
}

describe('the matrix of rights', () => {
  it('gives a right, and with it the sight of the record', () => {
    const role = roleAfter(
      one => setRight(one, 'opportunity', 'read', false),
      one => setRight(one, 'opportunity', 'update', true),
    )
    expect(grantsOn(role, 'opportunity')[0]?.can).toEqual(['read', 'update'])
  })

  it('without sight there is no right at all', () => {
    expect(
      grantsOn(
        roleAfter(one => setRight(one, 'customer', 'read', false)),
        'customer',
      ),
    ).toEqual([])
  })

  it('keeps the condition and the fields when a right changes', () => {
    const role = roleAfter(
      one => setRight(one, 'customer', 'read', true),
      one => setRows(one, 'customer', 'own'),
      one => setFieldRight(one, 'customer', 'phone', 'hidden'),
      one => setRight(one, 'customer', 'export', true),
    )
    const grant = grantsOn(role, 'customer')[0]!
    expect([rowChoiceOf(grant), grant.fields?.phone, grant.can.includes('export')]).toEqual(['own', 'hidden', true])
    expect(rowChoiceOf({ ...grant, rows: '{phone} = "1"' })).toBe('condition')
  })

  it('changes the one grant meant where a form has several', () => {
    const changed = seller(applyCommands(twice, setRight(seller(twice), 'customer', 'delete', true, 1)))
    expect(changed.grants.map(({ can }) => can)).toEqual([['read'], ['read', 'update', 'delete']])
    const gone = seller(applyCommands(twice, setRight(seller(twice), 'customer', 'read', false, 0)))
    expect(gone.grants.map(({ rows }) => rows)).toEqual(['department'])
  })

  it('after any clicks the definition is one that can be published', () => {
    const form = fc.constantFrom('customer', 'opportunity')
    const click = fc.oneof(
      fc.tuple(form, fc.constantFrom(...rights), fc.boolean()).map(
        ([key, right, on]) =>
          (role: Role) =>
            setRight(role, key, right, on),
      ),
      fc.tuple(form, fc.constantFrom('own', 'department', null)).map(
        ([key, rows]) =>
          (role: Role) =>
            setRows(role, key, rows),
      ),
      fc.tuple(fc.constantFrom('phone', 'name', '*'), fc.constantFrom('read' as const, 'hidden' as const, null)).map(
        ([field, right]) =>
          (role: Role) =>
            setFieldRight(role, 'customer', field, right),
      ),
      fc.boolean().map(on => (role: Role) => setPage(role, 'views', trade.views![0]!.key, on)),
    )
    fc.assert(
      fc.property(fc.array(click, { maxLength: 12 }), clicks => {
        const definition = clicks.reduce((one, plan) => applyCommands(one, plan(seller(one))), trade)
        expect(validateDefinition(definition).problems).toEqual([])
        expect(compileApp(definition).findings.filter(({ severity }) => severity === 'error')).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
