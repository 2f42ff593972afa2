/** An app with a scorecard as people use it: stored, listed, filtered, explained, recomputed, told of, and cut for those who may not see all. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileVisible } from '../../../runtime/app/interpret.ts'
import type { AppDefinition, Automation } from '../../../schemas/generated/definition.ts'
import { scored } from '../../fixtures/scored.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const both = (zh: string, en: string) => ({ zh, en })
const told = (key: string, on: Automation['on'], text: string): Automation => ({
  key,
  name: both(text, text),
  on,
  then: [{ do: 'notify', to: '{owner}', message: both(text, text) }],
})
const [partner, ...others] = scored.forms
const paying = {
  key: 'paying',
  label: both('付款得分', 'Paying'),
  type: 'score',
  scorecard: 'rating',
  part: 'pay',
} as const
const definition: AppDefinition = {
  ...scored,
  forms: [{ ...partner!, fields: [...partner!.fields, paying] }, ...others],
  roles: [
    {
      key: 'clerk',
      label: both('文员', 'Clerk'),
      grants: [{ form: 'partner', can: ['read', 'create', 'update'], fields: { bonus: 'hidden', rivals: 'hidden' } }],
    },
    { key: 'seller', label: both('销售', 'Seller'), grants: [{ form: 'partner', can: ['read', 'create', 'update'] }] },
  ],
  automations: [
    told('fell', [{ event: 'updated', form: 'partner', fields: ['grade'], from: ['a', 'b'], to: 'c' }], 'fell to C'),
    told(
      'rose',
      [
        { event: 'created', form: 'partner', fields: ['grade'], to: 'a' },
        { event: 'updated', form: 'partner', fields: ['grade'], to: 'a' },
      ],
      'rose to A',
    ),
    told('round', [{ event: 'updated', form: 'partner', fields: ['use'], to: 40 }], 'uses 40'),
  ],
}

let server: TestServer
let admin: Client
let seller: Client
let clerk: Client
const base = '/api/apps/scored/forms/partner/records'
beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('评分公司')
  admin = await server.addPerson(org, 'admin', { admin: true })
  const answer = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(answer.statusCode, answer.body).toBe(201)
  seller = await server.addPerson(org, 'seller', { roles: { scored: ['seller'] } })
  clerk = await server.addPerson(org, 'clerk', { roles: { scored: ['clerk'] } })
})
afterAll(() => server.close())

type Values = Readonly<Record<string, unknown>>
const full = { pay: '90', use: '40', rivals: '2' }
async function made(values: Values, who = seller): Promise<Values & { id: string }> {
  const answer = await server.call(who, 'POST', base, values)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const changed = async (id: string, values: Values) =>
  (await server.call(seller, 'PATCH', `${base}/${id}`, values)).json()
const notices = async (): Promise<readonly string[]> => {
  const { notifications } = (await server.call(seller, 'GET', '/api/notifications')).json()
  return (notifications as { text: { en: string } }[]).map(({ text }) => text.en)
}

describe('an app with a scorecard', () => {
  it('stores total, grade and dimension, and follows a change', async () => {
    const record = await made(full)
    expect(record).toMatchObject({ total: '59.50', grade: 'c', rival: '50' })
    // (90 x 30 + 40 x 25 + 100 x 45) / 100 = 82
    expect(await changed(record.id, { rivals: '0' })).toMatchObject({ total: '82.00', grade: 'a', rival: '100' })
  })

  it('does not let anybody write a score', async () => {
    const answer = await server.call(seller, 'POST', base, { ...full, total: '100' })
    expect(answer.json()).toMatchObject({ errors: [{ path: '/total' }] })
  })

  it('filters and sorts by score and grade', async () => {
    await made({ ...full, rivals: '5' })
    const list = async (rule: object) =>
      (
        await server.call(seller, 'GET', `${base}?sort=-total&filter=${encodeURIComponent(JSON.stringify(rule))}`)
      ).json()
    const totals = (answer: { records: { total: string }[] }) => answer.records.map(({ total }) => total)
    expect(totals(await list({ '<': [{ var: 'total' }, 60] }))).toEqual(['37.00'])
    expect(totals(await list({ '==': [{ var: 'grade' }, 'a'] }))).toEqual(['82.00'])
  })

  it('explains the score by dimension', async () => {
    const { id } = await made(full)
    const answer = await server.call(seller, 'GET', `${base}/${id}/explain/total`)
    expect(JSON.stringify(answer.json())).toContain('22.5')
  })

  it('describes them in its API document', async () => {
    const document = (await server.call(seller, 'GET', '/api/apps/scored/openapi.json')).body
    expect(document).toContain('"enum":["a","b","c"]')
  })

  it('tells of a grade that changed from one to another, blank to A included', async () => {
    const before = (await notices()).length
    const { id } = await made({ ...full, rivals: '0' })
    await changed(id, { pay: '91' })
    await changed(id, { rivals: '9' })
    await changed(id, { rivals: '0' })
    const { id: other } = await made({ use: '10' })
    await changed(other, { use: '40.00' })
    const fresh = (await notices()).slice(0, (await notices()).length - before)
    expect([...fresh].sort()).toEqual(['fell to C', 'rose to A', 'rose to A', 'uses 40'])
  })

  it('hides a score made of hidden fields, and leaves of its scorecard the outline of what still shows', async () => {
    const { id } = await made(full)
    const record = (await server.call(clerk, 'GET', `${base}/${id}`)).json()
    expect(record).toMatchObject({ pay: '90', paying: '90.00' })
    for (const key of ['total', 'grade', 'rival', 'rivals', 'bonus']) expect(record).not.toHaveProperty(key)
    const { definition: seen } = (await server.call(clerk, 'GET', '/api/apps/scored')).json() as {
      definition: AppDefinition
    }
    expect(JSON.stringify(seen)).not.toMatch(/bonus|rivals/)
    expect(seen.scorecards).toMatchObject([{ dimensions: [{ key: 'pay', weight: 0, score: 'BLANK()' }] }])
    const shown = compileVisible(seen).forms.get('partner')!.fields.get('paying')!
    expect([shown.scale, shown.frozenWhen === undefined]).toEqual([2, false])
    const whole = (await server.call(seller, 'GET', '/api/apps/scored')).json() as { definition: AppDefinition }
    expect(whole.definition.scorecards).toEqual(scored.scorecards)
  })

  it('works everything out anew when the scorecard is published with other weights', async () => {
    const { id } = await made(full)
    const draft = (await server.call(admin, 'GET', '/api/apps/scored/draft')).json()
    draft.definition.scorecards[0].dimensions[0].weight = 130
    const saved = await server.call(
      admin,
      'PUT',
      '/api/apps/scored/draft',
      { definition: draft.definition },
      { 'if-match': `"${draft.revision}"` },
    )
    expect(saved.statusCode, saved.body).toBe(200)
    const published = await server.call(admin, 'POST', '/api/apps/scored/publish', {})
    expect(published.statusCode, published.body).toBe(200)
    // (90 x 130 + 40 x 25 + 50 x 45) / 200 = 74.75
    await expect
      .poll(async () => (await server.call(seller, 'GET', `${base}/${id}`)).json())
      .toMatchObject({ total: '74.75', grade: 'b' })
  })
})
