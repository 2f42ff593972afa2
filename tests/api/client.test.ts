import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { type Client, startTestServer, type TestServer } from '../server/testServer.ts'

const run = promisify(execFile)
const root = new URL('../..', import.meta.url).pathname

let server: TestServer
let admin: Client
let address: string
let folder: string

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('客户端公司')
  admin = await server.addPerson(org, 'api.admin', { admin: true })
  expect((await server.call(admin, 'POST', '/api/apps', { definition: trade })).statusCode).toBe(201)
  for (let part = 0; part < 2; part += 1) {
    const operations = Array.from({ length: 500 }, (_, k) => ({
      create: { name: `客户 ${part * 500 + k}`, secret: '0.01' },
    }))
    expect((await server.call(admin, 'POST', '/api/apps/trade/forms/customer/batch', { operations })).statusCode).toBe(
      200,
    )
  }
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  folder = mkdtempSync(join(tmpdir(), 'formwork-client-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const token = async (scopes: string[]): Promise<string> => {
  const answer = await server.call(admin, 'POST', '/api/tokens', {
    name: scopes.join(),
    scopes,
    days: 30,
  })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().token
}

const program = `
import createClient from 'openapi-fetch'
import type { paths } from './api.d.ts'
const client = createClient<paths>({ baseUrl: process.env.ADDRESS!, headers: { authorization: 'Bearer ' + process.env.TOKEN } })
let cursor: string | undefined
const names = new Set<string>()
for (;;) {
  const { data, error } = await client.GET('/api/apps/trade/forms/customer/records', { params: { query: { limit: 200, fields: 'name,secret', ...(cursor === undefined ? {} : { cursor }) } } })
  if (data === undefined) throw new Error(error.code)
  for (const record of data.records) names.add(record.name ?? '')
  if (data.nextCursor === null) break
  cursor = data.nextCursor
}
const sum = await client.POST('/api/apps/trade/forms/customer/aggregate', { body: { measures: { total: { sum: 'secret' } } } })
const written = await client.POST('/api/apps/trade/forms/customer/records', { body: { name: '客户端新建' } })
console.log(JSON.stringify({ names: names.size, total: sum.data?.groups[0]?.total, status: written.response.status, code: written.error?.code ?? null }))
`

describe('a typed client generated from the app’s OpenAPI', () => {
  it('compiles, pages through 1,000 records, and a read-only token cannot write', async () => {
    const document = (await server.call(admin, 'GET', '/api/apps/trade/openapi.json')).json()
    writeFileSync(join(folder, 'api.d.ts'), astToString(await openapiTS(document)))
    writeFileSync(join(folder, 'client.ts'), program)
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    const options = {
      strict: true,
      module: 'nodenext',
      target: 'es2022',
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      types: ['node'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }))
    await run(process.execPath, [join(root, 'node_modules/typescript7/bin/tsc'), '-p', folder])
    const use = async (scopes: string[]) => {
      const { stdout } = await run(process.execPath, [join(folder, 'client.ts')], {
        env: { ...process.env, ADDRESS: address, TOKEN: await token(scopes) },
      })
      return JSON.parse(stdout)
    }
    expect(await use(['read'])).toEqual({ names: 1000, total: '10.00', status: 403, code: 'token_scope' })
    expect(await use(['read', 'write'])).toEqual({ names: 1000, total: '10.00', status: 201, code: null })
  })

  it('describes only what its reader may see', async () => {
    const seller = await server.addPerson(admin.orgId, 'api.seller')
    expect((await server.call(seller, 'GET', '/api/apps/trade/openapi.json')).statusCode).toBe(404)
    await server.call(admin, 'PATCH', `/api/users/${seller.id}`, { roles: { trade: ['seller'] } })
    const document = (await server.call(seller, 'GET', '/api/apps/trade/openapi.json')).json()
    expect(document.components.schemas.Customer.properties).not.toHaveProperty('secret')
    expect(document.paths['/api/apps/trade/forms/customer/records/{id}']).not.toHaveProperty('delete')
    expect((await server.call(seller, 'GET', '/api/openapi.json')).json().paths).toHaveProperty(['/api/session'])
  })
})
