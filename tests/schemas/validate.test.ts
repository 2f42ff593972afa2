import { describe, expect, it } from 'vitest'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'

const base = { formatVersion: 1, key: 'a', version: '0.1', name: { zh: 'x' }, forms: [] as unknown[] }
const form = (fields: unknown[], rest: object = {}) => ({
  ...base,
  forms: [{ key: 'f', name: { en: 'F' }, fields, ...rest }],
})
const text = { key: 'a', label: { zh: 'a' }, type: 'text' }
const codes = (input: unknown) => validateDefinition(input).problems.map(({ code, path }) => `${code} ${path}`)

describe('one mistake, one error', () => {
  it.each<[string, unknown, string[]]>([
    ['a sound definition', trade, []],
    ['a slip of the pen', form([{ ...text, maxLenght: 3 }]), ['unknown_property /forms/0/fields/0/maxLenght']],
    ['a reserved property', { ...base, metrics: [] }, ['not_supported_yet /metrics']],
    [
      'a reserved kind of view',
      { ...base, views: [{ key: 'v', label: { zh: 'x' }, type: 'calendar', form: 'f' }] },
      ['not_supported_yet /views/0/type'],
    ],
    [
      'a reserved part of a scorecard',
      {
        ...base,
        scorecards: [
          { key: 's', form: 'f', total: 'learned', dimensions: [{ key: 'a', label: { zh: 'x' }, weight: 1 }] },
        ],
      },
      ['not_supported_yet /scorecards/0/total'],
    ],
    ['an unknown kind of field', form([{ ...text, type: 'texxt' }]), ['unknown_kind /forms/0/fields/0/type']],
    ['no kind at all', form([{ key: 'a', label: { zh: 'a' } }]), ['missing_property /forms/0/fields/0/type']],
    ['a missing property', form([{ ...text, type: 'select' }]), ['missing_property /forms/0/fields/0/options']],
    ['a key with capitals', form([{ ...text, key: 'Name' }]), ['invalid_key /forms/0/fields/0/key']],
    ['a wrong type', form([{ ...text, required: 'yes' }]), ['wrong_type /forms/0/fields/0/required']],
    [
      'a reserved trigger',
      { ...base, automations: [{ key: 'x', name: { zh: 'x' }, on: [{ metric: 'x' }], then: [{ do: 'lock' }] }] },
      ['not_supported_yet /automations/0/on/0/metric'],
    ],
    [
      'a reserved action',
      {
        ...base,
        automations: [{ key: 'x', name: { zh: 'x' }, on: [{ event: 'created' }], then: [{ do: 'document' }] }],
      },
      ['not_supported_yet /automations/0/then/0/do'],
    ],
    ['an unknown format version', { ...base, formatVersion: 2 }, ['unsupported_format_version /formatVersion']],
    ['no object', 'x', ['wrong_type ']],
    ['a label without a language', form([{ ...text, label: {} }]), ['too_few /forms/0/fields/0/label']],
    ['a number out of range', form([{ ...text, maxLength: 0 }]), ['out_of_range /forms/0/fields/0/maxLength']],
  ])('%s', (_, input, expected) => expect(codes(input)).toEqual(expected))

  it('names two mistakes twice', () => {
    expect(
      codes(
        form([
          { ...text, foo: 1 },
          { ...text, type: 'nope' },
        ]),
      ),
    ).toHaveLength(2)
  })
})

describe('hostile definitions', () => {
  it('refuses names JavaScript gives a meaning to', () => {
    expect(codes(JSON.parse('{"formatVersion":1,"__proto__":{"a":1}}'))).toEqual(['hostile_key /__proto__'])
    expect(codes({ ...base, sampleData: { f: [{ constructor: 1 }] } })).toEqual([
      'hostile_key /sampleData/f/0/constructor',
    ])
  })

  it('is bounded in depth without recursion', () => {
    let deep: unknown = 1
    for (let n = 0; n < 100_000; n += 1) deep = [deep]
    expect(codes({ ...base, sampleData: deep })[0]).toMatch(/^definition_too_deep/)
  })

  it('is bounded in size', () => {
    const problems = codes({ ...base, extra: Array.from({ length: 1_000_001 }, () => 1) })
    expect(problems).toEqual(['definition_too_large '])
  })

  it('answers at most 200 problems', () => {
    expect(codes(form(Array.from({ length: 900 }, () => ({ ...text, foo: 1 }))))).toHaveLength(200)
  })
})
