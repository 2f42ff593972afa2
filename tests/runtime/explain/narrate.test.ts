import { describe, expect, it } from 'vitest'
import { inputsOf, type Line, leavesOf, narrate } from '../../../runtime/explain/narrate.ts'
import type { Step } from '../../../runtime/explain/types.ts'

const plain = (text: string, value: unknown = text): Step => ({
  text,
  type: 'number',
  skipped: false,
  value,
  inputs: [],
})
const read = (label: string, value: unknown, more: Partial<Step> = {}): Step => ({
  ...plain(`{${label}}`, value),
  labels: [label],
  ...more,
})
const call = (operation: string, inputs: readonly Step[], value: unknown, more: Partial<Step> = {}): Step => ({
  ...plain(`${operation}(${inputs.map(({ text }) => text).join(', ')})`, value),
  operation,
  inputs,
  ...more,
})
const skipped = (step: Step): Step => ({ ...step, skipped: true })

/** A story in short: what each line is and gives. */
const told = (step: Step) =>
  narrate(step).map((line: Line) => {
    switch (line.kind) {
      case 'sum':
        return `${line.terms.map(({ sign, step: term }) => `${sign}${String(term.value)}`).join(' ')} = ${String(line.step.value)}`
      case 'condition':
        return `${line.step.text}? ${String(line.holds)}${line.then === undefined ? '' : ` → ${String(line.then.value)}`}`
      case 'otherwise':
        return 'otherwise'
      case 'choose':
        return `${line.otherwise ? 'otherwise ' : ''}takes ${String(line.step.value)}`
      case 'unused':
        return `unused ${line.steps.length}`
      default:
        return `${line.kind} ${String(line.step.value)}`
    }
  })

const received = read('received', '1200000')
const factor = call('-', [plain('1'), read('rebate', '0.023')], '0.977')
const commission = call('*', [call('*', [received, read('rate', '0.08')], '96000'), factor], '93792')

describe('the story of a value', () => {
  it('tells a product in one line, after what it needs', () => {
    expect(told(commission)).toEqual(['1 −0.023 = 0.977', '1200000 ×0.08 ×0.977 = 93792'])
  })

  it('keeps the brackets of a − (b − c)', () => {
    const inner = call('-', [read('b', '3'), read('c', '1')], '2')
    expect(told(call('-', [read('a', '9'), inner], '7'))).toEqual(['3 −1 = 2', '9 −2 = 7'])
    expect(told(call('-', [inner, read('a', '9')], '-7'))).toEqual(['3 −1 = 2', '2 −9 = -7'])
  })

  it('tells a score by its parts alone, whatever they took to work out', () => {
    const part = { key: 'a', label: { zh: '甲' }, weight: '2', value: '3', counted: '3', share: '1', contribution: '3' }
    const worked = call('-', [read('b', '5'), read('c', '2')], '3')
    const score = call('score', [call('+', [plain('1'), plain('1')], '2'), worked], '3', {
      score: { dimensions: [part], adjustments: [] },
    })
    expect(told(score)).toEqual(['score 3'])
  })

  it('tells why a branch was taken, then the branch; the rest is folded away', () => {
    const condition = call('>', [read('late', '61'), read('limit', '60')], true)
    const step = call('IF', [condition, commission, skipped(plain('0'))], '93792')
    expect(told(step)).toEqual([
      '>({late}, {limit})? true',
      '1 −0.023 = 0.977',
      '1200000 ×0.08 ×0.977 = 93792',
      'unused 1',
    ])
  })

  it('tells the conditions of IFS in order, and "otherwise" for the last', () => {
    const no = (label: string) => call('>', [read(label, '1'), plain('60')], false)
    const rest = plain('TRUE', true)
    const two = [no('late'), skipped(plain('5')), no('paid'), skipped(plain('6')), rest]
    expect(told(call('IFS', [...two, plain('0')], '0'))).toEqual([
      '>({late}, 60)? false',
      '>({paid}, 60)? false',
      'otherwise takes 0',
      'unused 2',
    ])
    expect(told(call('IFS', [...two, factor], '0.977'))).toEqual([
      '>({late}, 60)? false',
      '>({paid}, 60)? false',
      'otherwise',
      '1 −0.023 = 0.977',
      'unused 2',
    ])
  })

  it('asks each part of AND by itself and folds those that were not needed', () => {
    const both = call('AND', [call('=', [read('a', '1'), plain('2')], false), skipped(read('b', undefined))], false)
    expect(told(call('IF', [both, skipped(plain('1')), plain('0')], '0'))).toEqual(['=({a}, 2)? false → 0', 'unused 2'])
  })

  it('puts a plain branch into the line of the condition that led to it', () => {
    const asked = call('>', [read('late', '1'), plain('60')], false)
    expect(told(call('IF', [asked, skipped(plain('5')), plain('0')], '0'))).toEqual([
      '>({late}, 60)? false → 0',
      'unused 1',
    ])
    const held = call('>', [read('late', '61'), plain('60')], true)
    expect(told(call('IFS', [asked, skipped(plain('5')), held, plain('7')], '7'))).toEqual([
      '>({late}, 60)? false',
      '>({late}, 60)? true → 7',
      'unused 1',
    ])
  })

  it('names tiers, rounding and other functions, and a plain value', () => {
    const tier = call('TIER', [received, plain('[]')], '0.02', {
      tier: { row: 0, from: '5', edge: 'from', rate: '0.02' },
    })
    const rounding = { from: '1.234', to: '1.23', places: 2 }
    expect(told(call('ROUND', [call('*', [tier, plain('3')], '1.234'), plain('2')], '1.23', { rounding }))).toEqual([
      'tier 0.02',
      '0.02 ×3 = 1.234',
      'rounding 1.23',
    ])
    expect(told(call('LEN', [read('name', 'abc')], '3'))).toEqual(['call 3'])
    expect(told(read('owner', 'x'))).toEqual(['take x'])
    expect(told(call('-', [plain('5')], '-5'))).toEqual(['take -5'])
  })

  it('says of a hidden condition only that it is hidden', () => {
    const hidden: Step = {
      ...call('>', [read('secret', undefined, { hidden: true }), plain('1')], undefined),
      hidden: true,
    }
    const [line] = narrate(call('IF', [hidden, plain('1'), skipped(plain('0'))], '1'))
    expect(line).toMatchObject({ kind: 'condition', holds: null })
  })
})

describe('what was read', () => {
  it('stands once, in order, without what was not needed', () => {
    const step = call('IF', [call('>', [received, received], true), commission, skipped(read('other', '1'))], '1')
    expect(inputsOf(step).map(input => ('step' in input ? input.step.labels?.join() : null))).toEqual([
      'received',
      'rate',
      'rebate',
    ])
  })

  it('is told apart by its record', () => {
    const source = { form: 'a', title: null, field: 'x', row: null, subform: null, computed: false }
    const two = ['1', '2'].map(record => read('x', '1', { source: { ...source, record } }))
    expect(inputsOf(call('+', two, '2'))).toHaveLength(2)
  })

  const column = (name: string, values: readonly unknown[]): Step =>
    read(name, undefined, {
      list: {
        form: 'payment',
        field: name,
        count: values.length,
        hidden: 0,
        records: values.map((value, at) => ({
          form: 'payment',
          record: `r${at}`,
          title: null,
          field: name,
          row: null,
          subform: null,
          computed: false,
          value,
        })),
      },
    })
  const amounts = column('amount', ['1', '2', '3'])
  const months = column('month', ['05', '06', '05'])

  it('stands side by side when it is lists over the same records, with what a conditional sum counted', () => {
    const sum = call('SUMIFS', [amounts, months, read('now', '05')], '4')
    expect(inputsOf(sum)).toMatchObject([
      { lists: [{ labels: ['amount'] }, { labels: ['month'] }], counted: [true, false, true] },
      { step: { labels: ['now'] } },
    ])
    const exact = call('SUMIF', [column('n', ['1.0', '2', null]), plain('1'), amounts], '1')
    expect(inputsOf(exact)).toMatchObject([{ counted: [true, false, false] }])
  })

  it('does not guess what a condition of another kind counted', () => {
    const more = call('SUMIFS', [amounts, months, plain('">05"', '>05')], '2')
    expect(inputsOf(more)).toMatchObject([{ counted: null }])
    const others = call('SUM', [amounts, { ...months, list: { ...months.list!, records: [] } }], '6')
    expect(inputsOf(others)).toHaveLength(2)
  })

  it('replaces the names of a plain sum only', () => {
    expect(leavesOf(commission)?.map(({ value }) => value)).toEqual(['1200000', '0.08', '0.023'])
    expect(leavesOf(call('ROUND', [commission, plain('2')], '1'))).toBeNull()
    expect(leavesOf(call('*', [received, read('rate', undefined, { hidden: true })], undefined))).toBeNull()
    expect(leavesOf(received)).toBeNull()
  })
})
