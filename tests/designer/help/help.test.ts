import { describe, expect, it } from 'vitest'
import { fieldTypes } from '../../../designer/fields/fieldTypes.ts'
import { groupHelp } from '../../../designer/help/groups.ts'
import { pageHelp } from '../../../designer/help/pages.ts'
import { typeHelp } from '../../../designer/help/types.ts'
import { parts } from '../../../designer/shell/parts.ts'
import { helpOf, propertyHelp } from '../../../schemas/words/help.ts'
import { propertyWords } from '../../../schemas/words/properties.ts'

const forbidden = /\b(entity|null|schema|json|boolean|string|array|query|database|sql)\b|实体|空值|数据库|数组/i

describe('help in place', () => {
  it('stands on every page of the designer', () => {
    expect(parts.map(({ part }) => part).filter(part => pageHelp[part] === undefined)).toEqual([])
    expect(Object.keys(pageHelp).filter(part => !parts.some(one => one.part === part))).toEqual([])
  })

  it('stands beside every kind of field', () => {
    expect(fieldTypes.map(({ type }) => type).filter(type => typeHelp[type] === undefined)).toEqual([])
  })

  it('explains properties there are, in the words they have', () => {
    for (const key of Object.keys(propertyHelp)) expect(propertyWords[key], key).toBeDefined()
    expect(helpOf('form', 'rules')).toBe(propertyHelp.rules)
    expect(helpOf('form', 'name')).toBeUndefined()
  })

  it.each([
    ...Object.entries(pageHelp).flatMap(([key, { text, example }]) => [[key, text] as const, [key, example] as const]),
    ...Object.entries(typeHelp).flatMap(([key, { text, example }]) => [[key, text] as const, [key, example] as const]),
    ...Object.entries(propertyHelp),
    ...Object.entries(groupHelp),
  ])('%s says the same in both languages, shortly, in the words of a sales office', (_, [zh, en]) => {
    expect([zh.trim(), en.trim()]).not.toContain('')
    expect(zh).toMatch(/\p{Script=Han}|HT-/u)
    expect(en).not.toMatch(/\p{Script=Han}/u)
    expect(`${zh} ${en}`).not.toMatch(forbidden)
    expect(zh.length).toBeLessThan(110)
    expect(en.length).toBeLessThan(230)
  })
})
