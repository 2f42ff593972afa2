import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, Widget } from '../../../schemas/generated/definition.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Office, openOffice } from '../records/office.ts'
import type { Client } from '../testServer.ts'

const widgets: Widget[] = [
  { key: 'deals', type: 'number', form: 'opportunity', aggregate: 'count' },
  { key: 'amount', type: 'number', form: 'opportunity', aggregate: 'sum', field: 'amount' },
  { key: 'big', type: 'number', form: 'opportunity', aggregate: 'count', where: '{amount} > 1000' },
  { key: 'stages', type: 'funnel', form: 'opportunity', aggregate: 'sum', field: 'amount', by: 'stage' },
  { key: 'customers', type: 'bar', form: 'opportunity', aggregate: 'count', by: 'customer' },
  { key: 'months', type: 'line', form: 'opportunity', aggregate: 'count', by: 'close_on', period: 'month' },
  { key: 'secrets', type: 'number', form: 'customer', aggregate: 'sum', field: 'secret' },
  { key: 'by_secret', type: 'number', form: 'customer', aggregate: 'count', where: '{secret} > 5' },
  {
    key: 'list',
    type: 'table',
    form: 'opportunity',
    columns: ['title', 'customer', 'amount'],
    sort: ['-amount'],
    limit: 2,
  },
  { key: 'note', type: 'text', text: { zh: '说明' } },
]
const definition: AppDefinition = {
  ...trade,
  dashboards: [{ key: 'sales', label: { zh: '销售概况' }, widgets }],
  roles: trade.roles!.map(role => (role.key === 'manager' ? role : { ...role, dashboards: ['sales'] })),
}

let office: Office
let ours: { id: string }
beforeAll(async () => {
  office = await openOffice(definition)
  const { seller, other, director, server } = office
  ours = await office.customer(seller)
  const theirs = await office.customer(other)
  await office.opportunity({ title: '小', amount: '0.10', customer: ours.id, close_on: '2026-10-31' }, seller)
  await office.opportunity({ title: '中', amount: '1000.20', customer: ours.id, close_on: '2026-11-01' }, seller)
  await office.opportunity({ title: '大', amount: '5000', customer: theirs.id, close_on: '2026-11-30' }, other)
  expect((await server.call(director, 'GET', '/api/apps/trade')).statusCode).toBe(200)
})
afterAll(() => office.server.close())

const read = async (who: Client) =>
  (await office.server.call(who, 'GET', '/api/apps/trade/dashboards/sales')).json().widgets

describe('GET /api/apps/{app}/dashboards/{dashboard}', () => {
  it('counts what the reader may see, exactly', async () => {
    const { seller, director } = office
    expect(await read(seller)).toMatchObject({
      deals: { value: '2' },
      amount: { value: '1000.30' },
      big: { value: '1' },
      stages: { groups: [{ key: 'lead', value: '1000.30' }] },
      customers: { groups: [{ key: ours.id, title: expect.stringMatching(/^客户/), value: '2' }] },
      months: {
        groups: [
          { key: '2026-10', value: '1' },
          { key: '2026-11', value: '1' },
        ],
      },
    })
    const all = await read(director)
    expect([all.deals.value, all.amount.value, all.months.groups.at(-1)]).toEqual([
      '3',
      '6000.30',
      { key: '2026-11', value: '2' },
    ])
    expect(all.list.records.map((record: { title: string }) => record.title)).toEqual(['大', '中'])
  })

  it('has no widget that counts, or is narrowed by, what is hidden from the reader', async () => {
    const widgetsOf = async (who: Client) => {
      const { definition: seen } = (await office.server.call(who, 'GET', '/api/apps/trade')).json()
      return [Object.keys(await read(who)), seen.dashboards[0].widgets.map((one: Widget) => one.key)]
    }
    const [answered, shown] = await widgetsOf(office.seller)
    expect(answered).toEqual(shown)
    expect(answered).not.toContain('secrets')
    expect(answered).not.toContain('by_secret')
    expect((await widgetsOf(office.director))[0]).toContain('secrets')
  })

  it('is not there for a role it was not given to', async () => {
    const { server, manager } = office
    expect((await server.call(manager, 'GET', '/api/apps/trade/dashboards/sales')).statusCode).toBe(404)
    expect((await server.call(manager, 'GET', '/api/apps/trade')).json().definition.dashboards).toEqual([])
    expect((await server.call(manager, 'GET', '/api/apps/trade/dashboards/none')).statusCode).toBe(404)
  })
})

describe('POST /api/apps/{app}/draft/widgets', () => {
  it('shows an author what widgets will show, and what is wrong with the others', async () => {
    const { server, admin, seller } = office
    const asked = {
      widgets: [
        { key: 'a', type: 'number', form: 'opportunity', aggregate: 'sum', field: 'amount' },
        { key: 'b', type: 'number', form: 'opportunity', aggregate: 'sum', field: 'title' },
        { key: 'c', type: 'bar', form: 'nothing', aggregate: 'count', by: 'stage' },
      ],
    }
    const { widgets: shown } = (await server.call(admin, 'POST', '/api/apps/trade/draft/widgets', asked)).json()
    expect(shown.a).toEqual({ value: '6000.30' })
    expect([shown.b.error, shown.c.error]).toEqual([
      expect.stringContaining('title'),
      expect.stringContaining('nothing'),
    ])
    expect((await server.call(seller, 'POST', '/api/apps/trade/draft/widgets', asked)).statusCode).toBe(403)
  })
})

describe('a dashboard in a definition', () => {
  const checked = (...list: object[]) =>
    compileApp({ ...trade, dashboards: [{ key: 'd', label: { zh: 'd' }, widgets: list as Widget[] }] })
      .findings.filter(({ path }) => path.startsWith('/dashboards'))
      .map(({ code, path }) => [code, path.slice('/dashboards/0/widgets/0'.length)])
  const bar = { key: 'w', type: 'bar', form: 'opportunity', aggregate: 'count', by: 'stage' }
  it.each([
    [bar, []],
    [{ ...bar, form: 'gone' }, [['unknown_form', '/form']]],
    [{ ...bar, by: 'gone' }, [['unknown_field', '/by']]],
    [{ ...bar, by: 'lines' }, [['wrong_field_type', '/by']]],
    [{ ...bar, by: 'title', period: 'month' }, [['wrong_field_type', '/period']]],
    [{ ...bar, by: 'close_on', period: 'month' }, []],
    [{ ...bar, aggregate: 'sum' }, [['missing_property', '/field']]],
    [{ ...bar, aggregate: 'avg', field: 'title' }, [['wrong_field_type', '/field']]],
    [{ ...bar, aggregate: 'max', field: 'close_on' }, []],
    [{ ...bar, where: '{gone} = 1' }, [['formula_unknown_name', '/where']]],
  ] as const)('%j: %j', (widget, findings) => {
    expect(checked(widget)).toEqual(findings)
  })
})
