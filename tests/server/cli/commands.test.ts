import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, runCommand } from '../../../server/cli/commands.ts'
import { folderFiles, writeFolder } from '../../../server/store/folder.ts'
import { readTemplate } from '../../../server/store/templates.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Office, openOffice } from '../records/office.ts'

const templates = join(import.meta.dirname, '../../../templates')
let office: Office
let folder: string

beforeAll(async () => {
  office = await openOffice()
  folder = mkdtempSync(join(tmpdir(), 'formwork-cli-'))
})
afterAll(async () => {
  await office.server.close()
  rmSync(folder, { recursive: true })
})

async function run(...line: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = []
  const request = async (method: string, path: string, body?: unknown, headers = {}): Promise<Answer> => {
    const answer = await office.server.call(office.admin, method as 'GET', path, body, headers)
    return { status: answer.statusCode, body: answer.json(), etag: String(answer.headers.etag ?? '') }
  }
  const code = await runCommand(line, { say: text => void said.push(text), language: 'zh', request })
  return { code, said: said.join('\n') }
}

describe('a definition as files', () => {
  it.each(['sales-management', 'store-sales'])(
    '%s is read back as it was written, the same bytes each time',
    async name => {
      const { definition } = await readTemplate(join(templates, name))
      const place = join(folder, name)
      await writeFolder(place, definition)
      const again = (await readTemplate(place)).definition
      expect(again).toEqual(definition)
      expect(folderFiles(again)).toEqual(folderFiles(definition))
    },
  )

  it('takes away the files of what is gone', async () => {
    const place = join(folder, 'less')
    await writeFolder(place, trade)
    expect(readdirSync(join(place, 'forms'))).toEqual(['01-customer.json', '02-opportunity.json'])
    await writeFolder(place, { ...trade, forms: trade.forms.slice(0, 1) })
    expect(readdirSync(join(place, 'forms'))).toEqual(['01-customer.json'])
    expect(readFileSync(join(place, 'app.json'), 'utf8')).toMatch(/^\{\n {2}"formatVersion": 1,\n {2}"key": "trade",/)
  })
})

describe('the command line', () => {
  it('says what is wrong with a folder', async () => {
    expect(await run('check', join(templates, 'sales-management'))).toMatchObject({
      code: 0,
      said: expect.stringMatching(/0 errors/),
    })
    const place = join(folder, 'broken')
    await writeFolder(place, { ...trade, views: [{ key: 'v', label: { zh: 'v' }, type: 'table', form: 'gone' }] })
    const { code, said } = await run('check', place)
    expect([code, said]).toEqual([1, expect.stringMatching(/error {2}\/views\/0\/form {2}.*gone/)])
  })

  it('exports, tells the difference, imports and publishes', async () => {
    const place = join(folder, 'trade')
    expect((await run('export', 'trade', place)).code).toBe(0)
    expect(await run('diff', place, place)).toEqual({ code: 0, said: '' })
    const file = join(place, 'forms/01-customer.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"zh": "电话"', '"zh": "联系电话"'))
    const before = join(folder, 'before')
    await run('export', 'trade', before)
    expect((await run('diff', before, place)).said).toMatch(/联系电话/)
    expect(await run('publish', place, '--confirm')).toEqual({ code: 0, said: 'trade: draft saved\ntrade: version 2' })
    const { definition } = (await office.server.call(office.admin, 'GET', '/api/apps/trade')).json()
    expect(JSON.stringify(definition)).toContain('联系电话')
  })

  it('creates an app that is not there', async () => {
    const place = join(folder, 'fresh')
    await writeFolder(place, { ...trade, key: 'fresh' })
    expect(await run('import', place)).toEqual({ code: 0, said: 'fresh: created' })
  })

  it('says how it is used, and what a server refuses', async () => {
    expect(await run()).toMatchObject({ code: 2, said: expect.stringMatching(/export <app> <folder>/) })
    expect((await run('export', 'trade')).said).toMatch(/^missing: folder/)
    expect(await run('export', 'gone', join(folder, 'gone'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^404/),
    })
  })
})
