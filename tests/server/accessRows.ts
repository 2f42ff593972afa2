/** Status per caller, in the order of the callers of access.test.ts; a body where the route takes one; `id` the id in the path. */
export interface Row {
  readonly codes: readonly [number, number, number, number, number, number, number]
  readonly url?: () => string
  readonly body?: () => unknown
  readonly headers?: Record<string, string>
}

/** An id of nothing. */
export const nothing = '01990000-0000-7000-8000-000000000000'

export const row = (
  codes: Row['codes'],
  url?: () => string,
  body?: () => unknown,
  headers?: Record<string, string>,
): Row => ({
  codes,
  ...(url === undefined ? {} : { url }),
  ...(body === undefined ? {} : { body }),
  ...(headers === undefined ? {} : { headers }),
})
/** Smallest settings of every kind of channel. */
const channels: Readonly<Record<string, object>> = {
  email: { host: 'mail.example.com', port: 465, security: 'tls', from: 'a@example.com' },
  sms: { accessKeyId: 'a', signName: 'a', templateCode: 'a' },
  wecom: { corpId: 'a', agentId: 1 },
  wecom_robot: {},
  dingtalk: { appKey: 'a', agentId: 1 },
  dingtalk_robot: {},
  feishu: { appId: 'a' },
  feishu_robot: {},
}
const channelRows = Object.fromEntries(
  Object.entries(channels).flatMap(([kind, settings]) => [
    [
      `PUT /api/channels/${kind}`,
      row([401, 403, 403, 403, 403, 200, 200], undefined, () => ({ settings, enabled: false })),
    ],
    [`DELETE /api/channels/${kind}`, row([401, 403, 403, 403, 403, 204, 204])],
    [`POST /api/channels/${kind}/test`, row([401, 403, 403, 403, 403, 202, 202], undefined, () => ({ to: 'a' }))],
  ]),
)

const app = '/api/apps/trade'
const administrators: Row['codes'] = [401, 403, 403, 403, 403, 200, 200]
const missing: Row['codes'] = [401, 403, 403, 403, 403, 404, 404]

/** What leaves the house: the channels, deliveries, addresses. */
export const effectRows = (outsider: () => string): Readonly<Record<string, Row>> => ({
  'GET /api/notification-settings': row([401, 200, 200, 200, 200, 200, 200]),
  'PUT /api/notification-settings': row([401, 200, 200, 200, 200, 200, 200], undefined, () => ({
    addresses: { email: 'a@example.com' },
  })),
  'PUT /api/users/:id/addresses': row(
    [401, 403, 403, 403, 403, 200, 404],
    () => `/api/users/${outsider()}/addresses`,
    () => ({ addresses: { email: 'a@example.com' } }),
  ),
  'GET /api/channels': row([401, 403, 403, 403, 403, 200, 200]),
  ...channelRows,
  'GET /api/deliveries': row([401, 403, 403, 403, 403, 200, 200]),
  'GET /api/deliveries/:id': row([401, 403, 403, 403, 403, 404, 404], () => `/api/deliveries/${nothing}`),
  'POST /api/deliveries/:id/retry': row([401, 403, 403, 403, 403, 404, 404], () => `/api/deliveries/${nothing}/retry`),
  'GET /api/apps/:app/outside': row(administrators, () => `${app}/outside`),
  'PUT /api/apps/:app/outside': row(
    administrators,
    () => `${app}/outside`,
    () => ({ hosts: [] }),
  ),
  'PUT /api/apps/:app/secrets/:name': row(
    [401, 403, 403, 403, 403, 204, 204],
    () => `${app}/secrets/erp`,
    () => ({ value: 'x' }),
  ),
  'DELETE /api/apps/:app/secrets/:name': row([401, 403, 403, 403, 403, 204, 204], () => `${app}/secrets/erp`),
  'GET /api/apps/:app/webhooks': row(administrators, () => `${app}/webhooks`),
  'POST /api/apps/:app/webhooks': row(
    [401, 403, 403, 403, 403, 422, 422],
    () => `${app}/webhooks`,
    () => ({
      name: 'x',
      url: 'https://example.com/',
      events: ['notice'],
    }),
  ),
  'PATCH /api/apps/:app/webhooks/:id': row(
    missing,
    () => `${app}/webhooks/${nothing}`,
    () => ({ name: 'x' }),
  ),
  'DELETE /api/apps/:app/webhooks/:id': row(missing, () => `${app}/webhooks/${nothing}`),
  'POST /api/apps/:app/webhooks/:id/secret': row(missing, () => `${app}/webhooks/${nothing}/secret`),
  'POST /api/apps/:app/webhooks/:id/test': row(missing, () => `${app}/webhooks/${nothing}/test`),
  'GET /api/apps/:app/hooks': row(administrators, () => `${app}/hooks`),
  'POST /api/apps/:app/hooks': row(
    [401, 403, 403, 403, 403, 201, 201],
    () => `${app}/hooks`,
    () => ({ name: 'x' }),
  ),
  'PATCH /api/apps/:app/hooks/:id': row(
    missing,
    () => `${app}/hooks/${nothing}`,
    () => ({ name: 'x' }),
  ),
  'POST /api/apps/:app/hooks/:id/secret': row(missing, () => `${app}/hooks/${nothing}/secret`),
  // Open to everybody who can sign.
  'POST /api/hooks/:key': row(
    [401, 401, 401, 401, 401, 401, 401],
    () => '/api/hooks/unknown',
    () => ({}),
  ),
})

/** Tasks, workflows of a record, and who stands in. */
export const workflowRows = (one: (path: string) => () => string): Readonly<Record<string, Row>> => ({
  'GET /api/tasks': row([401, 200, 200, 200, 200, 200, 200]),
  'GET /api/tasks/:id': row([401, 404, 404, 404, 404, 404, 404], () => `/api/tasks/${nothing}`),
  'GET /api/workflows': row([401, 403, 403, 403, 403, 200, 200]),
  'POST /api/workflows/move': row([401, 403, 403, 403, 403, 200, 200], undefined, () => ({ ids: [nothing] })),
  'GET /api/tasks/:id/app': row([401, 404, 404, 404, 404, 404, 404], () => `/api/tasks/${nothing}/app`),
  'POST /api/tasks/batch': row([401, 200, 200, 200, 200, 200, 200], undefined, () => ({
    ids: [nothing],
    act: 'approve',
  })),
  'POST /api/tasks/:id/:act': row(
    [401, 404, 404, 404, 404, 404, 404],
    () => `/api/tasks/${nothing}/approve`,
    () => ({}),
  ),
  'PUT /api/tasks/:id/draft': row(
    [401, 404, 404, 404, 404, 404, 404],
    () => `/api/tasks/${nothing}/draft`,
    () => ({}),
  ),
  'GET /api/me/delegation': row([401, 200, 200, 200, 200, 200, 200]),
  'PUT /api/me/delegation': row([401, 200, 200, 200, 200, 200, 200], undefined, () => ({ periods: [] })),
  'GET /api/apps/:app/forms/:form/records/:id/workflows': row([401, 404, 200, 404, 200, 200, 404], one('/workflows')),
  'GET /api/apps/:app/automations': row(administrators, () => `/api/apps/trade/automations`),
  'POST /api/apps/:app/automations/read': row(
    administrators,
    () => `/api/apps/trade/automations/read`,
    () => ({ text: '当' }),
  ),
  'POST /api/apps/:app/automations': row(
    [401, 403, 403, 403, 403, 422, 422],
    () => `/api/apps/trade/automations`,
    () => ({ text: '当' }),
  ),
  'PATCH /api/apps/:app/automations/:key': row(
    missing,
    () => `/api/apps/trade/automations/none`,
    () => ({ enabled: false }),
  ),
  'DELETE /api/apps/:app/automations/:key': row(missing, () => `/api/apps/trade/automations/none`),
  'GET /api/apps/:app/runs': row([401, 403, 403, 403, 403, 200, 200], () => `/api/apps/trade/runs`),
  'GET /api/apps/:app/runs/:id': row([401, 403, 403, 403, 403, 404, 404], () => `/api/apps/trade/runs/${nothing}`),
  'POST /api/apps/:app/runs/:id/again': row(
    [401, 403, 403, 403, 403, 404, 404],
    () => `/api/apps/trade/runs/${nothing}/again`,
  ),
  'GET /api/apps/:app/forms/:form/records/:id/buttons': row([401, 404, 200, 404, 200, 200, 404], one('/buttons')),
  'POST /api/apps/:app/forms/:form/records/:id/buttons/:automation': row(
    [401, 404, 404, 404, 404, 404, 404],
    one('/buttons/nothing'),
    () => ({}),
  ),
  'POST /api/apps/:app/forms/:form/records/:id/workflows/:workflow': row(
    [401, 404, 404, 404, 404, 404, 404],
    one('/workflows/nothing'),
    () => ({}),
  ),
  'POST /api/apps/:app/forms/:form/records/:id/workflows/:instance/reopen': row(
    [401, 404, 404, 404, 404, 404, 404],
    one(`/workflows/${nothing}/reopen`),
    () => ({}),
  ),
})

/** Dashboards, and apps that travel: files, copies, templates, upgrades. */
export const transferRows = (app: string): Readonly<Record<string, Row>> => ({
  'GET /api/apps/:app/dashboards/:dashboard': row(
    [401, 404, 404, 404, 404, 404, 404],
    () => `${app}/dashboards/nothing`,
  ),
  'POST /api/apps/:app/draft/widgets': row(
    administrators,
    () => `${app}/draft/widgets`,
    () => ({ widgets: [] }),
  ),
  'POST /api/apps/:app/draft/document': row(
    administrators,
    () => `${app}/draft/document`,
    () => ({ document: {} }),
  ),
  'GET /api/apps/:app/bundle': row(administrators, () => `${app}/bundle`),
  'POST /api/apps/import': row([401, 403, 403, 403, 403, 422, 422], undefined, () => ({ bundle: {} })),
  'POST /api/apps/import/look': row([401, 403, 403, 403, 403, 422, 422], undefined, () => ({ bundle: {} })),
  'GET /api/store/catalog': row([401, 401, 401, 401, 401, 401, 401]),
  'GET /api/store/templates/:template/bundle': row(
    [401, 401, 401, 401, 401, 401, 401],
    () => '/api/store/templates/nothing/bundle',
  ),
  'GET /api/store/templates/:template/pictures/:picture': row(
    [401, 401, 401, 401, 401, 401, 401],
    () => '/api/store/templates/nothing/pictures/a.png',
  ),
  'GET /api/stores': row([401, 403, 403, 403, 403, 200, 200]),
  'POST /api/stores': row([401, 403, 403, 403, 403, 422, 422], undefined, () => ({ address: 'ftp://example.com' })),
  'PATCH /api/stores/:id': row(
    missing,
    () => `/api/stores/${nothing}`,
    () => ({}),
  ),
  'DELETE /api/stores/:id': row(missing, () => `/api/stores/${nothing}`),
  'PUT /api/store-settings/offering': row([401, 403, 403, 403, 403, 200, 200], undefined, () => ({ offered: false })),
  'POST /api/store-settings/accesses': row([401, 403, 403, 403, 403, 201, 201], undefined, () => ({ name: 'x' })),
  'DELETE /api/store-settings/accesses/:id': row(missing, () => `/api/store-settings/accesses/${nothing}`),
  'GET /api/apps/:app/removal': row(administrators, () => `${app}/removal`),
  'GET /api/apps/:app/archive': row(administrators, () => `${app}/archive`),
  'GET /api/removed-apps': row([401, 403, 403, 403, 403, 200, 200]),
  'POST /api/removed-apps/:id/restore': row(missing, () => `/api/removed-apps/${nothing}/restore`),
  'POST /api/removed-apps/:id/purge': row(
    missing,
    () => `/api/removed-apps/${nothing}/purge`,
    () => ({ confirm: 'trade' }),
  ),
  'GET /api/store-settings': row(administrators, () => '/api/store-settings'),
  'PUT /api/store-settings/policy': row(
    administrators,
    () => '/api/store-settings/policy',
    () => ({ policy: 'anyone' }),
  ),
  'POST /api/store-settings/keys': row([401, 403, 403, 403, 403, 201, 201]),
  'DELETE /api/store-settings/trusted/:key': row(missing, () => `/api/store-settings/trusted/${nothing}`),
  'POST /api/apps/from-sheet': row([401, 403, 403, 403, 403, 415, 415]),
  'POST /api/apps/:app/copy': row(
    [401, 403, 403, 403, 403, 409, 409],
    () => `${app}/copy`,
    () => ({ key: 'trade' }),
  ),
  'GET /api/apps/:app/copies': row(administrators, () => `${app}/copies`),
  'GET /api/apps/:app/copies/:other': row(missing, () => `${app}/copies/nothing`),
  'POST /api/apps/:app/copies/:other/take': row(
    missing,
    () => `${app}/copies/nothing/take`,
    () => ({}),
  ),
  'POST /api/apps/:app/from-file/look': row(
    [401, 403, 403, 403, 403, 422, 422],
    () => `${app}/from-file/look`,
    () => ({ bundle: {} }),
  ),
  'POST /api/apps/:app/from-file/take': row(
    [401, 403, 403, 403, 403, 422, 422],
    () => `${app}/from-file/take`,
    () => ({ bundle: {} }),
  ),
  'GET /api/apps/:app/connecting': row(administrators, () => `${app}/connecting`),
  'GET /api/apps/:app/add-ons': row(administrators, () => `${app}/add-ons`),
  'GET /api/apps/:app/add-ons/:addOn': row(missing, () => `${app}/add-ons/nothing`),
  'POST /api/apps/:app/add-ons/:addOn': row(
    missing,
    () => `${app}/add-ons/nothing`,
    () => ({}),
  ),
  'GET /api/apps/:app/add-ons/:addOn/removal': row(missing, () => `${app}/add-ons/nothing/removal`),
  'POST /api/apps/:app/add-ons/:addOn/remove': row(
    missing,
    () => `${app}/add-ons/nothing/remove`,
    () => ({}),
  ),
  'GET /api/apps/:app/upgrade': row(missing, () => `${app}/upgrade`),
  'POST /api/apps/:app/upgrade': row(
    missing,
    () => `${app}/upgrade`,
    () => ({}),
  ),
  'POST /api/demos': row([401, 403, 403, 403, 403, 404, 404], undefined, () => ({ template: 'nothing' })),
  'POST /api/apps/:app/demo': row(missing, () => '/api/apps/nothing/demo'),
  'PUT /api/store/templates/:template/:version/pictures': row(
    missing,
    () => '/api/store/templates/nothing/1.0.0/pictures',
    () => ({ pictures: [] }),
  ),
  'GET /api/me/tours': row([401, 200, 200, 200, 200, 200, 200]),
  'PUT /api/me/tours/:tour': row(
    [401, 204, 204, 204, 204, 204, 204],
    () => '/api/me/tours/first_app',
    () => ({ step: 'field', ended: false }),
  ),
  'GET /api/demo': row([401, 404, 404, 404, 404, 404, 404]),
  'POST /api/store/templates': row([401, 403, 403, 403, 403, 404, 404], undefined, () => ({
    app: 'nothing',
    version: '1.0.0',
  })),
  'POST /api/store/templates/:template/:version/approve': row(
    missing,
    () => '/api/store/templates/nothing/1.0.0/approve',
  ),
  'POST /api/store/templates/:template/:version/withdraw': row(
    missing,
    () => '/api/store/templates/nothing/1.0.0/withdraw',
  ),
})
