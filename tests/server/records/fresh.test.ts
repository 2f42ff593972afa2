import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Installations } from '../../../server/apps/installation.ts'
import { MillWriters, seeded } from '../../faults/mill-writers.ts'
import { mill } from '../../fixtures/mill.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'
import { findStale } from './staleness.ts'

const WRITERS = 8
const EACH = 60
const seed = Math.floor(Math.random() * 2 ** 31)

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('工厂'), 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition: mill })
  expect(made.statusCode, made.body).toBe(201)
})
afterAll(() => server.close())

const stale = async (): Promise<string[]> => {
  const installations = new Installations(server.database, server.platform.listener)
  const now = server.clock.now()
  return findStale(server.database.pool, await installations.get(admin.orgId, 'mill'), { now, today: now.slice(0, 10) })
}

describe(`computed values under eight writers at once (seed ${seed})`, () => {
  it('are what a full recalculation gives, digit for digit', { timeout: 120_000 }, async () => {
    const send = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) => {
      const answer = await server.call(admin, method, path, body)
      if (answer.statusCode >= 500) throw new Error(answer.body)
      return { status: answer.statusCode, json: answer.json() as Record<string, unknown> }
    }
    const failures: unknown[] = []
    const writers = new MillWriters(
      (...request) =>
        send(...request).catch(error => {
          failures.push(error)
          throw error
        }),
      seeded(seed),
    )
    await writers.seed(5)
    expect(await stale()).toEqual([])
    await Promise.all(
      Array.from({ length: WRITERS }, async () => {
        for (let n = 0; n < EACH; n += 1) await writers.one()
      }),
    )
    expect(failures).toEqual([])
    expect(await stale()).toEqual([])
    expect(writers.acknowledged).toBeGreaterThan((WRITERS * EACH) / 2)
  })
})
