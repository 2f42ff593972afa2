import { afterAll, beforeAll, expect, it } from 'vitest'
import { cleanUp } from '../../server/housekeeping.ts'
import { startTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

it('what has run out goes, what lives stays', async () => {
  const org = await server.addOrganisation('甲')
  const person = await server.addPerson(org, 'person')
  await server.call(null, 'POST', '/api/session', { login: 'person', password: 'wrong' })
  const counts = async (): Promise<unknown[]> => {
    const { rows } = await server.database.pool.query<Record<string, number>>(
      'select (select count(*)::int from formwork.session) as sessions, (select count(*)::int from formwork.sign_in_attempt) as attempts',
    )
    return Object.values(rows[0]!)
  }
  await cleanUp(server.platform)
  expect(await counts()).toEqual([1, 2])
  expect((await server.call(person, 'GET', '/api/me')).statusCode).toBe(200)
  server.clock.advance(24 * 3_600_000 + 1)
  await cleanUp(server.platform)
  expect(await counts()).toEqual([0, 0])
})
