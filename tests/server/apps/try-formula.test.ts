import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explained } from '../../fixtures/explained.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const app = '/api/apps/explained'
let server: TestServer
let admin: Client
let client: string
let deal: string

const create = async (form: string, values: object) => {
  const answer = await server.call(admin, 'POST', `${app}/forms/${form}/records`, values)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id as string
}
const send = (trial: object, who = admin) => server.call(who, 'POST', `${app}/draft/try-formula`, trial)
const tried = async (trial: object) => {
  const answer = await send(trial)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
/** Changes the fields of the deals in the draft. */
const saveDraft = async (change: (fields: Record<string, unknown>[]) => unknown) => {
  const draft = await server.call(admin, 'GET', `${app}/draft`)
  const { definition } = draft.json()
  change(definition.forms.find(({ key }: { key: string }) => key === 'deal').fields)
  const saved = await server.call(
    admin,
    'PUT',
    `${app}/draft`,
    { definition },
    { 'if-match': String(draft.headers.etag) },
  )
  expect(saved.statusCode, saved.body).toBe(200)
}

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('公司')
  admin = await server.addPerson(org, 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition: explained })
  expect(made.statusCode, made.body).toBe(201)
  client = await create('client', { name: '上海一院', cost: '1000', level: 'a' })
  deal = await create('deal', { title: '一期', client, amount: '9000000', state: 'done' })
})
afterAll(() => server.close())

describe('a formula tried on a record', () => {
  it('gives the value the field would store, and its steps', async () => {
    const told = await tried({ form: 'deal', formula: '{amount} * {client.rate} / 7', result: 'money', record: deal })
    expect(told).toMatchObject({
      value: '32142.86',
      rounded: { to: '32142.86', places: 2 },
      error: null,
      record: { id: deal, title: '一期' },
    })
    expect(told.explanation).toMatchObject({ operation: '/', inputs: [{ operation: '*' }, { value: '7' }] })
    expect(told.explanation.inputs[0].inputs[1]).toMatchObject({
      source: { form: 'client', record: client, title: '上海一院' },
    })
  })

  it('reads lists that no published formula reads', async () => {
    const told = await tried({
      form: 'client',
      formula: 'COUNT({deals.bonus}) + SUM({deals.amount})',
      result: 'number',
      record: client,
    })
    expect(told.value).toBe('9000000')
  })

  it('answers an error value with its text', async () => {
    const told = await tried({ form: 'deal', formula: '1 / ({amount} - {amount})', result: 'number', record: deal })
    expect(told).toMatchObject({ value: null, error: { code: 'division_by_zero', message: expect.any(String) } })
  })

  it('takes sample values, with and without a record', async () => {
    const formula = '{amount} * 2'
    expect(await tried({ form: 'deal', formula, result: 'money', values: { amount: '1.25' } })).toMatchObject({
      value: '2.50',
      record: null,
    })
    expect((await tried({ form: 'deal', formula, result: 'money', record: deal, values: { amount: '3' } })).value).toBe(
      '6.00',
    )
    const refused = await send({
      form: 'deal',
      formula,
      result: 'money',
      values: { amount: 'x', nothing: 1, client: 'y' },
    })
    expect([refused.statusCode, refused.json().errors.map(({ path }: { path: string }) => path)]).toEqual([
      422,
      ['/values/amount', '/values/nothing', '/values/client'],
    ])
  })

  it('sees fields and formulas that are only in the draft', async () => {
    await saveDraft(fields =>
      fields.push(
        { key: 'fresh', label: { zh: '新' }, type: 'number' },
        { key: 'double', label: { zh: '双' }, type: 'formula', result: 'money', formula: '{amount} * 2' },
      ),
    )
    const trial = { form: 'deal', formula: '{double} + {fresh}', result: 'money', record: deal }
    expect((await tried(trial)).value).toBe('18000000.00')
    expect((await tried({ ...trial, values: { fresh: '1' } })).value).toBe('18000001.00')
  })

  it('does not stumble over a field the draft made into a link', async () => {
    await saveDraft(fields => {
      const state = fields.find(({ key }) => key === 'state')
      Object.assign(state!, { type: 'relation', to: 'client' })
      for (const field of fields) delete field.frozenWhen
    })
    const told = await tried({ form: 'deal', formula: 'IFEMPTY({state.name}, "-")', result: 'text', record: deal })
    expect(told.value).toBe('-')
  })

  it('refuses mistakes with their place, a circle, limits by name', async () => {
    const wrong = await send({ form: 'deal', formula: '{amuont} * 2', result: 'money' })
    expect([wrong.statusCode, wrong.json().code, wrong.json().errors[0]]).toMatchObject([
      422,
      'check_failed',
      { code: 'formula_unknown_name', path: '/formula', params: { start: 0, end: 8 } },
    ])
    const circle = await send({ form: 'deal', formula: '{total} + {rebate}', result: 'money', field: 'rebate' })
    expect(circle.json().errors[0]).toMatchObject({ code: 'formula_cycle' })
    expect((await send({ form: 'deal', formula: '1', result: 'oracle' })).statusCode).toBe(400)
    expect((await send({ form: 'deal', formula: `1${'+1'.repeat(10_000)}`, result: 'number' })).statusCode).toBe(400)
    const deep = await send({ form: 'deal', formula: `${'('.repeat(101)}1${')'.repeat(101)}`, result: 'number' })
    expect(deep.json().errors[0]).toMatchObject({ code: 'formula_too_deep', params: { limit: 100 } })
    const slow = await tried({ form: 'deal', formula: 'LEN(REPT(REPT("x", 1000), 100000))', result: 'number' })
    expect(slow.error).toMatchObject({ code: 'formula_output_too_large', message: expect.stringContaining('1000000') })
    expect((await send({ form: 'nothing', formula: '1', result: 'number' })).statusCode).toBe(404)
    expect((await send({ form: 'deal', formula: '1', result: 'number', record: client })).statusCode).toBe(404)
  })

  it('writes nothing', async () => {
    const counts = async () =>
      (
        await server.database.pool.query(
          'select (select count(*) from formwork.audit) a, (select revision from formwork.app_draft limit 1) r',
        )
      ).rows
    const read = async () => (await server.call(admin, 'GET', `${app}/forms/deal/records/${deal}`)).body
    const before = [await read(), await counts()]
    await tried({
      form: 'deal',
      formula: '{amount} * 2',
      result: 'money',
      record: deal,
      field: 'rebate',
      values: { amount: '1' },
    })
    expect([await read(), await counts()]).toEqual(before)
  })
})
