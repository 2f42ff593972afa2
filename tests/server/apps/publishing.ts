import { expect } from 'vitest'
import type { AppDefinition, Field, Form } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

/** What an answer holds; tests say what they expect of it. */
// biome-ignore lint/suspicious/noExplicitAny: an answer of the API is what the test says it is
type Json = any

export type Change = (definition: AppDefinition) => void

/** An app on a server of its own, changed, published and read as an administrator does. */
export interface Workshop {
  readonly server: TestServer
  readonly admin: Client
  readonly org: string
  /** `/api/apps/{key}` */
  readonly base: string
  draft(change: Change): Promise<void>
  check(): Promise<Json>
  publish(change: Change, body?: object): Promise<{ statusCode: number; body: string; json(): Json }>
  create(form: string, values: object): Promise<Json>
  read(form: string, id: string): Promise<Json>
  close(): Promise<void>
}

export async function openWorkshop(definition: AppDefinition): Promise<Workshop> {
  const server = await startTestServer()
  const org = await server.addOrganisation('发布公司')
  const admin = await server.addPerson(org, 'publisher', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(made.statusCode, made.body).toBe(201)
  const base = `/api/apps/${definition.key}`
  const draft = async (change: Change): Promise<void> => {
    const current = (await server.call(admin, 'GET', `${base}/draft`)).json()
    change(current.definition)
    const saved = await server.call(
      admin,
      'PUT',
      `${base}/draft`,
      { definition: current.definition },
      { 'if-match': `"${current.revision}"` },
    )
    expect(saved.statusCode, saved.body).toBe(200)
  }
  const records = (form: string): string => `${base}/forms/${form}/records`
  return {
    server,
    admin,
    org,
    base,
    draft,
    check: async () => (await server.call(admin, 'POST', `${base}/draft/check`)).json(),
    publish: async (change, body = {}) => {
      await draft(change)
      return server.call(admin, 'POST', `${base}/publish`, body)
    },
    create: async (form, values) => {
      const answer = await server.call(admin, 'POST', records(form), values)
      expect(answer.statusCode, answer.body).toBe(201)
      return answer.json()
    },
    read: async (form, id) => (await server.call(admin, 'GET', `${records(form)}/${id}`)).json(),
    close: () => server.close(),
  }
}

export const formOf = (definition: AppDefinition, key: string): Form => definition.forms.find(one => one.key === key)!
export const fieldOf = (definition: AppDefinition, form: string, key: string): Field =>
  formOf(definition, form).fields.find(one => one.key === key)!
/** Puts another field in the place of one. */
export function retype(definition: AppDefinition, form: string, field: Field): void {
  const { fields } = formOf(definition, form)
  fields[fields.findIndex(({ key }) => key === field.key)] = field
}
