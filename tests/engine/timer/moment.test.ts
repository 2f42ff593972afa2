import { describe, expect, it } from 'vitest'
import { timeDirection } from '../../../engine/definition/time-direction.ts'
import { compileApp } from '../../../engine/index.ts'
import { momentOf } from '../../../engine/timer/moment.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'

const label = { label: { zh: '甲', en: 'a' } }
const withFormula = (formula: string): AppDefinition => ({
  ...{ formatVersion: 1, key: 'x', version: '0.1.0', name: { zh: '甲', en: 'a' } },
  forms: [
    {
      ...{ key: 'f', name: { zh: '甲', en: 'a' }, titleField: 'name' },
      fields: [
        { key: 'name', ...label, type: 'text' },
        { key: 'due', ...label, type: 'date' },
        { key: 'paid', ...label, type: 'yes_no' },
        { key: 'days', ...label, type: 'formula', result: 'number', formula: 'DAYS(TODAY(), {due})' },
        { key: 'left', ...label, type: 'formula', result: 'number', formula: '{due} - TODAY()' },
        { key: 'condition', ...label, type: 'formula', result: 'yes_no', formula },
      ],
    },
  ],
})

describe('what time does to a condition', () => {
  it.each([
    ['{paid} = TRUE', 'still'],
    ['TODAY() - {due} > 30', 'up'],
    ['{due} < TODAY()', 'up'],
    ['NOW() >= DATEADD({due}, 3, "d")', 'up'],
    ['DATEDIF({due}, TODAY(), "d") >= 30', 'up'],
    ['AND(NOT({paid}), {days} > 30)', 'up'],
    ['{left} < 3', 'up'],
    ['{left} > 3', 'down'],
    ['NOT({days} > 30)', 'down'],
    ['OR({days} > 30, {left} > 3)', 'any'],
    ['{days} = 30', 'any'],
    ['WEEKDAY(TODAY()) > 3', 'any'],
    ['IF({paid}, {days} > 30, {days} > 60)', 'up'],
    ['IF({days} > 3, TRUE, FALSE)', 'any'],
  ])('%s: %s', (formula, expected) => {
    const { app, findings } = compileApp(withFormula(formula))
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    const form = app!.forms.get('f')!
    expect(timeDirection(app!, form, form.fields.get('condition')!.formula!)).toBe(expected)
  })
})

describe('the moment a condition comes true', () => {
  const now = '2026-11-22T05:10:00.000Z'
  it.each(['2026-11-22T05:10:00.001Z', '2026-11-23T16:00:00.000Z', '2099-01-01T00:00:00.000Z'])('is %s', moment => {
    expect(momentOf(instant => instant >= moment, now)).toBe(moment)
  })
  it('is none when it does not come in a hundred years', () => {
    expect(momentOf(() => false, now)).toBeUndefined()
  })
})
