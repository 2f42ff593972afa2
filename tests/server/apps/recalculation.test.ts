import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { Installations } from '../../../server/apps/installation.ts'
import { findStale } from '../records/staleness.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const both = (zh: string) => ({ zh, en: zh })
const PAYMENTS = 6_000
const label = { label: both('x') }

/** Payments make a contract's reward; a settled month keeps its own. */
const app = (rate: string): AppDefinition => ({
  formatVersion: 1,
  key: 'pay',
  version: '0.1.0',
  name: both('回款'),
  settings: [{ key: 'extra', ...label, type: 'number', value: '1' }],
  forms: [
    {
      key: 'contract',
      name: both('合同'),
      titleField: 'title',
      fields: [
        { key: 'title', ...label, type: 'text' },
        { key: 'reward', ...label, type: 'rollup', relation: 'payments', aggregate: 'sum', field: 'reward' },
        { key: 'double', ...label, type: 'formula', result: 'number', formula: '{reward} * 2', scale: 2 },
        { key: 'boss', ...label, type: 'formula', result: 'text', formula: '{owner.title}' },
      ],
    },
    {
      key: 'payment',
      name: both('回款'),
      titleField: 'note',
      fields: [
        { key: 'note', ...label, type: 'text' },
        {
          key: 'contract',
          ...label,
          type: 'relation',
          to: 'contract',
          inverse: { key: 'payments', label: both('回款') },
        },
        { key: 'amount', ...label, type: 'money', scale: 2 },
        { key: 'settled', ...label, type: 'yes_no' },
        {
          key: 'reward',
          ...label,
          type: 'formula',
          result: 'money',
          scale: 2,
          formula: `{amount} * ${rate}`,
          frozenWhen: '{settled}',
        },
        { key: 'per', ...label, type: 'formula', result: 'number', scale: 4, formula: '{amount} / {$settings.extra}' },
      ],
    },
  ],
  automations: [
    {
      key: 'watch',
      name: both('看'),
      on: [{ event: 'updated', form: 'payment', fields: ['reward'] }],
      where: '{note} = "watched"',
      then: [{ do: 'update', target: '{$record}', set: { note: 'seen' } }],
    },
  ],
})

let server: TestServer
let admin: Client
const contracts: string[] = []
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('回款'), 'admin', { admin: true, title: '总监' })
  const made = await server.call(admin, 'POST', '/api/apps', { definition: app('0.02') })
  expect(made.statusCode, made.body).toBe(201)
  for (const title of ['甲', '乙'])
    contracts.push((await server.call(admin, 'POST', '/api/apps/pay/forms/contract/records', { title })).json().id)
  await fill()
}, 60_000)
afterAll(() => server.close())

const installation = () => new Installations(server.database, server.platform.listener).get(admin.orgId, 'pay')

/** Many payments at once, as an import of years ago left them: worked out by the first rule. */
async function fill(): Promise<void> {
  const { tables } = await installation()
  const payment = tables.get('payment')!
  const column = (key: string): string => payment.stored.columns[key]!.column
  await server.database.pool.query(
    `insert into ${payment.name} (id, version, created_at, updated_at, rules_version, is_sample, ${['note', 'contract', 'amount', 'settled', 'reward', 'per'].map(column).join(', ')})
     select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, now(), now(), 1, false, case when n = 7 then 'watched' end,
       ($1::uuid[])[1 + n % 2], n, n % 3 = 0, round(n * 0.02, 2), round(n, 4) from generate_series(1, ${PAYMENTS}) n`,
    [contracts],
  )
  const contract = tables.get('contract')!
  const [reward, double, boss] = ['reward', 'double', 'boss'].map(key => contract.stored.columns[key]!.column)
  await server.database.pool.query(
    `update ${contract.name} t set ${reward} = s.r, ${double} = s.r * 2, ${boss} = '总监' from (select ${column('contract')} as c, sum(${column('reward')}) as r from ${payment.name} group by 1) s where t.id = s.c`,
  )
}

const stale = async (): Promise<string[]> =>
  findStale(server.database.pool, await installation(), { now: server.clock.now(), today: '2026-11-22' })
const jobs = async () => (await server.call(admin, 'GET', '/api/apps/pay/recalculations')).json().recalculations
const contract = async (at: number) =>
  (await server.call(admin, 'GET', `/api/apps/pay/forms/contract/records/${contracts[at]}`)).json()
const until = async (condition: () => Promise<boolean>): Promise<void> => {
  await expect
    .poll(
      async () => {
        // The clock of the test stands still: a step at a time lets the waiting jobs become due.
        server.clock.advance(3_000)
        return condition()
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBe(true)
}
const finished = async (): Promise<boolean> =>
  (await jobs()).every((job: { finishedAt: string | null }) => job.finishedAt !== null)

describe('a changed formula over many records', () => {
  it('goes through them in batches with progress; settled ones keep their value, a sum is by the old rule or by the new', {
    timeout: 60_000,
  }, async () => {
    const draft = (await server.call(admin, 'GET', '/api/apps/pay/draft')).json()
    const put = await server.call(
      admin,
      'PUT',
      '/api/apps/pay/draft',
      { definition: app('0.03') },
      { 'if-match': `"${draft.revision}"` },
    )
    expect(put.statusCode, put.body).toBe(200)
    const old = (await contract(0)).reward
    const started = performance.now()
    const published = await server.call(admin, 'POST', '/api/apps/pay/publish', {})
    expect(published.statusCode, published.body).toBe(200)
    expect(performance.now() - started).toBeLessThan(5_000)
    expect((await jobs())[0]).toMatchObject({ reason: 'publish', running: true, done: 0, total: PAYMENTS + 2 })
    // While it waits, people work: the new rule holds for what they write, and the sums wait for the rest.
    const paid = await server.call(admin, 'POST', '/api/apps/pay/forms/payment/records', {
      note: '新',
      contract: contracts[0],
      amount: '100',
    })
    expect(paid.json()).toMatchObject({ reward: '3.00' })
    const seen = new Set<string>([(await contract(0)).reward])
    await until(async () => {
      seen.add((await contract(0)).reward)
      return finished()
    })
    const after = (await contract(0)).reward
    expect(
      [...seen].every(value => value === old || value === after),
      [...seen].join(),
    ).toBe(true)
    expect(after).not.toBe(old)
    expect((await jobs())[0]).toMatchObject({ running: false, done: PAYMENTS + 2, total: PAYMENTS + 2 })
    // What is frozen is not what a recalculation from nothing gives; the next test looks at that.
    expect((await stale()).filter(text => text.includes(' per:'))).toEqual([])
  })

  it('by the frozen values and the new ones the sums are right', async () => {
    const { tables } = await installation()
    const payment = tables.get('payment')!
    const at = (key: string): string => payment.stored.columns[key]!.column
    const { rows } = await server.database.pool.query<{ wrong: number; sum: string }>(
      `select count(*) filter (where ${at('reward')} is distinct from round(${at('amount')} * case when ${at('settled')} then 0.02 else 0.03 end, 2))::int as wrong,
         sum(${at('reward')}) filter (where ${at('contract')} = $1)::text as sum from ${payment.name}`,
      [contracts[0]],
    )
    expect(rows[0]?.wrong).toBe(0)
    expect(await contract(0)).toMatchObject({ reward: rows[0]?.sum, double: (Number(rows[0]?.sum) * 2).toFixed(2) })
  })

  it('makes an event only where somebody listens, and no history', async () => {
    const page = (
      await server.call(admin, 'GET', '/api/apps/pay/forms/payment/records/00000000-0000-7000-8000-000000000007')
    ).json()
    expect(page.note).toBe('seen')
    const history = await server.database.pool.query(
      `select count(*)::int as n from "${(await installation()).schema}".history where kind = 'compute' and form = 'payment'`,
    )
    expect(history.rows[0].n).toBe(0)
  })
})

describe('what else a value is made of', () => {
  it('a setting: what reads it is worked out again', { timeout: 60_000 }, async () => {
    const answer = await server.call(admin, 'PATCH', '/api/apps/pay/settings', { extra: '4' })
    expect(answer.statusCode, answer.body).toBe(200)
    await until(finished)
    const one = (
      await server.call(admin, 'GET', '/api/apps/pay/forms/payment/records/00000000-0000-7000-8000-000000000010')
    ).json()
    expect(one.per).toBe('2.5000')
  })

  it('a person: a new title shows', { timeout: 60_000 }, async () => {
    expect((await contract(0)).boss).toBe('总监')
    const { version } = (await server.call(admin, 'GET', `/api/users/${admin.id}`)).json()
    const changed = await server.call(
      admin,
      'PATCH',
      `/api/users/${admin.id}`,
      { title: '总裁' },
      { 'if-match': `"${version}"` },
    )
    expect(changed.statusCode, changed.body).toBe(200)
    await until(async () => (await contract(0)).boss === '总裁')
  })
})
