import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../server/http/json.ts'
import { HttpProblem } from '../../../server/http/problem.ts'

function refusal(text: string | Buffer): { code: string; errors: string[] } {
  try {
    parseJson(Buffer.from(text))
  } catch (error) {
    if (error instanceof HttpProblem)
      return { code: error.code, errors: error.errors.map(({ code, path }) => `${code} ${path}`) }
    throw error
  }
  return { code: 'accepted', errors: [] }
}

describe('parseJson refuses what JSON.parse lets pass (SR-18, SR-19, SR-22)', () => {
  const cases: [name: string, text: string, errors: string[]][] = [
    ['a doubled property', '{"a":1,"b":{"c":1,"c":2}}', ['duplicate_property /b/c']],
    ['a doubled property spelled with escapes', '{"ab":1,"\\u0061b":2}', ['duplicate_property /ab']],
    [
      'two mistakes at once',
      '[{"a":1,"a":2},{"__proto__":{}}]',
      ['duplicate_property /0/a', 'hostile_key /1/__proto__'],
    ],
    ['__proto__ spelled with escapes', '{"__pr\\u006fto__":1}', ['hostile_key /__proto__']],
    [
      'constructor',
      '{"x":{"constructor":{"prototype":1}}}',
      ['hostile_key /x/constructor', 'hostile_key /x/constructor/prototype'],
    ],
    ['a NUL character', '{"a":"x\\u0000"}', ['nul_character /a']],
    ['a NUL after an escaped backslash', '{"a":"\\\\\\u0000"}', ['nul_character /a']],
    ['a number a double cannot keep', '{"a":0.12345678901234567}', ['json_number_too_long /a']],
    ['65 levels', '['.repeat(65) + ']'.repeat(65), ['json_too_deep ']],
    [
      '10,001 properties',
      `{${Array.from({ length: 10_001 }, (_, at) => `"k${at}":1`).join(',')}}`,
      ['json_too_many_keys '],
    ],
    ['10,001 items', `[${'1,'.repeat(10_000)}1]`, ['json_too_many_items ']],
  ]
  it.each(cases)('%s', (_, text, errors) => {
    expect(refusal(text)).toEqual({ code: 'invalid_request', errors })
  })

  it.each(['', '{', '{"a"', '{"a":}', ']', '{"a":1}}', '"\\"', 'nul', '\ufeff{}', '01', '[1,]'])(
    'broken text %j',
    text => {
      expect(refusal(text).code).toBe('invalid_json')
    },
  )

  it('bytes that are no UTF-8', () => {
    expect(refusal(Buffer.from([0x22, 0xff, 0x22])).code).toBe('invalid_json')
  })
})

describe('parseJson accepts', () => {
  it.each([
    '{"a":"\\\\u0000 is text","b":"\\"quoted\\"","c":[{"a":1},{"a":2}]}',
    '{"amount":"93792.00","n":123456789012345,"small":0.000000000000000001,"big":1000000000000000000000}',
    `${'['.repeat(64)}${']'.repeat(64)}`,
    `[${'1,'.repeat(9_999)}1]`,
  ])('%.40s', text => {
    expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text))
  })

  it('every value JSON can hold, as JSON.parse reads it', () => {
    const key = fc
      .string({ maxLength: 5 })
      .filter(name => !['__proto__', 'constructor', 'prototype'].includes(name) && !name.includes('\0'))
    const leaf = fc.oneof(
      fc.string().filter(text => !text.includes('\0')),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    )
    const { value } = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(value, sample => {
        const text = JSON.stringify(sample)
        expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text))
      }),
    )
  })
})
