import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explained } from '../../fixtures/explained.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const base = '/api/apps/explained/forms'
let server: TestServer
let admin: Client
let seller: Client
let other: Client
let clerk: Client
let marketing: Client
let client: string
let deal: { id: string; lines: { id: string }[] }

const create = async (who: Client, form: string, values: object) => {
  const answer = await server.call(who, 'POST', `${base}/${form}/records`, values)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const explain = async (who: Client, form: string, id: string, field: string) => {
  const answer = await server.call(who, 'GET', `${base}/${form}/records/${id}/explain/${field}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('公司')
  admin = await server.addPerson(org, 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition: explained })
  expect(made.statusCode, made.body).toBe(201)
  seller = await server.addPerson(org, 'seller')
  other = await server.addPerson(org, 'other')
  clerk = await server.addPerson(org, 'clerk')
  marketing = await server.addPerson(org, 'marketing')
  for (const [who, role] of [
    [seller, 'seller'],
    [other, 'seller'],
    [clerk, 'clerk'],
    [marketing, 'marketing'],
  ] as const)
    await server.call(admin, 'PATCH', `/api/users/${who.id}`, { roles: { explained: [role] } })
  client = (await create(admin, 'client', { name: '上海一院', cost: '1000', level: 'a' })).id
  deal = await create(seller, 'deal', {
    title: '一期',
    client,
    amount: '9000000',
    state: 'open',
    lines: [
      { item: '甲', price: '2.50', count: '4' },
      { item: '乙', price: '1.00', count: '3' },
    ],
  })
  await create(seller, 'deal', { title: '二期', client, amount: '9000000', state: 'done' })
})
afterAll(() => server.close())

describe('an explanation', () => {
  it('names the tier with its bounds and the setting it comes from', async () => {
    const told = await explain(seller, 'client', client, 'rate')
    expect(told).toMatchObject({
      form: 'client',
      record: { id: client, title: '上海一院' },
      field: 'rate',
      value: '0.0250',
      error: null,
      kept: null,
      version: 1,
      since: { version: 1, publishedAt: '2026-11-22T05:10:00.000Z' },
      at: '2026-11-22T05:10:00.000Z',
    })
    expect(told).not.toHaveProperty('worked')
    expect(told.explanation).toMatchObject({
      operation: 'TIER',
      tier: { row: 1, from: '8000000', edge: 'above', rate: '0.025' },
      inputs: [
        {
          labels: ['Paid'],
          value: '9000000.00',
          source: { form: 'client', record: client, field: 'paid', computed: true },
        },
        { labels: ['Settings', 'Rebate tiers'], setting: 'tiers' },
      ],
    })
  })

  it('lists what a roll-up counted, with what it sums to and its condition in words', async () => {
    const { rollup } = await explain(seller, 'client', client, 'paid')
    expect(rollup).toMatchObject({
      list: 'deals',
      form: 'deal',
      aggregate: 'sum',
      field: 'amount',
      where: '{State} = "done"',
      count: 1,
      hidden: 0,
      sum: '9000000',
      records: [{ form: 'deal', title: '二期', value: '9000000.00', field: 'amount', computed: false }],
    })
  })

  it('follows a look-up to the record it reads', async () => {
    const { explanation } = await explain(seller, 'deal', deal.id, 'client_rate')
    expect(explanation).toMatchObject({
      labels: ['Client', 'Rebate rate'],
      value: '0.0250',
      source: { form: 'client', record: client, title: '上海一院', field: 'rate', computed: true },
    })
  })

  it('shows quotients and what rounding did with them', async () => {
    const { explanation, value } = await explain(seller, 'deal', deal.id, 'rebate')
    expect(value).toBe('75000.00')
    expect(explanation).toMatchObject({ operation: 'ROUND', value: '75000.00' })
    expect(explanation.inputs[0]).toMatchObject({ operation: '/', value: '75000' })
  })

  it('goes into the rows of a sub-form, and explains one of them', async () => {
    const total = await explain(seller, 'deal', deal.id, 'total')
    const [rows] = total.explanation.inputs
    expect(rows.list).toMatchObject({ form: 'deal.lines', field: 'sum', count: 2, sum: '13', hidden: 0 })
    const [first] = rows.list.records
    expect(first).toMatchObject({
      form: 'deal',
      record: deal.id,
      subform: 'lines',
      row: deal.lines[0]!.id,
      title: '甲',
      computed: true,
    })
    const row = await explain(seller, 'deal', deal.id, `lines.${first.row}.sum`)
    expect(row).toMatchObject({ field: `lines.${first.row}.sum`, value: '10.00', label: { zh: '小计' } })
    expect(row.explanation.inputs.map((input: { value: unknown }) => input.value)).toEqual(['2.50', '4'])
    const counted = await explain(seller, 'deal', deal.id, 'line_count')
    expect(counted.rollup).toMatchObject({
      count: 2,
      records: [{ row: deal.lines[0]!.id }, { row: deal.lines[1]!.id }],
    })
  })

  it('says an option by its label and a linked record by its title', async () => {
    const { explanation } = await explain(seller, 'deal', deal.id, 'is_key')
    const [condition, taken, skipped] = explanation.inputs
    expect(condition.inputs[0]).toMatchObject({ value: 'a', shown: { zh: '重点' }, source: { title: '上海一院' } })
    expect([taken.skipped, skipped.skipped]).toEqual([false, true])
  })

  it('shows steps inside a list function without pretending to one value', async () => {
    const { explanation } = await explain(admin, 'client', client, 'big')
    const filter = explanation.inputs[0].inputs[0]
    expect(filter).toMatchObject({ operation: 'FILTER', value: 2 })
    expect(filter.inputs[1]).toMatchObject({ text: '{Each item.Amount} > 100', each: true })
    expect(filter.inputs[1]).not.toHaveProperty('value')
  })

  it('speaks the reader’s language', async () => {
    await server.call(seller, 'PATCH', '/api/me', { language: 'zh' })
    const { explanation } = await explain(seller, 'client', client, 'rate')
    expect(explanation.text).toBe('TIER({回款}, {设置.返点阶梯})')
    await server.call(seller, 'PATCH', '/api/me', { language: 'en' })
  })

  it('says that a value was frozen, and what it would be now', async () => {
    const { id } = await create(seller, 'deal', { title: '三期', client, amount: '600', state: 'open' })
    await server.call(seller, 'PATCH', `${base}/deal/records/${id}`, { state: 'done' })
    await server.call(seller, 'PATCH', `${base}/deal/records/${id}`, { amount: '1200' })
    const told = await explain(seller, 'deal', id, 'rebate')
    expect(told).toMatchObject({ kept: 'frozen', value: '5.00', worked: '10.00' })
  })

  it('of a value that time changes is that of the moment, as every reading is', async () => {
    for (const [instant, days] of [
      ['2026-11-22T05:10:00.000Z', '0'],
      ['2026-11-25T05:10:00.000Z', '3'],
    ] as const) {
      server.clock.set(instant)
      const read = (await server.call(seller, 'GET', `${base}/deal/records/${deal.id}`)).json()
      const told = await explain(seller, 'deal', deal.id, 'age')
      expect(told).toMatchObject({ value: days, at: instant, timed: true })
      expect(told.value).toBe(read.age)
      expect(told).not.toHaveProperty('worked')
      // What is made from it follows.
      expect((await explain(seller, 'deal', deal.id, 'age_twice')).explanation.inputs[0]).toMatchObject({ value: days })
    }
    server.clock.set('2026-11-22T05:10:00.000Z')
    expect(await explain(seller, 'deal', deal.id, 'total')).toMatchObject({ timed: false })
  })

  it('tells the error of a value and where it arose', async () => {
    const { id: poor } = await create(admin, 'client', { name: '零', cost: '0' })
    const { id } = await create(admin, 'deal', { title: '四期', client: poor, amount: '5' })
    const told = await explain(admin, 'deal', id, 'share')
    expect(told.error).toMatchObject({ code: 'division_by_zero' })
    expect(told.explanation).toMatchObject({
      value: null,
      error: { code: 'division_by_zero', message: expect.any(String) },
    })
    expect(told.explanation.inputs[1]).toMatchObject({ value: '0.00', source: { record: poor, title: '零' } })
  })

  it.each([
    ['deal', 'amount', 'is not computed'],
    ['deal', 'nothing', 'is no field'],
    ['deal', 'lines.nothing.sum', 'is no row'],
    ['deal', 'lines', 'is a sub-form'],
    ['deal', 'a.b.c.d', 'is no path'],
  ])('of %s/%s is refused: it %s', async (form, field) => {
    const answer = await server.call(seller, 'GET', `${base}/${form}/records/${deal.id}/explain/${field}`)
    expect(answer.statusCode).toBe(404)
  })
})

describe('an explanation never tells what its reader may not read (SR-03, SR-04)', () => {
  it('hides the whole value when an input is hidden from its reader (M8)', async () => {
    const answer = await server.call(seller, 'GET', `${base}/client/records/${client}/explain/secret_sum`)
    expect(answer.statusCode).toBe(404)
  })

  it('shows the name of an input in a form he does not use, not its value, nor a step that would give it away', async () => {
    const told = await explain(clerk, 'deal', deal.id, 'rebate')
    const [quotient] = told.explanation.inputs
    const [product, three] = quotient.inputs
    const [amount, rate] = product.inputs
    expect(told.explanation).toMatchObject({ operation: 'ROUND', value: '75000.00' })
    expect(told.explanation).not.toHaveProperty('rounding')
    for (const step of [quotient, product, rate]) {
      expect(step).toMatchObject({ hidden: true })
      expect(step).not.toHaveProperty('value')
      expect(step).not.toHaveProperty('source')
    }
    expect(rate.labels).toEqual(['Client', 'Rebate rate'])
    expect([amount.value, three.value]).toEqual(['9000000.00', '3'])
  })

  it('hides what a function reads of each record of such a form', async () => {
    const told = await explain(marketing, 'client', client, 'secret_sum')
    const [product, bonuses] = told.explanation.inputs
    expect(product.inputs[0]).toMatchObject({ text: '{Paid} - {Floor price}', value: expect.any(String) })
    const map = bonuses.inputs[0]
    expect(map.inputs[0].list).toMatchObject({ hidden: map.inputs[0].list.count, records: [] })
    for (const step of [bonuses, map, map.inputs[0], map.inputs[1]]) {
      expect(step).toMatchObject({ hidden: true })
      expect(step).not.toHaveProperty('value')
    }
  })

  it('is byte-equal, but for the value itself, whatever the hidden value is', async () => {
    const { id: poor } = await create(admin, 'client', { name: '同', cost: '1' })
    const { id } = await create(admin, 'deal', { title: '同', client: poor, amount: '50' })
    const read = async () => {
      const told = await explain(clerk, 'deal', id, 'share')
      const { value: _, changedAt: __, explanation, ...head } = told
      return JSON.stringify({ ...head, explanation: { ...explanation, value: undefined } })
    }
    const before = await read()
    await server.call(admin, 'PATCH', `${base}/client/records/${poor}`, { cost: '777' })
    expect(await read()).toBe(before)
  })

  it('counts records of others in a list, without their values', async () => {
    await create(other, 'deal', { title: '别人的', client, amount: '500', state: 'done' })
    const { rollup } = await explain(seller, 'client', client, 'paid')
    expect(rollup.hidden).toBe(1)
    expect(rollup).not.toHaveProperty('sum')
    expect(JSON.stringify(rollup)).not.toContain('别人的')
    const asAdmin = await explain(admin, 'client', client, 'paid')
    expect(asAdmin.rollup).toMatchObject({ hidden: 0, count: rollup.count })
    expect(asAdmin.rollup.records).toHaveLength(rollup.count)
  })
})

describe('since when a rule holds', () => {
  it('is the first version of those in a row with the same rule; renaming is no new rule', async () => {
    const publish = async (change: (text: string) => string) => {
      const draft = await server.call(admin, 'GET', '/api/apps/explained/draft')
      const definition = JSON.parse(change(JSON.stringify(draft.json().definition)))
      const headers = { 'if-match': String(draft.headers.etag) }
      await server.call(admin, 'PUT', '/api/apps/explained/draft', { definition }, headers)
      const answer = await server.call(admin, 'POST', '/api/apps/explained/publish', { confirm: true })
      expect(answer.statusCode, answer.body).toBe(200)
    }
    await publish(text => text.replaceAll('返点金额', '返利金额'))
    expect(await explain(seller, 'deal', deal.id, 'rebate')).toMatchObject({ version: 2, since: { version: 1 } })
    await publish(text => text.replace('{client.rate} / 3', '{client.rate} / 4'))
    expect(await explain(seller, 'deal', deal.id, 'rebate')).toMatchObject({ version: 3, since: { version: 3 } })
    expect(await explain(seller, 'deal', deal.id, 'client_rate')).toMatchObject({ version: 3, since: { version: 1 } })
  })
})

describe('tiers', () => {
  it('tell where the next begins, and what each part brings when the parts have their own rates', async () => {
    const trial = {
      form: 'client',
      formula: 'TIER({paid}, [[0, 0.01], [5000000, 0.02], [8000000, 0.025], [20000000, 0.03]], "marginal")',
      result: 'money',
      record: client,
      field: 'secret_sum',
      values: {},
    }
    const answer = await server.call(admin, 'POST', '/api/apps/explained/draft/try-formula', trial)
    expect(answer.statusCode, answer.body).toBe(200)
    const { tier } = answer.json().explanation
    expect(tier).toMatchObject({ from: '8000000', to: '20000000', edge: 'from' })
    const sum = (tier.slices as { brings: string }[]).reduce((total, { brings }) => total + Number(brings), 0)
    expect(sum).toBe(Number(answer.json().value))
    expect(tier.slices[1]).toEqual({ from: '5000000', to: '8000000', part: '3000000', rate: '0.02', brings: '60000' })
  })
})
