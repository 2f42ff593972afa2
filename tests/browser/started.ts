import { expect } from 'vitest'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { startServer, temporaryData } from '../server/process.ts'

/** The administrator of a started office. */
export const admin = {
  ...{ organisation: '明德', name: '王总', login: 'admin', password: 'formwork-2026', language: 'zh' },
  zone: 'Asia/Shanghai',
}

/** A server as an office starts it, with its administrator and one app. */
export interface Office {
  readonly address: string
  /** the administrator's request to the API */
  call(method: string, path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Response>
  close(): Promise<void>
}

export async function startOffice(
  definition: AppDefinition,
  settings: Readonly<Record<string, string>> = {},
): Promise<Office> {
  const data = temporaryData()
  const server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error', ...settings })
  const address = await server.ready
  let cookie = ''
  const call: Office['call'] = (method, path, body, headers) =>
    fetch(`${address}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: address, cookie, ...headers },
      body: JSON.stringify(body),
    })
  const made = await call('POST', '/setup', admin)
  cookie = made.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  const created = await call('POST', '/apps', { definition })
  expect(created.status, await created.text()).toBe(201)
  const close = async (): Promise<void> => {
    server.child.kill('SIGTERM')
    await server.ended
    await data.remove()
  }
  return { address, call, close }
}
