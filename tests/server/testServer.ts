import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { buildServer } from '../../server/app.ts'
import { type ManualClock, manualClock } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import { type Database, openDatabase } from '../../server/database/connect.ts'
import type { Platform, Routes } from '../../server/http/platform.ts'
import type { RecordAccess } from '../../server/http/recordAccess.ts'
import { directoryChanged, forgetOrganisation } from '../../server/identity/changeDirectory.ts'
import { createOrganisation } from '../../server/identity/organisation.ts'
import { hashPassword } from '../../server/identity/password.ts'
import { insertPerson, type PersonChange } from '../../server/identity/people.ts'
import { freshDatabase } from '../database.ts'

/** Somebody who calls the API: a session's cookie or a token. */
export interface Client {
  readonly id: string
  /** the same as id: a client serves as the caller of services */
  readonly userId: string
  readonly orgId: string
  readonly login: string
  readonly headers: Readonly<Record<string, string>>
}

export interface TestServer {
  readonly app: Awaited<ReturnType<typeof buildServer>>
  readonly platform: Platform
  readonly database: Database
  readonly clock: ManualClock
  /** A request as somebody, or as nobody with null. */
  call(
    who: Client | null,
    method: InjectOptions['method'],
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>
  addOrganisation(name: string): Promise<string>
  /** A person of an organisation, signed in. The password is `testPassword`. */
  addPerson(orgId: string, login: string, values?: PersonChange): Promise<Client>
  close(): Promise<void>
}

export const testPassword = 'krumme-lanke-42'
let testHash: Promise<string> | undefined

export interface TestServerOptions {
  readonly routes?: readonly Routes[]
  readonly recordAccess?: Partial<RecordAccess>
  readonly environment?: Record<string, string>
}

/** The whole server on a database of its own, with a clock moved by hand and no port. */
export async function startTestServer({
  routes = [],
  recordAccess = {},
  environment = {},
}: TestServerOptions = {}): Promise<TestServer> {
  const fresh = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'formwork-test-files-'))
  const config = readConfig({ FORMWORK_DATA: folder, FORMWORK_LOG_LEVEL: 'silent', ...environment }, folder)
  const database = openDatabase({ url: fresh.url, size: 8 })
  const clock = manualClock('2026-11-22T05:10:00.000Z')
  let platform: Platform | undefined
  const capture: Routes = (_app, given) => {
    platform = given
    Object.assign(given.recordAccess, recordAccess)
  }
  const app = await buildServer({
    config,
    database,
    clock,
    random: randomBytes,
    routes: [capture, ...routes],
    pages: join(folder, 'no-pages'),
  })
  if (platform === undefined) throw new Error('the server registered no routes')
  const given = platform
  return {
    app,
    platform: given,
    database,
    clock,
    call: (who, method, url, body, headers = {}) => app.inject(request(who, method, url, body, headers)),
    addOrganisation: name =>
      given.transaction(transaction =>
        createOrganisation(given, transaction, { name, zone: 'Asia/Shanghai', language: 'en' }),
      ),
    addPerson: (orgId, login, values = {}) => addPerson(given, orgId, login, values, app),
    close: async () => {
      await app.close()
      await database.close()
      await fresh.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function request(
  who: Client | null,
  method: InjectOptions['method'],
  url: string,
  body: unknown,
  headers: Record<string, string>,
): InjectOptions {
  const content =
    body === undefined
      ? {}
      : { payload: JSON.stringify(body), headers: { 'content-type': 'application/json', ...who?.headers, ...headers } }
  return { method, url, headers: { ...who?.headers, ...headers }, ...content }
}

async function addPerson(
  platform: Platform,
  orgId: string,
  login: string,
  values: PersonChange,
  app: TestServer['app'],
): Promise<Client> {
  testHash ??= hashPassword(testPassword)
  const passwordHash = await testHash
  const id = await platform.transaction(async transaction => {
    const inserted = await insertPerson(platform, transaction, orgId, { name: login, ...values, login, passwordHash })
    await directoryChanged(transaction, orgId)
    return inserted
  })
  forgetOrganisation(platform, orgId)
  const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { login, password: testPassword } })
  return { id, userId: id, orgId, login, headers: cookieOf(answer) }
}

/** What a browser sends back after an answer that set our cookie. */
export function cookieOf(answer: LightMyRequestResponse): Record<string, string> {
  const cookie = answer.cookies.find(({ name }) => name === 'formwork_session')
  if (cookie === undefined) throw new Error(`no session cookie in ${answer.statusCode} ${answer.body}`)
  return { cookie: `${cookie.name}=${cookie.value}`, 'sec-fetch-site': 'same-origin' }
}
