import { expect } from 'vitest'
import { type Client, cookieOf, startTestServer, type TestServer, testPassword } from '../testServer.ts'
import { contracts } from './contract.ts'

/** A task as the API shows it, as far as these tests look. */
interface ShownTask {
  readonly id: string
  readonly record: string
  readonly recordTitle: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly acts: readonly string[]
  readonly fields: Readonly<Record<string, string>>
  readonly dueAt: string
}

/** The server of this test file, with its people and the contracts app. */
export let server: TestServer
export const people = {} as Record<
  'admin' | 'seller' | 'manager' | 'lawyer' | 'lawyer2' | 'director' | 'stranger',
  Client
>
export const base = '/api/apps/contracts/forms'

export async function openHouse(): Promise<void> {
  server = await startTestServer()
  const org = await server.addOrganisation('测试公司')
  people.admin = await server.addPerson(org, 'admin', { admin: true })
  const made = await server.call(people.admin, 'POST', '/api/apps', { definition: contracts })
  expect(made.statusCode, made.body).toBe(201)
  people.manager = await server.addPerson(org, 'manager')
  people.seller = await server.addPerson(org, 'seller', { manager: people.manager.id })
  people.lawyer = await server.addPerson(org, 'lawyer')
  people.lawyer2 = await server.addPerson(org, 'lawyer2')
  people.director = await server.addPerson(org, 'director')
  people.stranger = await server.addPerson(org, 'stranger')
  for (const [name, role] of [
    ['seller', 'seller'],
    ['lawyer', 'law'],
    ['lawyer2', 'law'],
    ['director', 'director'],
  ] as const) {
    const answer = await server.call(people.admin, 'PATCH', `/api/users/${people[name].id}`, {
      roles: { contracts: [role] },
    })
    expect(answer.statusCode, answer.body).toBe(200)
  }
}

export async function contract(values: object = {}): Promise<string> {
  const answer = await server.call(people.seller, 'POST', `${base}/contract/records`, { title: '合同A', ...values })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}
export const record = async (id: string) =>
  (await server.call(people.admin, 'GET', `${base}/contract/records/${id}`)).json()
export const start = (id: string, workflow: string, who = people.seller) =>
  server.call(who, 'POST', `${base}/contract/records/${id}/workflows/${workflow}`, {})
export const box = async (who: Client, name = 'todo') =>
  (await server.call(who, 'GET', `/api/tasks?box=${name}`)).json().tasks as ShownTask[]
/** An uploaded file's id. */
export async function upload(who: Client): Promise<string> {
  const part = 'content-disposition: form-data; name="file"; filename="risk.txt"\r\ncontent-type: text/plain'
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { ...who.headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload: `--x\r\n${part}\r\n\r\nrisk\r\n--x--\r\n`,
  })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}
export const taskOf = async (who: Client, id: string, name = 'todo') => {
  const found = (await box(who, name)).find(task => task.record === id)
  if (found === undefined) throw new Error(`no task of ${who.login} in ${name}`)
  return found
}
export const act = (who: Client, task: string, name: string, body: object = {}) =>
  server.call(who, 'POST', `/api/tasks/${task}/${name}`, body)
export const notices = async (who: Client) =>
  (await server.call(who, 'GET', '/api/notifications')).json().notifications as { text: { zh: string }; link: object }[]

/** Time passes; sessions end meanwhile, so everybody signs in again. */
export async function later(hours: number): Promise<void> {
  server.clock.advance(hours * 3_600_000)
  for (const who of Object.keys(people) as (keyof typeof people)[]) {
    const payload = { login: people[who].login, password: testPassword }
    const answer = await server.app.inject({ method: 'POST', url: '/api/session', payload })
    people[who] = { ...people[who], headers: cookieOf(answer) }
  }
}
