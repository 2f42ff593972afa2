import type { AddressInfo } from 'node:net'
import { trade } from '../../fixtures/trade.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

/** Networks of this machine are inside: a test opens them as an operator would. */
export const openInside = { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8' }

export interface House {
  readonly server: TestServer
  readonly admin: Client
  call(method: string, path: string, body?: object, who?: Client): ReturnType<TestServer['call']>
}

/** A server with one organisation and its administrator, on a database of its own. */
export async function openHouse(name: string, environment: Record<string, string> = openInside): Promise<House> {
  const server = await startTestServer({ environment })
  const org = await server.addOrganisation(name)
  const admin = await server.addPerson(org, 'admin', { admin: true })
  return {
    server,
    admin,
    call: (method, path, body, who = admin) => server.call(who, method as 'GET', `/api${path}`, body),
  }
}

/** Opens a port, so that another server can ask. */
export async function listen({ server }: House): Promise<string> {
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  return `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
}

/** Publishes an app of the house as a template and approves it. */
export async function offer({ call }: House, version: string, notes?: string): Promise<void> {
  await call('POST', '/apps', { definition: trade })
  const published = await call('POST', '/store/templates', {
    ...{ app: 'trade', key: 'far_trade', version },
    ...(notes === undefined ? {} : { notes: { zh: notes } }),
  })
  if (published.statusCode !== 201) throw new Error(published.body)
  await call('POST', `/store/templates/far_trade/${version}/approve`)
}
