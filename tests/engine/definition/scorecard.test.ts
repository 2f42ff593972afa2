import { describe, expect, it } from 'vitest'
import { explain } from '../../../engine/expression/index.ts'
import {
  type CompiledApp,
  compileApp,
  noRelated,
  prepareRecord,
  type RecordValues,
  recordScope,
} from '../../../engine/index.ts'
import type { AppDefinition, Field, Scorecard } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { rating, scored } from '../../fixtures/scored.ts'

type Change = (scorecard: Scorecard, definition: AppDefinition) => void
const changed = (change: Change): AppDefinition => {
  const definition = structuredClone(scored)
  change(definition.scorecards![0]!, definition)
  return definition
}
const compiled = (change: Change = () => undefined): CompiledApp => {
  const { app, findings } = compileApp(changed(change))
  expect(findings).toEqual([])
  return app!
}
const settings = Object.fromEntries(scored.settings!.map(({ key, value }) => [key, value]))
const contextOf = (app: CompiledApp) => ({
  app,
  settings,
  user: null,
  now: '2026-11-22T05:00:00.000Z',
  today: '2026-11-22',
  zone: 'Asia/Shanghai',
  related: noRelated,
})

/** The stored score fields of a new record. */
function scoresOf(values: RecordValues, change?: Change): readonly unknown[] {
  const app = compiled(change)
  const form = app.forms.get('partner')!
  const { values: next } = prepareRecord(form, null, values, contextOf(app))
  return ['total', 'grade', 'rival'].map(key => next[key])
}
const full = { pay: '90', use: '40', rivals: '2' }

describe('a scorecard', () => {
  // (90 x 30 + 40 x 25 + 50 x 45) / 100 = (2700 + 1000 + 2250) / 100 = 59.50
  it('is the mean of its dimensions by weight', () => expect(scoresOf(full)).toEqual(['59.50', 'c', '50']))

  it.each([
    // above 3, not from 3
    ['3', '50'],
    ['3.01', '0'],
    ['2', '50'],
    ['1.99', '100'],
    // below every band
    ['-1', '0'],
  ])('takes the band of %s', (rivals, band) => expect(scoresOf({ ...full, rivals })[2]).toBe(band))

  it('reads bands kept as a table setting, in whatever order its rows stand', () => {
    const table: Change = card => {
      card.dimensions[2]!.bands = { of: '{rivals}', rows: '{$settings.bands}' }
    }
    const bands = ['-1', '0', '1.99', '2', '3', '3.01'].map(rivals => scoresOf({ ...full, rivals }, table)[2])
    expect(bands).toEqual(['0', '100', '100', '50', '50', '0'])
  })

  it('skips a missing dimension and shares its weight among the others', () => {
    // pay is missing: (40 x 25 + 50 x 45) / 70 = 3250 / 70 = 46.4285...
    expect(scoresOf({ use: '40', rivals: '2' })).toEqual(['46.43', 'c', '50'])
  })

  it('counts a missing dimension as 0 or as the stated score', () => {
    // use is missing and counts 0: (2700 + 0 + 2250) / 100
    expect(scoresOf({ pay: '90', rivals: '2' })[0]).toBe('49.50')
    // rival counts 70: (2700 + 1000 + 3150) / 100
    const stated: Change = card => {
      card.dimensions[2]!.missing = { value: 70 }
    }
    expect(scoresOf({ pay: '90', use: '40' }, stated)[0]).toBe('68.50')
  })

  it('is blank, and has no grade, when everything is skipped', () => {
    const skip: Change = card => {
      for (const dimension of card.dimensions) dimension.missing = 'skip'
    }
    expect(scoresOf({ bonus: '50', loyal: true }, skip)).toEqual([null, null, null])
  })

  it('adds adjustments that apply, then keeps within 0 and 100', () => {
    expect(scoresOf({ ...full, bonus: '10' })[0]).toBe('59.50')
    expect(scoresOf({ ...full, bonus: '10', loyal: true })[0]).toBe('69.50')
    expect(scoresOf({ ...full, bonus: '1000', loyal: true })).toEqual(['100.00', 'a', '50'])
    expect(scoresOf({ ...full, bonus: '-1000', loyal: true })).toEqual(['0.00', 'c', '50'])
    expect(scoresOf({ ...full, loyal: true })[0]).toBe('59.50')
  })

  it.each([
    // 59.5 + bonus, rounded to two places, then the grade: b is above 60, a from 80
    ['0.5', '60.00', 'c'],
    ['0.504', '60.00', 'c'],
    ['0.505', '60.01', 'b'],
    ['20.49', '79.99', 'b'],
    ['20.495', '80.00', 'a'],
  ])('grades the rounded total: bonus %s', (bonus, total, grade) =>
    expect(scoresOf({ ...full, bonus, loyal: true }).slice(0, 2)).toEqual([total, grade]),
  )

  it('grades by the places of the field that shows the total', () => {
    const places =
      (scale: number): Change =>
      (_, { forms }) =>
        Object.assign(forms[0]!.fields[5]!, { scale })
    // 59.5 + 0.4 = 59.9 is 60 without places, which is not above 60
    expect(scoresOf({ ...full, bonus: '0.4', loyal: true }, places(0)).slice(0, 2)).toEqual(['60', 'c'])
    expect(scoresOf({ ...full, bonus: '0.501', loyal: true }, places(3)).slice(0, 2)).toEqual(['60.001', 'b'])
  })

  it('grades without a field for the total', () => {
    const alone: Change = (_, { forms }) => {
      forms[0]!.fields.splice(5, 1)
    }
    expect(scoresOf({ ...full, bonus: '20.495', loyal: true }, alone)).toEqual([undefined, 'a', '50'])
  })

  it('lets a weight below 0 or a blank one count as 0', () => {
    const weight: Change = card => {
      card.dimensions[0]!.weight = '{bonus}'
    }
    // (1000 + 2250) / 70
    expect(scoresOf({ ...full, bonus: '-5' }, weight)[0]).toBe('46.43')
    expect(scoresOf(full, weight)[0]).toBe('46.43')
  })

  it('passes an error on and says where it came from', () => {
    const broken: Change = card => {
      card.dimensions[0]!.score = '{pay} / {bonus}'
    }
    const app = compiled(broken)
    const { values: next } = prepareRecord(app.forms.get('partner')!, null, { ...full, bonus: '0' }, contextOf(app))
    expect(next).toMatchObject({ total: null, grade: null, rival: '50', _errors: { total: 'division_by_zero' } })
  })
})

describe('the explanation of a score', () => {
  const explained = (key: string, values: RecordValues) => {
    const app = compiled()
    const form = app.forms.get('partner')!
    const { values: next } = prepareRecord(form, null, values, contextOf(app))
    return explain(form.fields.get(key)!.formula!.typed, recordScope({ form, values: next }, contextOf(app)))
  }

  it('says what each dimension weighed and brought', () => {
    const { score, operation, inputs } = explained('total', { ...full, use: null, bonus: '5', loyal: true })
    expect(operation).toBe('score')
    expect(score).toEqual({
      dimensions: [
        {
          key: 'pay',
          label: rating.dimensions[0]!.label,
          weight: '30',
          value: '90',
          counted: '90',
          share: '0.3',
          contribution: '27',
        },
        {
          key: 'use',
          label: rating.dimensions[1]!.label,
          weight: '25',
          value: null,
          counted: '0',
          share: '0.25',
          contribution: '0',
        },
        {
          key: 'rival',
          label: rating.dimensions[2]!.label,
          weight: '45',
          value: '50',
          counted: '50',
          share: '0.45',
          contribution: '22.5',
        },
      ],
      adjustments: [{ label: { zh: '老客户', en: 'Loyal' }, by: '5' }],
    })
    expect(inputs[5]).toMatchObject({ operation: 'band', band: { edge: 'from', from: '2' } })
  })

  it('says which bound the grade reached', () => {
    const step = explained('grade', { ...full, bonus: '5', loyal: true })
    expect(step).toMatchObject({ value: 'b', band: { edge: 'above', from: '60' } })
    expect(step.inputs[0]).toMatchObject({ label: 'total', reference: { path: ['total'] } })
  })
})

describe('what a compiled app says of its scorecards', () => {
  it('names the fields that show it, and how it is refreshed', () => {
    expect(compiled().scorecards.get('rating')).toMatchObject({
      form: 'partner',
      onChange: true,
      every: undefined,
      fields: ['total', 'grade', 'rival'],
    })
    const app = compiled(card => {
      card.refresh = { onChange: false, every: '72h' }
    })
    expect(app.scorecards.get('rating')).toMatchObject({ onChange: false, every: { amount: 72, unit: 'h' } })
    const refresh = [...app.forms.get('partner')!.fieldList].map(field => field.refresh)
    expect(refresh).toEqual([...Array(5).fill('change'), ...Array(3).fill('schedule')])
  })

  it('gives the grade the options of its library and the total its places', () => {
    const { fields } = compiled().forms.get('partner')!
    expect(fields.get('grade')).toMatchObject({ valueType: { kind: 'option', library: 'grade' }, computed: true })
    expect(fields.get('grade')!.library!.options.size).toBe(3)
    expect(fields.get('total')!.valueType).toEqual({ kind: 'number', scale: 2 })
    expect(fields.get('rival')!.valueType).toEqual({ kind: 'number', scale: 0 })
  })
})

describe('a mistake in a scorecard is one finding with its place', () => {
  const found = (change: Change) => {
    const definition = changed(change)
    expect(validateDefinition(definition).problems).toEqual([])
    return compileApp(definition).findings.map(({ code, path }) => `${code} ${path}`)
  }
  const field =
    (more: object): Change =>
    (_, { forms }) =>
      forms[0]!.fields.push({ key: 'more', label: { zh: '多' }, type: 'score', scorecard: 'rating', ...more } as Field)
  const dimension =
    (more: object): Change =>
    card =>
      Object.assign(card.dimensions[0]!, more)

  it.each<[string, Change, string]>([
    ['another form', card => Object.assign(card, { form: 'nope' }), 'unknown_form /scorecards/0/form'],
    [
      'a weight of another type',
      dimension({ weight: '{loyal}' }),
      'formula_wrong_result /scorecards/0/dimensions/0/weight',
    ],
    ['a weight below 0', dimension({ weight: -1 }), 'out_of_range /scorecards/0/dimensions/0/weight'],
    ['an unknown name', dimension({ score: '{pya}' }), 'formula_unknown_name /scorecards/0/dimensions/0/score'],
    ['no score', dimension({ score: undefined }), 'missing_property /scorecards/0/dimensions/0/score'],
    [
      'a score and bands',
      dimension({ bands: { of: 1, rows: [{ from: 1, score: 1 }] } }),
      'one_of_two /scorecards/0/dimensions/0',
    ],
    ['a dimension twice', dimension({ key: 'use' }), 'duplicate_key /scorecards/0/dimensions/1/key'],
    ['a dimension named total', dimension({ key: 'total' }), 'reserved_key /scorecards/0/dimensions/0/key'],
    [
      'a band with two edges',
      card => Object.assign((card.dimensions[2]!.bands!.rows as object[])[0]!, { from: 1 }),
      'one_of_two /scorecards/0/dimensions/2/bands/rows/0',
    ],
    [
      'a band without an edge',
      card => (card.dimensions[2]!.bands!.rows as object[]).push({ score: 1 }),
      'missing_property /scorecards/0/dimensions/2/bands/rows/3/from',
    ],
    [
      'a table without scores',
      (card, { settings: all }) => {
        all![2]!.columns = all![2]!.columns!.slice(0, 2)
        card.dimensions[2]!.bands!.rows = '{$settings.bands}'
      },
      'bands_without_columns /scorecards/0/dimensions/2/bands/rows',
    ],
    [
      'a condition that is none',
      card => Object.assign(card.adjust![0]!, { when: '{bonus}' }),
      'formula_wrong_result /scorecards/0/adjust/0/when',
    ],
    [
      'a grade that is no option',
      card => Object.assign(card.grades![0]!, { key: 'z' }),
      'unknown_option /scorecards/0/grades/0/key',
    ],
    [
      'grades without options',
      card => Object.assign(card, { options: undefined }),
      'missing_property /scorecards/0/options',
    ],
    ['an unknown library', card => Object.assign(card, { options: 'grades' }), 'unknown_library /scorecards/0/options'],
    ['a field of no scorecard', field({ scorecard: 'ratng' }), 'unknown_scorecard /forms/0/fields/8/scorecard'],
    ['an unknown part', field({ part: 'payy' }), 'unknown_score_part /forms/0/fields/8/part'],
    [
      'a field of another form',
      (_, { forms }) =>
        forms[1]!.fields.push({ key: 's', label: { zh: '分' }, type: 'score', scorecard: 'rating' } as Field),
      'scorecard_of_other_form /forms/1/fields/1/scorecard',
    ],
    [
      'a grade of a scorecard without grades',
      card => {
        delete card.grades
      },
      'scorecard_without_grades /forms/0/fields/6/part',
    ],
    [
      'never refreshed',
      card => Object.assign(card, { refresh: { onChange: false } }),
      'missing_property /scorecards/0/refresh/every',
    ],
    [
      'refreshed all the time',
      card => Object.assign(card, { refresh: { every: '5min' } }),
      'too_short_delay /scorecards/0/refresh/every',
    ],
    [
      'refreshed in workdays',
      card => Object.assign(card, { refresh: { every: '2wd' } }),
      'not_one_of /scorecards/0/refresh/every',
    ],
  ])('%s', (_, change, expected) => expect(found(change)).toEqual([expected]))

  it('is a circle when a dimension reads the score it belongs to', () => {
    expect(found(dimension({ score: '{total}' }))).toEqual(['formula_cycle /forms/0/fields/5'])
  })

  it('is refused by the schema when there are too many dimensions', () => {
    const many = changed(card => {
      card.dimensions = Array.from({ length: 1000 }, (_, n) => ({ ...rating.dimensions[0]!, key: `d${n}` }))
    })
    expect(validateDefinition(many).problems).toMatchObject([{ code: 'too_many', path: '/scorecards/0/dimensions' }])
  })

  it('compiles a hundred dimensions', () => {
    const hundred: Change = (card, { forms }) => {
      card.dimensions = Array.from({ length: 100 }, (_, n) => ({ ...rating.dimensions[0]!, key: `d${n}` }))
      forms[0]!.fields.pop()
    }
    expect(scoresOf(full, hundred)[0]).toBe('90.00')
  })
})
