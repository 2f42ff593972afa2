import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Client } from '../server/testServer.ts'
import { signIn } from './company.ts'
import { company, customer, get, manager, openOffice, patch, seller, taskAbout } from './office.ts'

beforeAll(openOffice, 60_000)
afterAll(() => company.server.close())

const HOUR = 3_600_000
const again = (who: Client): Promise<Client> => signIn(company.server, who.login, company.passwords)

it('refreshes a customer’s rating every 72 hours and not before, and calls the manager in when it falls to C', async () => {
  const { id, rating } = await customer(seller, { institution_level: 'grade_3a', competitor_presence: 'none' })
  expect(rating).toBe('a_plus')
  // (40 x 25 + 20 x 20) / 45 = 1400 / 45 = 31.1
  await patch(seller, 'customer', id, { institution_level: 'grade_1', competitor_presence: 'strong' })
  expect(await get(seller, 'customer', id)).toMatchObject({ rating_score: '100.0', rating: 'a_plus' })

  company.server.clock.advance(71 * HOUR)
  expect(await get(await again(seller), 'customer', id)).toMatchObject({ rating: 'a_plus' })

  company.server.clock.advance(2 * HOUR)
  const [later, boss] = [await again(seller), await again(manager)]
  await vi.waitFor(async () => {
    expect(await get(later, 'customer', id)).toMatchObject({ rating_score: '31.1', rating: 'c' })
    expect((await taskAbout(boss, id))?.title).toMatchObject({ en: 'Rated C: please step in within 48 hours' })
  }, 10_000)
})

it('lets the light of a customer nobody calls turn red by itself', async () => {
  const { id } = await customer(await again(seller), {})
  const who = await again(seller)
  expect(await get(who, 'customer', id)).toMatchObject({ days_silent: '0', health: 'yellow', health_score: '48' })
  company.server.clock.advance(30 * 24 * HOUR)
  expect(await get(await again(seller), 'customer', id)).toMatchObject({ days_silent: '30', health: 'yellow' })
  company.server.clock.advance(24 * HOUR)
  expect(await get(await again(seller), 'customer', id)).toMatchObject({ days_silent: '31', health: 'red' })
})
