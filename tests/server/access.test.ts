import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trade } from '../fixtures/trade.ts'
import { effectRows, nothing, type Row, row, transferRows, workflowRows } from './accessRows.ts'
import { type Client, startTestServer, type TestServer } from './testServer.ts'

/**
 * Every route of the running server, called as everybody (SR-01, 02, 03, 06). A route without a row here fails the test, so that none can be
 * added without saying who may use it.
 *
 * Callers: nobody · outsider (of the organisation, no role in the app) · seller (owner of the record) · other (a seller of other rows) ·
 * director (reads all, changes no customer) · manager (of the seller: reads and changes the team's rows) · admin · foreign (administrator of another organisation that has the same app).
 */
const callers = ['nobody', 'outsider', 'seller', 'other', 'director', 'admin', 'foreign'] as const
type Who = (typeof callers)[number] | 'manager'

let server: TestServer
const people = {} as Record<Exclude<Who, 'nobody'>, Client>
let record = ''
let view = ''
let file = ''
let token = ''
let department = ''

const app = '/api/apps/trade'
const forms = `${app}/forms/opportunity`

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('甲公司')
  const foreignOrg = await server.addOrganisation('乙公司')
  people.admin = await server.addPerson(org, 'a.admin', { admin: true })
  people.foreign = await server.addPerson(foreignOrg, 'b.admin', { admin: true })
  for (const admin of [people.admin, people.foreign])
    expect((await server.call(admin, 'POST', '/api/apps', { definition: trade })).statusCode).toBe(201)
  for (const name of ['manager', 'outsider', 'seller', 'other', 'director'] as const)
    people[name] = await server.addPerson(org, name, name === 'seller' ? { manager: people.manager.id } : {})
  for (const [name, role] of [
    ['seller', 'seller'],
    ['other', 'seller'],
    ['director', 'director'],
    ['manager', 'manager'],
  ] as const)
    await server.call(people.admin, 'PATCH', `/api/users/${people[name].id}`, { roles: { trade: [role] } })
  const customer = (await server.call(people.seller, 'POST', `${app}/forms/customer/records`, { name: '客户' })).json()
    .id
  record = (await server.call(people.seller, 'POST', `${forms}/records`, { title: '商机', customer })).json().id
  view = (
    await server.call(people.seller, 'POST', '/api/views', {
      app: 'trade',
      form: 'opportunity',
      name: '我的',
      base: 'open',
      shared: false,
      query: {},
    })
  ).json().id
  token = (await server.call(people.seller, 'POST', '/api/tokens', { name: 't', scopes: ['read'] })).json().id
  department = (await server.call(people.admin, 'POST', '/api/departments', { name: '部门' })).json().id
  const upload = await server.app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { ...people.seller.headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload:
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n',
  })
  file = upload.json().id
})
afterAll(() => server.close())

const one = (path: string) => () => `${forms}/records/${record}${path}`

const matrix: Readonly<Record<string, Row>> = {
  'GET /api/openapi.json': row([401, 200, 200, 200, 200, 200, 200]),
  'GET /healthz': row([200, 200, 200, 200, 200, 200, 200]),
  'GET /readyz': row([200, 200, 200, 200, 200, 200, 200]),
  'GET /metrics': row([200, 200, 200, 200, 200, 200, 200]),
  'GET /api/setup': row([200, 200, 200, 200, 200, 200, 200]),
  'POST /api/setup': row([409, 409, 409, 409, 409, 409, 409], undefined, () => ({
    organisation: 'x',
    name: 'x',
    login: 'second.admin',
    password: 'krumme-lanke-42',
  })),
  'POST /api/session': row([401, 401, 401, 401, 401, 401, 401], undefined, () => ({
    login: 'nobody.here',
    password: 'wrong-password',
  })),
  'GET /api/me': row([401, 200, 200, 200, 200, 200, 200]),
  'PATCH /api/me': row([401, 200, 200, 200, 200, 200, 200], undefined, () => ({ language: 'en' })),
  'GET /api/users': row([401, 200, 200, 200, 200, 200, 200]),
  'POST /api/users': row([401, 403, 403, 403, 403, 422, 422], undefined, () => ({ login: 'seller', name: 'x' })),
  'PATCH /api/users/:id': row(
    [401, 403, 403, 403, 403, 200, 404],
    () => `/api/users/${people.outsider.id}`,
    () => ({ title: '顾问' }),
  ),
  'GET /api/departments': row([401, 200, 200, 200, 200, 200, 200]),
  'POST /api/departments': row([401, 403, 403, 403, 403, 201, 201], undefined, () => ({ name: '新部门' })),
  'PATCH /api/departments/:id': row(
    [401, 403, 403, 403, 403, 200, 404],
    () => `/api/departments/${department}`,
    () => ({ name: '改名' }),
  ),
  'DELETE /api/departments/:id': row([401, 403, 403, 403, 403, 404, 404], () => `/api/departments/${nothing}`),
  'GET /api/organisations': row([401, 200, 200, 200, 200, 200, 200]),
  'PATCH /api/organisations/:id': row(
    [401, 403, 403, 403, 403, 200, 404],
    () => `/api/organisations/${people.admin.orgId}`,
    () => ({ name: '甲公司' }),
  ),
  'GET /api/roles': row([401, 403, 403, 403, 403, 200, 200]),
  'GET /api/tokens': row([401, 200, 200, 200, 200, 200, 200]),
  'POST /api/tokens': row([401, 201, 201, 201, 201, 201, 201], undefined, () => ({ name: 'x', scopes: ['read'] })),
  'DELETE /api/tokens/:id': row([401, 404, 204, 404, 404, 404, 404], () => `/api/tokens/${token}`),
  'POST /api/files': row([401, 415, 415, 415, 415, 415, 415], undefined, () => ({})),
  'GET /api/files': row([401, 200, 200, 200, 200, 200, 200], () => `/api/files?ids=${file}`),
  'GET /api/files/:id': row([401, 404, 200, 404, 404, 404, 404], () => `/api/files/${file}`),
  'GET /api/files/:id/content': row([401, 404, 200, 404, 404, 404, 404], () => `/api/files/${file}/content`),
  'GET /api/comments': row(
    [401, 404, 200, 404, 200, 200, 404],
    () => `/api/comments?app=trade&form=opportunity&record=${record}`,
  ),
  'POST /api/comments': row(
    [401, 404, 201, 404, 201, 201, 404],
    () => `/api/comments?app=trade&form=opportunity&record=${record}`,
    () => ({ text: '好' }),
  ),
  'GET /api/views': row([401, 404, 200, 200, 200, 200, 200], () => '/api/views?app=trade&form=opportunity'),
  'POST /api/views': row([401, 404, 201, 201, 201, 201, 201], undefined, () => ({
    app: 'trade',
    form: 'opportunity',
    name: 'x',
    base: 'open',
    shared: false,
    query: {},
  })),
  'PATCH /api/views/:id': row(
    [401, 404, 200, 404, 404, 404, 404],
    () => `/api/views/${view}`,
    () => ({ name: '改名' }),
  ),
  'DELETE /api/views/:id': row([401, 404, 404, 404, 404, 404, 404], () => `/api/views/${nothing}`),
  'GET /api/notifications': row([401, 200, 200, 200, 200, 200, 200]),
  'PATCH /api/notifications/:id': row(
    [401, 404, 404, 404, 404, 404, 404],
    () => `/api/notifications/${nothing}`,
    () => ({ read: true }),
  ),
  'PATCH /api/notifications': row([401, 200, 200, 200, 200, 200, 200], undefined, () => ({ read: true })),
  ...effectRows(() => people.outsider.id),
  'GET /api/apps/:app/openapi.json': row([401, 404, 200, 200, 200, 200, 200], () => `${app}/openapi.json`),
  'GET /api/apps': row([401, 200, 200, 200, 200, 200, 200]),
  'POST /api/apps': row([401, 403, 403, 403, 403, 409, 409], undefined, () => ({ definition: trade })),
  'GET /api/apps/:app': row([401, 404, 200, 200, 200, 200, 200], () => app),
  'DELETE /api/apps/:app': row([401, 403, 403, 403, 403, 400, 400], () => app),
  'GET /api/apps/:app/settings': row([401, 403, 403, 403, 403, 200, 200], () => `${app}/settings`),
  'PATCH /api/apps/:app/settings': row(
    [401, 403, 403, 403, 403, 200, 200],
    () => `${app}/settings`,
    () => ({ limit: '10000000' }),
  ),
  'GET /api/apps/:app/calendars': row([401, 403, 403, 403, 403, 200, 200], () => `${app}/calendars`),
  'PUT /api/apps/:app/calendars/:key': row(
    [401, 403, 403, 403, 403, 404, 404],
    () => `${app}/calendars/nothing`,
    () => ({ week: {}, holidays: [], workdays: [] }),
  ),
  'GET /api/apps/:app/libraries/:library': row([401, 404, 200, 200, 200, 200, 200], () => `${app}/libraries/industry`),
  'GET /api/apps/:app/draft': row([401, 403, 403, 403, 403, 200, 200], () => `${app}/draft`),
  'PUT /api/apps/:app/draft': row(
    [401, 403, 403, 403, 403, 428, 428],
    () => `${app}/draft`,
    () => ({ definition: trade }),
  ),
  'POST /api/apps/:app/draft/check': row([401, 403, 403, 403, 403, 200, 200], () => `${app}/draft/check`),
  'POST /api/apps/:app/draft/presence': row(
    [401, 403, 403, 403, 403, 204, 204],
    () => `${app}/draft/presence`,
    () => ({ window: 'w', place: 'forms' }),
  ),
  'POST /api/apps/:app/draft/scenarios': row([401, 403, 403, 403, 403, 200, 200], () => `${app}/draft/scenarios`),
  'POST /api/apps/:app/draft/try-formula': row(
    [401, 403, 403, 403, 403, 200, 404],
    () => `${app}/draft/try-formula`,
    () => ({ form: 'opportunity', formula: '{amount} * 2', result: 'money', record }),
  ),
  'POST /api/apps/:app/publish': row(
    [401, 403, 403, 403, 403, 200, 200],
    () => `${app}/publish`,
    () => ({}),
  ),
  'GET /api/apps/:app/recalculations': row([401, 403, 403, 403, 403, 200, 200], () => `${app}/recalculations`),
  'GET /api/apps/:app/versions': row([401, 403, 403, 403, 403, 200, 200], () => `${app}/versions`),
  'GET /api/apps/:app/versions/:n/changes': row(
    [401, 403, 403, 403, 403, 404, 404],
    () => `${app}/versions/99/changes`,
  ),
  'POST /api/apps/:app/versions/:n/check': row([401, 403, 403, 403, 403, 404, 404], () => `${app}/versions/99/check`),
  'GET /api/apps/:app/draft/misfits/:step': row(
    [401, 403, 403, 403, 403, 404, 404],
    () => `${app}/draft/misfits/nothing`,
  ),
  'GET /api/apps/:app/removed': row([401, 403, 403, 403, 403, 200, 200], () => `${app}/removed`),
  'POST /api/apps/:app/removed/restore': row(
    [401, 403, 403, 403, 403, 404, 404],
    () => `${app}/removed/restore`,
    () => ({ form: 'nothing', field: null }),
  ),
  'POST /api/apps/:app/removed/purge': row(
    [401, 403, 403, 403, 403, 404, 404],
    () => `${app}/removed/purge`,
    () => ({ form: 'nothing', field: null }),
  ),
  'GET /api/apps/:app/publishing': row([401, 403, 403, 403, 403, 200, 200], () => `${app}/publishing`),
  'DELETE /api/apps/:app/publishing': row([401, 403, 403, 403, 403, 409, 409], () => `${app}/publishing`),
  'POST /api/apps/:app/versions/:n/restore': row(
    [401, 403, 403, 403, 403, 404, 404],
    () => `${app}/versions/99/restore`,
  ),
  'GET /api/apps/:app/forms/:form/records': row([401, 404, 200, 200, 200, 200, 200], () => `${forms}/records`),
  'POST /api/apps/:app/forms/:form/records': row(
    [401, 404, 422, 422, 403, 422, 422],
    () => `${forms}/records`,
    () => ({}),
  ),
  'GET /api/apps/:app/forms/:form/records/:id': row([401, 404, 200, 404, 200, 200, 404], one('')),
  'PATCH /api/apps/:app/forms/:form/records/:id': row([401, 404, 200, 404, 200, 200, 404], one(''), () => ({
    title: '改名',
  })),
  'DELETE /api/apps/:app/forms/:form/records/:id': row([401, 404, 409, 404, 409, 409, 404], one(''), undefined, {
    'if-match': '"999"',
  }),
  'POST /api/apps/:app/forms/:form/records/:id/restore': row([401, 404, 404, 404, 404, 404, 404], one('/restore')),
  'GET /api/apps/:app/forms/:form/records/:id/history': row([401, 404, 200, 404, 200, 200, 404], one('/history')),
  'GET /api/apps/:app/forms/:form/records/:id/documents': row([401, 404, 200, 404, 200, 200, 404], one('/documents')),
  'GET /api/apps/:app/forms/:form/records/:id/documents/:document': row(
    [401, 404, 404, 404, 404, 404, 404],
    one('/documents/nothing'),
  ),
  'GET /api/apps/:app/forms/:form/records/:id/explain/:field': row(
    [401, 404, 200, 404, 200, 200, 404],
    one('/explain/commission'),
  ),
  'GET /api/apps/:app/forms/:form/records/:id/stage': row([401, 404, 200, 404, 200, 200, 404], one('/stage')),
  'POST /api/apps/:app/forms/:form/records/:id/stage': row([401, 404, 422, 404, 422, 422, 404], one('/stage'), () => ({
    to: 'contract',
  })),
  'GET /api/apps/:app/forms/:form/recycled': row([401, 404, 200, 200, 200, 200, 200], () => `${forms}/recycled`),
  'POST /api/apps/:app/forms/:form/aggregate': row(
    [401, 404, 200, 200, 200, 200, 200],
    () => `${forms}/aggregate`,
    () => ({ measures: { n: { count: '*' } } }),
  ),
  'POST /api/apps/:app/forms/:form/batch': row(
    [401, 404, 200, 404, 200, 200, 404],
    () => `${forms}/batch`,
    () => ({ operations: [{ update: record, values: { title: '批改' } }] }),
  ),
  'POST /api/apps/:app/forms/:form/import': row(
    [401, 404, 403, 403, 200, 200, 200],
    () => `${forms}/import`,
    () => ({ rows: [] }),
  ),
  'GET /api/store': row([401, 200, 200, 200, 200, 200, 200]),
  'GET /api/store/:template': row([401, 404, 404, 404, 404, 404, 404], () => '/api/store/nothing'),
  'GET /api/store/:template/pictures/:picture': row(
    [401, 404, 404, 404, 404, 404, 404],
    () => '/api/store/nothing/pictures/a.png',
  ),
  'POST /api/store/:template/install': row(
    [401, 403, 403, 403, 403, 404, 404],
    () => '/api/store/nothing/install',
    () => ({}),
  ),
  'GET /api/apps/:app/forms/:form/records/:id/assignments': row(
    [401, 404, 200, 404, 200, 200, 404],
    one('/assignments'),
  ),
  'POST /api/apps/:app/forms/:form/records/:id/claim': row(
    [401, 404, 422, 404, 422, 422, 404],
    one('/claim'),
    () => ({}),
  ),
  'POST /api/apps/:app/forms/:form/records/:id/release': row(
    [401, 404, 422, 404, 422, 422, 404],
    one('/release'),
    () => ({}),
  ),
  ...workflowRows(one),
  ...transferRows(app),
}

/**
 * The manager of the seller, where his answer is not the director's: he may not delete, so he sees no recycle bin, and may not import
 * opportunities.
 */
const managerDiffers: Readonly<Record<string, number>> = {
  'DELETE /api/apps/:app/forms/:form/records/:id': 403,
  'POST /api/apps/:app/forms/:form/records/:id/restore': 403,
  'GET /api/apps/:app/forms/:form/recycled': 403,
  'POST /api/apps/:app/forms/:form/import': 403,
}

/** Streams never end and a sign-out ends its caller; both have tests of their own (tests/server/events, tests/server/identity). */
const elsewhere = new Set(['GET /api/events', 'DELETE /api/session', 'POST /api/setup/demo'])

describe('every route', () => {
  it('has a row in the matrix', () => {
    const routes = server.app.routeTable
      .filter(({ method }) => method !== 'HEAD')
      .map(({ method, url }) => `${method} ${url}`)
    expect(routes.filter(route => !(route in matrix) && !elsewhere.has(route))).toEqual([])
    expect(Object.keys(matrix).filter(route => !routes.includes(route))).toEqual([])
  })

  it.each(Object.entries(matrix))('%s', async (route, { codes, url, body, headers }) => {
    const [method, path] = route.split(' ') as ['GET', string]
    const found: Record<string, number> = {}
    for (const who of callers) {
      const answer = await server.call(
        who === 'nobody' ? null : people[who],
        method,
        url?.() ?? path,
        body?.(),
        headers,
      )
      found[who] = answer.statusCode
      if (answer.statusCode >= 400) expect(answer.headers['content-type']).toContain('application/problem+json')
    }
    const answer = await server.call(people.manager, method, url?.() ?? path, body?.(), headers)
    found.manager = answer.statusCode
    const expected = Object.fromEntries(callers.map((who, at) => [who, codes[at]]))
    expect(found).toEqual({ ...expected, manager: managerDiffers[route] ?? expected.director })
  })
})
