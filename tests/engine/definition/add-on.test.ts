import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addTo, holdsAddOn, isAddOn } from '../../../engine/definition/add-on.ts'
import { analyseDefinition } from '../../../engine/definition/analyse.ts'
import { elementAt, placeOf } from '../../../engine/definition/elements.ts'
import { mergeDefinitions } from '../../../engine/definition/merge.ts'
import { errorMessage } from '../../../schemas/errors/catalogue.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { green } from '../../fixtures/green-add-on.ts'
import { office } from '../../fixtures/office.ts'
import { CUSTOMER, doing, field, rule, TELL, wrong } from './add-on-cases.ts'
import { drop, put } from './merge-cases/case.ts'
import { edits, randomly } from './random-edits.ts'

const host: AppDefinition = office
const errorsOf = (app: AppDefinition, addOn: AppDefinition): string[] => {
  expect(validateDefinition(addOn).problems).toEqual([])
  return addTo(app, addOn).findings.map(({ code, path }) => `${code} ${placeOf(addOn, path).join('/')}`)
}
const added = (addOn: AppDefinition = green): AppDefinition => {
  const { definition, findings } = addTo(host, addOn)
  expect(findings).toEqual([])
  return definition as AppDefinition
}

describe('an app with what an add-on adds', () => {
  it('has it beside everything it had, which stays as it was', () => {
    const together = added()
    expect(analyseDefinition(together).findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(validateDefinition(together).problems).toEqual([])
    const form = together.forms.find(({ key }) => key === 'customer')!
    expect(form.fields.slice(0, host.forms[0]!.fields.length)).toEqual(host.forms[0]!.fields)
    expect(form.fields.map(({ key }) => key)).toEqual(expect.arrayContaining(['green_grade', 'green_points']))
    expect(form.layout!.sections.at(-1)).toMatchObject({
      key: 'green',
      tab: 'more',
      fields: ['green_grade', 'green_note', 'green_points'],
    })
    const role = together.roles!.find(({ key }) => key === 'seller')!
    expect(role.grants[0]).toMatchObject({ form: 'customer', fields: { secret: 'hidden', green_grade: 'read' } })
    expect(role.grants.at(-1)).toEqual({ form: 'audit', can: ['read'] })
    expect(together).not.toHaveProperty('extends')
    expect(together).not.toHaveProperty('additions')
    expect(together.version).toBe(host.version)
  })

  it('is an add-on’s only where it says so, and holds it only after it was added', () => {
    expect([isAddOn(green), isAddOn(host)]).toEqual([true, false])
    expect([holdsAddOn(added(), green), holdsAddOn(host, green)]).toEqual([true, false])
  })

  it('puts fields after one that is there, or at the end of a form without sections', () => {
    const after = put(`${CUSTOMER}/after`, 'phone')(drop(`${CUSTOMER}/section`)(green))
    const form = added(after).forms[0]!
    expect(form.layout!.sections[0]!.fields).toEqual([
      'name',
      'industry',
      'sub',
      'phone',
      'green_grade',
      'green_note',
      'green_points',
    ])
    const plain = drop('forms/customer/layout')(host)
    const loose = addTo(plain, drop(`${CUSTOMER}/section`)(green))
    expect(loose.definition!.forms[0]!.layout).toBeUndefined()
  })

  it('gives it back whole, what the customer changed meanwhile kept', () => {
    const together = added()
    const changed = put('forms/customer/fields/phone/label/zh', '手机')(together)
    const { merged, conflicts } = mergeDefinitions(together, changed, host)
    expect(conflicts).toEqual([])
    expect(merged).toEqual(put('forms/customer/fields/phone/label/zh', '手机')(host))
  })

  it('asks what becomes of what the customer changed of it, or built on it', () => {
    const together = added()
    const changed = put('forms/customer/fields/green_note/label/zh', '说明')(together)
    const used = put('views/customers/columns', ['name', 'green_grade'])(changed)
    const { conflicts } = mergeDefinitions(together, used, host)
    expect(conflicts.map(({ place, kind }) => `${kind} ${place.join('/')}`).sort()).toEqual([
      'changed_removed forms/customer/fields/green_note',
      'used_removed forms/customer/fields/green_grade',
      // Kept, the field needs its options.
      'used_removed optionLibraries/green_grade',
    ])
  })
})

describe('whatever an app has become', () => {
  it('an add-on that fits it can be added and taken out without a trace', { timeout: 60_000 }, () => {
    let fitted = 0
    fc.assert(
      fc.property(edits(6), edits(6), (before, after) => {
        const app = randomly(host, before)
        const { definition } = addTo(app, green)
        if (definition === null) return
        fitted += 1
        expect(validateDefinition(definition).problems).toEqual([])
        expect(mergeDefinitions(definition, definition, app)).toEqual({ merged: app, conflicts: [] })
        // And whatever was done since: all that is left is sound in shape, and nothing of the app is lost unasked.
        const since = randomly(definition, after)
        expect(validateDefinition(mergeDefinitions(definition, since, app).merged).problems).toEqual([])
      }),
      { numRuns: 60 },
    )
    expect(fitted).toBeGreaterThan(5)
  })
})

describe('an add-on that does not fit, or reaches beyond what it may', () => {
  it.each(wrong.map(one => [one[0], one] as const))('%s', (_, [, finding, edit, change = one => one]) => {
    const app = change(host)
    const addOn = edit(green)
    expect(errorsOf(app, addOn)).toContain(finding)
    expect(addTo(app, addOn).definition).toBeNull()
    for (const { code, params } of addTo(app, addOn).findings)
      for (const language of ['zh', 'en'] as const)
        expect(errorMessage(code, params, language)).not.toMatch(/undefined|\[object/)
  })

  it('says everything at once', () =>
    expect(errorsOf(host, rule({ hide: ['phone'] })(put('zone', 'Asia/Tokyo')(green))).length).toBe(2))

  it('may do to its own what it may not to its host', () => {
    const own = (definition: AppDefinition) =>
      [
        doing({ do: 'delete' }, { event: 'updated', form: 'audit' }),
        rule({
          when: '{green_grade} = "low"',
          hide: ['green_points'],
          invalid: { fields: ['green_note'], message: TELL },
        }),
        put('workflows', [
          { key: 'w', name: TELL, form: 'audit', start: { to: 'e', manual: true }, nodes: [{ key: 'e', type: 'end' }] },
        ]),
        field('x', 'rollup', { relation: 'opportunities', aggregate: 'sum', field: 'amount' }),
        put('forms/audit/fields/audited/onDelete', 'cascade'),
      ].reduce((one, edit) => edit(one), definition)
    expect(errorsOf(host, own(green))).toEqual([])
    expect(elementAt(added(own(green)), ['workflows', 'w', 'form'])).toBe('audit')
  })
})
