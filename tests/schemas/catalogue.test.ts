import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCatalogue, errorMessage } from '../../schemas/errors/catalogue.ts'

const root = join(import.meta.dirname, '..', '..')

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('generated'))
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}

/** Every place a code is raised: the constructors and helpers of each layer. */
const raised = [
  /\bproblem\('([a-z_]+)'/g,
  /\.(?:error|warning)\('([a-z_]+)'/g,
  /new HttpProblem\(\s*\d+,\s*'([a-z_]+)'/g,
  /\bbad\('([a-z_]+)'/g,
  /fieldProblem\(\s*\w+(?:\.\w+)*!?,\s*'([a-z_]+)'/g,
  /new FormulaError\('([a-z_]+)'/g,
  /code: '([a-z_]+)', path/g,
]

describe('the error catalogue', () => {
  const used = new Set(
    ['schemas', 'engine', 'server']
      .flatMap(sources)
      .flatMap(text => raised.flatMap(pattern => [...text.matchAll(pattern)].map(match => match[1]!))),
  )

  it('sees the codes that are raised', () => expect(used.size).toBeGreaterThan(120))

  it('has a text for each of them', () => {
    expect([...used].filter(code => !Object.hasOwn(errorCatalogue, code)).sort()).toEqual([])
  })

  it.each(Object.entries(errorCatalogue))(
    '%s says the same in both languages, with the same params',
    (_, { zh, en }) => {
      const params = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]))].sort()
      expect(zh.trim()).not.toBe('')
      expect(en.trim()).not.toBe('')
      expect(params(zh)).toEqual(params(en))
    },
  )

  it('fills in labels in the reader’s language and falls back to the other', () => {
    expect(errorMessage('required', { field: { zh: '名称', en: 'Name' } }, 'zh')).toBe('请填写“名称”。')
    expect(errorMessage('required', { field: { zh: '名称' } }, 'en')).toBe('Please fill in “名称”.')
    expect(errorMessage('any_of_missing', { atLeast: 1, fields: [{ en: 'A' }, { en: 'B' }] }, 'en')).toContain('A, B')
  })
})
