import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client, TestServer } from '../testServer.ts'
import { base, openMarket } from './market.ts'

let server: TestServer
let admin: Client
let head: Client
let sellers: Client[]
let number = 0

beforeAll(async () => {
  ;({ server, admin, head, sellers } = await openMarket(4))
})
afterAll(() => server.close())

/** A lead that is nobody's. */
const shared = async (values: object = {}): Promise<string> => {
  number += 1
  const answer = await server.call(head, 'POST', base, { company: `集市${number}`, by_hand: true, ...values })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}
const claim = (who: Client, id: string, reason: string | undefined = '熟悉这个行业') =>
  server.call(who, 'POST', `${base}/${id}/claim`, reason === undefined ? {} : { reason })
const record = async (id: string) => (await server.call(admin, 'GET', `${base}/${id}`)).json()

describe('claiming from the market', () => {
  it('takes what is nobody’s, with the motive as data', async () => {
    const id = await shared()
    expect((await record(id)).owner).toBeNull()
    const answer = await claim(sellers[0]!, id)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.json()).toMatchObject({ owner: sellers[0]!.id, motive: '熟悉这个行业' })
    const { assignments } = (await server.call(head, 'GET', `${base}/${id}/assignments`)).json()
    expect(assignments[0]).toMatchObject({
      kind: 'claim',
      outcome: 'claimed',
      reason: '熟悉这个行业',
      user: sellers[0]!.id,
    })
    const { history } = (await server.call(head, 'GET', `${base}/${id}/history`)).json()
    expect(history[0]).toMatchObject({ by: sellers[0]!.id, changes: { owner: [null, sellers[0]!.id] } })
  })

  it('asks for the motive', async () => {
    const answer = await claim(sellers[0]!, await shared(), ' ')
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors[0]).toMatchObject({ code: 'required', path: '/reason' })
  })

  it('lets exactly one of many at once have it, and tells the others who was first', async () => {
    const id = await shared()
    const answers = await Promise.all(sellers.slice(1).map(seller => claim(seller, id)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409])
    const winner = (await record(id)).owner
    const lost = answers.find(({ statusCode }) => statusCode === 409)!.json()
    expect(lost).toMatchObject({ code: 'claimed_already', holder: { id: winner } })
    expect(lost.holder.name).not.toBe('')
    expect((await claim(sellers[0]!, id)).json().code).toBe('claimed_already')
  })

  it('keeps the limits of claims', async () => {
    const who = sellers[3]!
    const codes: string[] = []
    for (let n = 0; n < 3; n += 1) codes.push((await claim(who, await shared())).json().code ?? 'ok')
    expect(codes.filter(code => code === 'claim_limit').length).toBeGreaterThanOrEqual(1)
    expect(codes.at(-1)).toBe('claim_limit')
    server.clock.advance(86_400_000)
  })

  it('refuses who is no claimant, and what belongs to the customer of somebody else', async () => {
    await refreshSessions()
    expect((await claim(head, await shared())).statusCode).toBe(403)
    const first = await shared({ company: '老客户' })
    expect((await claim(sellers[0]!, first)).statusCode).toBe(200)
    const second = await shared({ company: '老客户' })
    expect((await claim(sellers[1]!, second)).json()).toMatchObject({ code: 'held_by_other' })
    expect((await claim(sellers[0]!, second)).statusCode).toBe(200)
  })

  it('takes back what its holder gives back, from nobody else', async () => {
    const id = await shared()
    await claim(sellers[2]!, id)
    const refused = await server.call(sellers[1]!, 'POST', `${base}/${id}/release`, {})
    expect([403, 404]).toContain(refused.statusCode)
    const given = await server.call(sellers[2]!, 'POST', `${base}/${id}/release`, { reason: '不是我的区域' })
    expect(given.statusCode, given.body).toBe(200)
    expect((await record(id)).owner).toBeNull()
    const { assignments } = (await server.call(head, 'GET', `${base}/${id}/assignments`)).json()
    expect(assignments[0]).toMatchObject({ kind: 'release', previous: sellers[2]!.id, reason: '不是我的区域' })
    expect((await claim(sellers[1]!, id)).statusCode).toBe(200)
  })
})

/** A day passed: everybody signs in again. */
async function refreshSessions(): Promise<void> {
  const { cookieOf, testPassword } = await import('../testServer.ts')
  const again = async (who: Client): Promise<Client> => {
    const payload = { login: who.login, password: testPassword }
    return { ...who, headers: cookieOf(await server.app.inject({ method: 'POST', url: '/api/session', payload })) }
  }
  admin = await again(admin)
  head = await again(head)
  sellers = await Promise.all(sellers.map(again))
}
