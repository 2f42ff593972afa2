import { expect } from 'vitest'
import { type Client, cookieOf, startTestServer, type TestServer } from '../server/testServer.ts'

/** A demo company on a database of its own, with people of each role signed in. */
export interface Company {
  readonly server: TestServer
  readonly admin: Client
  /** by login, e.g. `wang.jing` */
  readonly people: ReadonlyMap<string, Client>
  /** by login; shown once, like to the administrator */
  readonly passwords: ReadonlyMap<string, string>
}

/** Sets up the first administrator and the demo company over the API, as a newcomer does. */
export async function startCompany(): Promise<Company> {
  const server = await startTestServer()
  const password = 'krumme-lanke-42'
  const setup = await server.call(null, 'POST', '/api/setup', {
    organisation: '演示公司',
    name: '管理员',
    login: 'admin',
    password,
    language: 'zh',
    zone: 'Asia/Shanghai',
  })
  expect(setup.statusCode, setup.body).toBe(201)
  const admin = clientOf(setup.json(), cookieOf(setup))
  const demo = await server.call(admin, 'POST', '/api/setup/demo')
  expect(demo.statusCode, demo.body).toBe(201)
  const users = demo.json().users as { login: string; password: string }[]
  const passwords = new Map(users.map(user => [user.login, user.password]))
  const people = new Map<string, Client>()
  for (const { login } of users) people.set(login, await signIn(server, login, passwords))
  return { server, admin, people, passwords }
}

/** A new session, e.g. after the clock went on and the old ones ended. */
export async function signIn(
  server: TestServer,
  login: string,
  passwords: ReadonlyMap<string, string>,
): Promise<Client> {
  const session = await server.call(null, 'POST', '/api/session', { login, password: passwords.get(login) })
  expect(session.statusCode, session.body).toBe(200)
  return clientOf(session.json(), cookieOf(session))
}

function clientOf(me: { user: { id: string; login: string } }, headers: Record<string, string>): Client {
  const { id, login } = me.user
  return { id, userId: id, orgId: '', login, headers }
}

/** Installs a template; answers the milliseconds it took. */
export async function install({ server, admin }: Company, template: string, sampleData: boolean): Promise<number> {
  const start = performance.now()
  const answer = await server.call(admin, 'POST', `/api/store/${template}/install`, { sampleData })
  expect(answer.statusCode, answer.body.slice(0, 3000)).toBe(201)
  return performance.now() - start
}

/** Uploads a small file as somebody; answers its id. */
export async function upload(
  { server }: Company,
  who: Client,
  name: string,
  content = '%PDF-1.7 test',
): Promise<string> {
  const mark = 'formwork-test-mark'
  const payload = `--${mark}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/pdf\r\n\r\n${content}\r\n--${mark}--\r\n`
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/files',
    payload,
    headers: { ...who.headers, 'content-type': `multipart/form-data; boundary=${mark}` },
  })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}
