import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { RULES } from '../../scripts/check/rules.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const CONFIGURATION = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'biome.json',
  'knip.json',
  '.dependency-cruiser.cjs',
  '.gitignore',
]

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A small clone: our configuration, our packages, and these files. */
function clone(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'formwork-check-'))
  made.push(root)
  for (const name of CONFIGURATION) cpSync(join(ROOT, name), join(root, name))
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

async function problems(rule: string, files: Readonly<Record<string, string>>): Promise<string> {
  const found = RULES.find(known => known.name === rule)
  if (!found) throw new Error(`no rule ${rule}`)
  return (await found.run(clone(files))).join('\n')
}

/** A tree that keeps every rule of the layers. */
const CLEAN = {
  'schemas/word.ts': `export type Word = string\n`,
  'engine/say.ts': `import type { Word } from '../schemas/word.ts'\n\nexport const say = (word: Word): Word => word\n`,
  'server/main.ts': `import { say } from '../engine/say.ts'\n\nprocess.stdout.write(say('hello'))\n`,
}

describe('purity', () => {
  it.each([
    [`import { readFileSync } from 'node:fs'`, 'node:fs'],
    ['export const at = Date.now()', 'Date.now'],
    ['export const at = new Date()', 'new Date()'],
    ['export const at = Date()', 'Date()'],
    ['export const id = Math.random()', 'Math.random'],
    ['export const home = process.env.HOME', 'process'],
    ['setTimeout(() => undefined, 1)', 'setTimeout'],
    [`export const page = fetch('/x')`, 'fetch'],
    [`export const run = new Function('return 1')`, 'Function'],
    [`export const id = crypto.randomUUID()`, 'crypto'],
  ])('refuses %s', async (code, name) => {
    expect(await problems('purity', { 'engine/a.ts': `${code}\n` })).toContain(`engine/a.ts:1: ${name} is not for`)
  })

  it.each([
    'export const at = (ms: number) => new Date(ms)',
    `export const text = 'process.env, Date.now() and node:fs'`,
    'export const run = (process: { env: string }) => process.env',
    'export const step = { fetch: 1, process: 2 }.fetch',
    '// setTimeout is not used here',
  ])('lets pass %s', async code => {
    expect(await problems('purity', { 'engine/a.ts': `${code}\n` })).toBe('')
  })
})

describe('one clock', () => {
  it.each([
    ['server/a.ts', 'export const sql = `select now()`', 'now()'],
    ['server/a.ts', `export const sql = \`select CURRENT_DATE + \${1}\``, 'CURRENT_DATE'],
    ['server/a.ts', 'export const at = Date.now()', 'Date.now'],
    ['server/records/a.sql', 'update x set at = clock_timestamp();', 'clock_timestamp'],
  ])('refuses in %s: %s', async (file, code, name) => {
    expect(await problems('one clock', { [file]: `${code}\n` })).toContain(name)
  })

  it.each([
    ['server/clock.ts', 'export const sql = `select clock_timestamp()`'],
    ['server/database/migrations/0001_a.sql', 'select now();'],
    ['server/a.ts', 'export const at = clock.now()'],
  ])('lets pass in %s: %s', async (file, code) => {
    expect(await problems('one clock', { [file]: `${code}\n` })).toBe('')
  })
})

describe('file length and leftovers', () => {
  it('refuses a file of 351 lines and lets one of 350 pass', async () => {
    expect(await problems('file length', { 'engine/a.ts': '//\n'.repeat(351) })).toContain('engine/a.ts has 351 lines')
    expect(await problems('file length', { 'engine/a.ts': '//\n'.repeat(350) })).toBe('')
  })

  it.each([
    `// ${'TO'}DO later`,
    `// @ts-${'ignore'}`,
    `export const a = b as ${'any'}`,
    `it.${'skip'}('x', () => undefined)`,
  ])('refuses %s', async code => {
    expect(await problems('leftovers', { 'tests/a.ts': `${code}\n` })).toContain('tests/a.ts:1')
  })
})

describe('lock file', () => {
  const lock = (packages: object) => JSON.stringify({ packages })
  it('refuses ranges, addresses and a platform left out', async () => {
    const found = await problems('lock file', {
      'package.json': JSON.stringify({ dependencies: { pg: '^8.0.0', alias: 'npm:pg@8.1.0' } }),
      'package-lock.json': lock({
        '': {},
        'node_modules/pg': { version: '8.0.0', resolved: 'https://example.org/pg.tgz' },
        'node_modules/tool': { version: '1.0.0', optionalDependencies: { '@tool/darwin-arm64': '1.0.0' } },
      }),
    })
    expect(found).toContain('pg ^8.0.0 is not an exact version')
    expect(found).not.toContain('alias')
    expect(found).toContain('holds addresses (node_modules/pg)')
    expect(found).toContain('lacks @tool/darwin-arm64@1.0.0')
  })

  it('is content with ours', async () => {
    expect(await problems('lock file', {})).toBe('')
  })
})

describe('layers', () => {
  it('is content with a tree that keeps them', async () => {
    expect(await problems('layers', CLEAN)).toBe('')
  })

  it('sees each rule broken', async () => {
    const found = await problems('layers', {
      ...CLEAN,
      'schemas/up.ts': `export { say } from '../engine/say.ts'\n`,
      'schemas/generated/check.js': `export { Pool } from 'pg'\n`,
      'engine/pool.ts': `export { Pool } from 'pg'\n`,
      'engine/file.ts': `export { readFileSync } from 'node:fs'\n`,
      'engine/page.ts': `export { Page } from '../runtime/Page.tsx'\n`,
      'engine/one.ts': `import type { Two } from './two.ts'\n\nexport type One = Two | 1\n`,
      'engine/two.ts': `import type { One } from './one.ts'\n\nexport type Two = One | 2\n`,
      'engine/lost.ts': `export { nothing } from './nowhere.ts'\n`,
      'server/show.ts': `export { Page } from '../runtime/Page.tsx'\n`,
      'server/test.ts': `export { one } from '../tests/one.ts'\n`,
      'tests/one.ts': `export const one = 1\n`,
      'runtime/Page.tsx': `export const Page = () => null\n`,
      'runtime/index.ts': `export { Page } from './Page.tsx'\n`,
      'runtime/ask.ts': `import '../server/main.ts'\n`,
      'runtime/build.ts': `export { edit } from '../designer/edit.ts'\n`,
      'designer/edit.ts': `export { Page as edit } from '../runtime/Page.tsx'\n`,
    })
    const expected = [
      'no-cycles',
      'unresolved',
      'schemas-import-nothing',
      'generated-validators-need-only-ajv',
      'engine-imports-schemas-only',
      'server-shows-nothing',
      'nobody-imports-server',
      'runtime-not-designer',
      'designer-through-the-door',
      'pages-without-node',
      'nobody-imports-tests',
      'no-tsx-in-node',
    ]
    const broken = found.split('\n').flatMap(line => /^([a-z-]+): /.exec(line)?.[1] ?? [])
    expect(broken.sort()).toEqual(expected.sort())
  })

  it('fails when it saw fewer modules than there are', async () => {
    const files = {
      ...CLEAN,
      'tsconfig.json': '{}',
      '.dependency-cruiser.cjs': `module.exports = { forbidden: [], options: { exclude: 'engine' } }\n`,
    }
    expect(await problems('layers', files)).toMatch(/saw 2 of 3 modules; not: engine\/say\.ts/)
  })
})

describe('the tools', () => {
  it.each([
    ['format and lint', { 'engine/a.ts': `export const a = "x";\n` }, 'engine/a.ts'],
    ['format and lint', { 'engine/a.ts': 'export const a = (b: number): boolean => b == 1\n' }, 'noDoubleEquals'],
    ['types', { 'engine/a.ts': `export const a: number = 'x'\n` }, 'engine/a.ts(1,14): error TS2322'],
    ['types', { 'engine/a.ts': 'export enum A {\n  B,\n}\n' }, 'erasableSyntaxOnly'],
    ['unused code', { ...CLEAN, 'engine/alone.ts': 'export const alone = 1\n' }, 'engine/alone.ts'],
    ['unused code', { ...CLEAN, 'engine/say.ts': `${CLEAN['engine/say.ts']}export const unused = 1\n` }, 'unused'],
  ])('%s refuses %j', async (rule, files, part) => {
    expect(await problems(rule, files)).toContain(part)
  })
})
