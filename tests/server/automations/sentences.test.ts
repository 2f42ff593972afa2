import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desk } from '../../engine/sentence/desk.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

let server: TestServer
let admin: Client
let seller: Client
const place = '/api/apps/desk/automations'

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('明德')
  admin = await server.addPerson(org, 'admin', { admin: true })
  seller = await server.addPerson(org, 'seller')
  const roles = [
    ...(desk.roles ?? []).filter(({ key }) => key !== 'seller'),
    {
      key: 'seller',
      label: { zh: '销售', en: 'Sellers' },
      grants: [{ form: 'lead', can: ['read' as const, 'create' as const, 'update' as const] }],
    },
  ]
  const created = await server.call(admin, 'POST', '/api/apps', {
    definition: {
      ...desk,
      roles,
      forms: desk.forms.map(form =>
        form.key === 'contract'
          ? {
              ...form,
              ladders: [
                {
                  key: 'ending',
                  name: { zh: '到期提醒', en: 'Ends soon' },
                  from: '{ends_on}',
                  stopWhen: '{paid} = TRUE',
                  steps: [
                    {
                      key: 'a',
                      after: '-30d',
                      at: '09:00',
                      do: [{ do: 'notify', to: '{owner}', message: { zh: '快到期' } }],
                    },
                    { key: 'b', after: '7d', repeat: { every: '7d', times: 3 }, do: [{ do: 'lock' }] },
                  ],
                },
              ],
            }
          : form,
      ),
    },
  })
  expect(created.statusCode, created.body).toBe(201)
  await server.call(admin, 'PATCH', `/api/users/${seller.id}`, { roles: { desk: ['seller'] } })
}, 60_000)
afterAll(() => server.close())

interface Line {
  readonly key: string
  readonly state: string
  readonly enabled: boolean
  readonly sentence: string | null
}
const lines = async (): Promise<Line[]> => (await server.call(admin, 'GET', place)).json().automations

describe('automations of an app as sentences', () => {
  it('reads what is typed, and goes on from it', async () => {
    const text = '当新建线索，且2小时内没有填写首次联系时间，通知负责人和直属主管'
    const read = (await server.call(admin, 'POST', `${place}/read`, { text })).json()
    expect(read).toMatchObject({ understood: true, mistakes: [] })
    expect(read.automation.within).toBe('2h')
    const begun = (await server.call(admin, 'POST', `${place}/read`, { text: '当合同进入' })).json()
    expect(begun.understood).toBe(false)
    expect(begun.suggestions).toContainEqual({ at: 5, text: '已签署' })
  })

  it('tells what the compiler finds wrong in a sentence it understands', async () => {
    const text = '当新建线索，且4个工作小时内没有填写首次联系时间，通知负责人'
    const read = (await server.call(admin, 'POST', `${place}/read`, { text })).json()
    expect(read).toMatchObject({ understood: true, mistakes: [{ code: 'calendar_missing' }] })
    const added = await server.call(admin, 'POST', place, { text })
    expect(added.statusCode).toBe(422)
  })

  it('refuses what it does not understand, with the place', async () => {
    const answer = await server.call(admin, 'POST', place, { text: '当新建线索，请大家吃饭' })
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'sentence_not_understood', at: 6 })
    expect(answer.json().detail).toContain('请大家吃饭')
  })

  it('adds to the draft, which runs once it is published, and turns off and on', async () => {
    const text = '当新建线索，通知负责人：“欢迎”'
    const added = await server.call(admin, 'POST', place, { text })
    expect(added.statusCode, added.body).toBe(201)
    const key = added.json().key as string
    expect(await lines()).toEqual([
      expect.objectContaining({
        key,
        state: 'new',
        enabled: true,
        sentence: 'When a lead is created, notify the owner: "欢迎".',
      }),
    ])
    const quiet = async () => (await server.call(seller, 'GET', '/api/notifications')).json().notifications.length
    const lead = () => server.call(seller, 'POST', '/api/apps/desk/forms/lead/records', { company: '甲' })
    await lead()
    const before = await quiet()
    expect((await server.call(admin, 'POST', '/api/apps/desk/publish', { confirm: true })).statusCode).toBe(200)
    expect((await lines())[0]?.state).toBe('published')
    await lead()
    expect(await quiet()).toBe(before + 1)
    await server.call(admin, 'PATCH', `${place}/${key}`, { enabled: false })
    expect((await lines())[0]).toMatchObject({ state: 'changed', enabled: false })
    await server.call(admin, 'POST', '/api/apps/desk/publish', { confirm: true })
    await lead()
    expect(await quiet()).toBe(before + 1)
  })

  it('says an automation anew, keeps its key, and removes it', async () => {
    const [{ key }] = (await lines()) as [Line]
    const said = await server.call(admin, 'PATCH', `${place}/${key}`, {
      text: '当删除线索，通知负责人：“再见”',
      enabled: true,
    })
    expect(said.statusCode, said.body).toBe(200)
    expect((await lines())[0]).toMatchObject({
      key,
      sentence: 'When a lead is deleted, notify the owner: "再见".',
      enabled: true,
    })
    await server.call(admin, 'DELETE', `${place}/${key}`)
    expect((await lines())[0]).toMatchObject({ key, state: 'removed' })
  })

  it('tells ladders line by line', async () => {
    const { ladders } = (await server.call(admin, 'GET', place)).json()
    expect(ladders).toEqual([
      expect.objectContaining({
        name: 'contract.ending',
        lines: [
          'counted from the end date',
          '30 days before at 09:00: notify the owner: "快到期"',
          'after 7 days: lock the record (then every 7 days, 3 times)',
          'ends when paid is ticked',
        ],
      }),
    ])
  })
})
