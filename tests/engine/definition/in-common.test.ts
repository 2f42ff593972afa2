import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDefinitions } from '../../../engine/definition/compare.ts'
import { identitiesOf, isObject } from '../../../engine/definition/elements.ts'
import { inCommon } from '../../../engine/definition/in-common.ts'
import { mergeDefinitions } from '../../../engine/definition/merge.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { office } from '../../fixtures/office.ts'
import { edits, randomly } from './random-edits.ts'

/** What of a value another lacks or has otherwise, by place; order does not count. */
function lacking(value: unknown, other: unknown, list = '', place = ''): string[] {
  if (Array.isArray(value) && Array.isArray(other)) {
    const [a, b] = [identitiesOf(list, value), identitiesOf(list, other)]
    if (a !== undefined && b !== undefined)
      return value.flatMap((item, at) => lacking(item, other[b.indexOf(a[at]!)], list, `${place}/${a[at]}`))
    return value.every(item => other.some(one => JSON.stringify(one) === JSON.stringify(item))) ? [] : [place]
  }
  if (isObject(value) && isObject(other))
    return Object.keys(value).flatMap(name => lacking(value[name], other[name], name, `${place}/${name}`))
  return JSON.stringify(value) === JSON.stringify(other) ? [] : [place]
}

/** Whether no field is there twice or placed twice in a section: the compiler refuses both, and nobody merges what it refuses. */
const isOrderly = ({ forms }: AppDefinition): boolean =>
  forms.every(({ fields, layout }) =>
    [fields, ...(layout?.sections ?? []).map(section => section.fields)].every(
      list => identitiesOf('fields', list) !== undefined,
    ),
  )

describe('merging two definitions of which nobody knows the beginning', () => {
  it('takes nothing of ours away and overwrites nothing, whatever the two are', () =>
    fc.assert(
      fc.property(edits(8), edits(8), (a, b) => {
        const [ours, theirs] = [randomly(office, a), randomly(office, b)]
        fc.pre(isOrderly(ours) && isOrderly(theirs))
        const { merged } = mergeDefinitions(inCommon(ours, theirs), ours, theirs)
        expect(validateDefinition(merged).problems).toEqual([])
        expect(lacking(ours, merged)).toEqual([])
      }),
      { numRuns: 200 },
    ))

  it('asks for every property both have otherwise, and adds what only they have', () => {
    const fields = office.forms[0]!.fields
    const change = (label: string, added: string) => ({
      ...office,
      forms: office.forms.map((form, at) =>
        at === 0
          ? {
              ...form,
              fields: [
                { ...fields[0]!, label: { zh: label } },
                ...fields.slice(1),
                { key: added, label: { zh: added }, type: 'text' as const },
              ],
            }
          : form,
      ),
    })
    const [ours, theirs] = [change('这边', 'here'), change('那边', 'there')]
    const { merged, conflicts } = mergeDefinitions(inCommon(ours, theirs), ours, theirs)
    expect(conflicts.map(({ place, kind }) => [place.join('/'), kind])).toEqual([
      [`forms/${office.forms[0]!.key}/fields/${fields[0]!.key}/label/zh`, 'added_apart'],
    ])
    expect(merged.forms[0]!.fields.map(({ key }) => key)).toEqual(expect.arrayContaining(['here', 'there']))
    expect(compareDefinitions(inCommon(ours, theirs), ours).length).toBeGreaterThan(0)
  })

  it('of two that are alike is the same', () => expect(inCommon(office, structuredClone(office))).toEqual(office))
})
