import { describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, Policy } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { marketWith } from './market.ts'

const found = (definition: AppDefinition): string[] =>
  compileApp(definition).findings.map(({ code, path }) => `${code} ${path}`)
const policy = (values: Partial<Policy>) => marketWith(values)
const limit = (values: object) => policy({ limits: [{ key: 'x', ...values }] })
const withForm = (change: (form: AppDefinition['forms'][number]) => void): AppDefinition => {
  const definition = structuredClone(marketWith())
  change(definition.forms[1]!)
  return definition
}

describe('a policy at check', () => {
  it('passes as it is', () => {
    expect(validateDefinition(marketWith()).problems).toEqual([])
    expect(found(marketWith())).toEqual([])
  })

  it.each<[string, AppDefinition, string[]]>([
    ['an unknown form', policy({ form: 'lid' }), ['unknown_form /policies/0/form']],
    ['a pool that is no people', policy({ pool: '1 + 1' }), ['people_expected /policies/0/pool']],
    ['a holder that is no person', policy({ into: 'title' }), ['wrong_field_type /policies/0/into']],
    ['an unknown holder', policy({ into: 'ownr' }), ['unknown_field /policies/0/into']],
    ['a weight that is no number', policy({ weight: '"much"' }), ['formula_wrong_result /policies/0/weight']],
    [
      'an attribute nobody has',
      policy({ weight: '{$candidate.height}' }),
      ['formula_unknown_member /policies/0/weight'],
    ],
    ['an unknown calendar', policy({ calendar: 'offices' }), ['unknown_calendar /policies/0/calendar']],
    [
      'a motive without a text field',
      policy({ claim: { reason: 'grade' } }),
      ['wrong_field_type /policies/0/claim/reason'],
    ],
    [
      'one owner of something worked out',
      policy({ oneOwnerPer: 'UPPER({title})' }),
      ['owner_per_field /policies/0/oneOwnerPer'],
    ],
    ['a limit without a bound', limit({}), ['limit_needs_bound /policies/0/limits/0']],
    [
      'a limit with two bounds',
      limit({ share: '{title} = "x"', max: 1, atLeast: 0 }),
      ['limit_needs_bound /policies/0/limits/0'],
    ],
    ['a least count', limit({ atLeast: 3 }), ['limit_needs_share /policies/0/limits/0/atLeast']],
    ['two windows', limit({ max: 1, per: 'day', over: '7d' }), ['one_of_two /policies/0/limits/0/over']],
    ['a window of workdays', limit({ max: 1, over: '2wd' }), ['limit_window /policies/0/limits/0/over']],
    [
      'two limits of one key',
      policy({
        limits: [
          { key: 'x', max: 1 },
          { key: 'x', max: 2 },
        ],
      }),
      ['duplicate_key /policies/0/limits/1/key'],
    ],
    [
      'an action with an unknown policy',
      {
        ...marketWith(),
        automations: [
          {
            key: 'a',
            name: { zh: 'a' },
            on: [{ event: 'created', form: 'lead' }],
            then: [{ do: 'assign', policy: 'rotatoin' }],
          },
        ],
      },
      ['unknown_policy /automations/0/then/0/policy'],
    ],
    [
      'an action with a policy of another form',
      {
        ...marketWith(),
        automations: [
          {
            key: 'a',
            name: { zh: 'a' },
            on: [{ event: 'created', form: 'seller_facts' }],
            then: [{ do: 'assign', policy: 'rotation' }],
          },
        ],
      },
      ['policy_of_other_form /automations/0/then/0/policy'],
    ],
    [
      'people without a person',
      withForm(form => {
        form.fields = form.fields.slice(1)
      }),
      ['people_form_needs_person /forms/1/extends'],
    ],
  ])('refuses %s', (_, definition, expected) => expect(found(definition)).toEqual(expected))
})
