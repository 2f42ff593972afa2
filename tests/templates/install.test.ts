import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Company, install, startCompany } from './company.ts'

/** Somebody sits before it: a wait that is still bearable on a busy machine. */
const LONGEST_MS = 30_000
let full: Company
let empty: Company
beforeAll(async () => {
  full = await startCompany()
  empty = await startCompany()
}, 60_000)
afterAll(async () => {
  await full.server.close()
  await empty.server.close()
})

const templates = [
  [
    'sales_management',
    { customer: 40, lead: 60, opportunity: 120, visit: 280, contract: 45, payment: 130, product: 10 },
  ],
  ['store_sales', { store: 10, guide: 20, walk_in: 80, morning_check: 20, competitor_price: 20 }],
] as const

interface Shown {
  readonly definition: {
    readonly views: readonly { key: string; form: string; columns?: string[]; sort?: string[] }[]
    readonly forms: readonly { key: string }[]
  }
}
type Row = Record<string, unknown>

async function list({ server, admin }: Company, app: string, form: string, query: string, who = admin) {
  const answer = await server.call(who, 'GET', `/api/apps/${app}/forms/${form}/records?limit=200&count=true&${query}`)
  expect(answer.statusCode, `${form} ${query} ${answer.body}`).toBe(200)
  return answer.json() as { records: Row[]; count: number }
}

describe.each(templates)('%s', (key, least) => {
  it('installs without sample data: every page is there and empty', async () => {
    expect(await install(empty, key, false)).toBeLessThan(LONGEST_MS)
    for (const form of Object.keys(least)) expect((await list(empty, key, form, '')).count).toBe(0)
  })

  it('installs with sample data in time, and no value is in error', async () => {
    expect(await install(full, key, true)).toBeLessThan(LONGEST_MS)
    for (const [form, count] of Object.entries(least)) {
      const { records, count: found } = await list(full, key, form, '')
      expect([form, found >= count]).toEqual([form, true])
      expect(records.filter(record => record._errors !== undefined)).toEqual([])
    }
  })

  it('shows rows on every page, sorted and with its columns', async () => {
    const app = (await full.server.call(full.admin, 'GET', `/api/apps/${key}`)).json() as Shown
    // What only real days bring: nothing large can be in the samples, and today's checks come in the morning.
    const mayBeEmpty = new Set(['large_opportunities', 'checks_today'])
    expect(app.definition.views.length).toBeGreaterThan(5)
    for (const view of app.definition.views) {
      const query = `view=${view.key}&fields=${(view.columns ?? []).join(',')}&sort=${(view.sort ?? []).join(',')}`
      const { count } = await list(full, key, view.form, query)
      if (!mayBeEmpty.has(view.key)) expect([view.key, count > 0]).toEqual([view.key, true])
    }
  })

  it('gives every role of the demo company its pages without a refusal', async () => {
    for (const who of full.people.values()) {
      const app = (await full.server.call(who, 'GET', `/api/apps/${key}`)).json() as Partial<Shown>
      for (const view of app.definition?.views ?? []) await list(full, key, view.form, `view=${view.key}`, who)
    }
  })

  it('refuses a view of another form', async () => {
    const form = Object.keys(least)[0]!
    const url = `/api/apps/${key}/forms/${form}/records?view=no_such_view`
    expect((await full.server.call(full.admin, 'GET', url)).json()).toMatchObject({ code: 'invalid_parameter' })
  })
})

describe('the sample data of sales management', () => {
  const rows = async (form: string) => {
    const all: Row[] = []
    for (let cursor = ''; ; ) {
      const url = `/api/apps/sales_management/forms/${form}/records?limit=200${cursor}`
      const page = (await full.server.call(full.admin, 'GET', url)).json() as {
        records: Row[]
        nextCursor: string | null
      }
      all.push(...page.records)
      if (page.nextCursor === null) return all
      cursor = `&cursor=${page.nextCursor}`
    }
  }

  it('is coherent: a won opportunity has a contract, payments stay within it, all amounts below the limit', async () => {
    const [opportunities, contracts, payments] = await Promise.all(['opportunity', 'contract', 'payment'].map(rows))
    const contracted = new Set(contracts!.map(contract => contract.opportunity))
    const won = opportunities!.filter(({ stage }) => stage === 'won')
    expect(won.length).toBeGreaterThan(20)
    expect(won.filter(({ id }) => !contracted.has(id))).toEqual([])
    expect(opportunities!.filter(({ amount }) => Number(amount) > 10_000_000)).toEqual([])
    expect(contracts!.filter(({ amount, received }) => Number(received) > Number(amount))).toEqual([])
    const sum = payments!.reduce((total, { amount_received: got }) => total + Math.round(Number(got ?? 0) * 100), 0)
    const rolled = contracts!.reduce((total, { received }) => total + Math.round(Number(received) * 100), 0)
    expect(rolled).toBe(sum)
  })

  it('fills every stage and every grade', async () => {
    const [opportunities, leads, customers] = await Promise.all(['opportunity', 'lead', 'customer'].map(rows))
    expect(new Set(opportunities!.map(({ stage }) => stage)).size).toBe(7)
    expect([...new Set(leads!.map(({ grade }) => grade))].sort()).toEqual(['a', 'b', 'c'])
    expect([...new Set(customers!.map(({ grade }) => grade))].sort()).toEqual(['A', 'B', 'C', 'D'])
    expect(new Set(customers!.map(({ owner }) => owner)).size).toBe(6)
  })

  it('has this week in it: visits of the last days and next actions to do', async () => {
    const today = full.server.clock.now().slice(0, 10)
    const week = new Date(Date.parse(today) - 7 * 86_400_000).toISOString()
    const visits = await rows('visit')
    expect(visits.filter(({ visited_at }) => String(visited_at) > week).length).toBeGreaterThan(20)
    expect(
      visits.filter(({ next_done, next_on }) => next_done === false && String(next_on) >= today).length,
    ).toBeGreaterThan(20)
  })
})
