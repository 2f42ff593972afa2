import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expressionErrors } from '../../../schemas/errors/expression.ts'

const folder = join(import.meta.dirname, '../../../engine/expression')
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => readFileSync(join(folder, file), 'utf8'))
  .join('\n')
const used = new Set([
  ...[...source.matchAll(/(?:FormulaError|report|fail|ParseFailure)\(\s*'([a-z_]+)'/g)].map(match => match[1]!),
  ...[...source.matchAll(/\bcode: '([a-z_]+)'/g)].map(match => match[1]!),
  ...[...source.matchAll(/'((?:formula|logic)_[a-z_]+)'/g)].map(match => match[1]!),
])

describe('the error catalogue', () => {
  it('finds codes in the source', () => expect(used.size).toBeGreaterThan(40))
  it.each([...used])('has a text for %s', code => expect(expressionErrors).toHaveProperty(code))
  it('has no text that nothing uses', () => {
    expect(Object.keys(expressionErrors).filter(code => !used.has(code))).toEqual([])
  })
  it('names the same params in both languages', () => {
    const params = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort()
    for (const [code, { zh, en }] of Object.entries(expressionErrors)) expect(params(zh), code).toEqual(params(en))
  })
})
