import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Client, startTestServer, type TestServer } from './testServer.ts'

let server: TestServer
let one: Client
let other: Client
const place = '/api/me/tours/first_app'
const read = async (who: Client) => (await server.call(who, 'GET', '/api/me/tours')).json().tours

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('甲公司')
  one = await server.addPerson(org, 'one')
  other = await server.addPerson(org, 'other')
})
afterAll(() => server.close())

it('is each person’s own, goes on where it was, and does not begin again', async () => {
  expect(await read(one)).toEqual({})
  await server.call(one, 'PUT', place, { step: 'required', ended: false })
  expect(await read(one)).toEqual({ first_app: { step: 'required', ended: false } })
  expect(await read(other)).toEqual({})
  await server.call(one, 'PUT', place, { step: 'open', ended: true })
  // A window that was left open knows nothing of it.
  await server.call(one, 'PUT', place, { step: 'field', ended: false })
  expect((await read(one)).first_app.ended).toBe(true)
})

it('is one of those there are', async () => {
  expect((await server.call(one, 'PUT', '/api/me/tours/other', { step: 'x', ended: false })).statusCode).toBe(404)
  expect((await server.call(one, 'PUT', place, { step: 'X Y', ended: false })).statusCode).toBe(400)
  expect((await server.call(one, 'PUT', place, { step: 'x' })).statusCode).toBe(400)
})
