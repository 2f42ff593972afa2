import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppDefinition, Field } from '../../schemas/generated/definition.ts'
import { startEmbedded } from '../../server/database/embedded.ts'
import { startServer } from '../server/process.ts'
import type { Row } from './formula-closures.ts'

const label = (text: string) => ({ zh: text, en: text })
const text = (key: string): Field => ({ key, label: label(key), type: 'text' })
const sum = (key: string, relation: string, field: string): Field =>
  ({ key, label: label(key), type: 'rollup', relation, aggregate: 'sum', field }) as Field
const to = (key: string, form: string, inverse: string): Field =>
  ({ key, label: label(key), type: 'relation', to: form, inverse: { key: inverse, label: label(inverse) } }) as Field
const formula = (key: string, of: string): Field =>
  ({ key, label: label(key), type: 'formula', result: 'money', scale: 2, formula: of }) as Field

/** payment -> contract -> customer; the same payment without anything above it is the plain write. */
const chain = (rollups: boolean): AppDefinition =>
  ({
    formatVersion: 1,
    key: rollups ? 'chain' : 'plain',
    version: '0.1.0',
    name: label('chain'),
    forms: [
      {
        key: 'customer',
        name: label('customer'),
        titleField: 'name',
        fields: [
          text('name'),
          ...(rollups ? [sum('paid', 'contracts', 'paid'), formula('rebate', '{paid} * 0.02')] : []),
        ],
      },
      {
        key: 'contract',
        name: label('contract'),
        titleField: 'name',
        fields: [
          text('name'),
          to('customer', 'customer', 'contracts'),
          ...(rollups ? [sum('paid', 'payments', 'net'), formula('rest', '1000000 - {paid}')] : []),
        ],
      },
      {
        key: 'payment',
        name: label('payment'),
        titleField: 'note',
        fields: [
          text('note'),
          to('contract', 'contract', 'payments'),
          { key: 'amount', label: label('amount'), type: 'money', scale: 2 },
          formula('net', '{amount} * 0.9'),
        ],
      },
    ],
  }) as AppDefinition

const ROUNDS = 400

/** A payment saved with three levels of dependent values, beside the same payment in an app without them; the two take turns. */
export async function rollupWrite(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'formwork-bench-'))
  const embedded = await startEmbedded(folder)
  const login = { login: 'bench', password: randomBytes(12).toString('hex') }
  const server = startServer({
    ...{
      DATABASE_URL: embedded.url,
      FORMWORK_DATA: join(folder, 'files'),
      FORMWORK_LOG_LEVEL: 'error',
      NODE_ENV: 'production',
    },
    ...{ FORMWORK_ADMIN_LOGIN: login.login, FORMWORK_ADMIN_PASSWORD: login.password },
  })
  try {
    const address = await server.ready
    const send = sender(address)
    const cookie = await send.signIn(login)
    const contracts = new Map<string, string>()
    for (const app of [chain(true), chain(false)]) {
      await send.post('/api/apps', { definition: app }, cookie)
      const customer = await send.post(`/api/apps/${app.key}/forms/customer/records`, { name: 'c' }, cookie)
      const contract = await send.post(
        `/api/apps/${app.key}/forms/contract/records`,
        { name: 'k', customer: customer.id },
        cookie,
      )
      contracts.set(app.key, String(contract.id))
    }
    const pay = (app: string) =>
      send.post(
        `/api/apps/${app}/forms/payment/records`,
        { note: 'n', contract: contracts.get(app), amount: '100.10' },
        cookie,
      )
    const times: Record<string, number[]> = { chain: [], plain: [] }
    for (let n = 0; n < ROUNDS + 50; n += 1)
      for (const app of ['plain', 'chain']) {
        const start = performance.now()
        await pay(app)
        if (n >= 50) times[app]!.push(performance.now() - start)
      }
    const seen = await send.get(`/api/apps/chain/forms/contract/records/${contracts.get('chain')}`, cookie)
    if (seen.paid !== ((ROUNDS + 50) * 90.09).toFixed(2)) throw new Error(`the contract says ${String(seen.paid)}`)
    const median = (app: string): number => times[app]!.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!
    return [
      [
        'a payment with three levels of dependent values',
        `${(median('chain') / median('plain')).toFixed(2)} × the plain write (${median('chain').toFixed(2)} / ${median('plain').toFixed(2)} ms)`,
        '≤ 2 ×',
      ],
    ]
  } finally {
    server.child.kill('SIGTERM')
    await server.ended
    await embedded.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function sender(address: string) {
  const call = async (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Response> => {
    const answer = await fetch(address + path, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const json = async (answer: Promise<Response>) => (await (await answer).json()) as Record<string, unknown>
  return {
    signIn: async (login: object): Promise<string> =>
      (await call('POST', '/api/session', login, {})).headers.get('set-cookie')?.split(';')[0] ?? '',
    get: (path: string, cookie: string) => json(call('GET', path, undefined, { cookie })),
    post: (path: string, body: unknown, cookie: string) => json(call('POST', path, body, { cookie })),
    patch: (path: string, body: unknown, cookie: string) => json(call('PATCH', path, body, { cookie })),
    put: (path: string, body: unknown, cookie: string, etag: string) =>
      json(call('PUT', path, body, { cookie, 'if-match': etag })),
  }
}
