import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { visibleTo } from '../../../designer/preview/visibleDraft.ts'
import { compileApp } from '../../../engine/index.ts'
import { readTemplate } from '../../../server/store/templates.ts'
import { startTestServer, type TestServer } from '../testServer.ts'

const folder = join(import.meta.dirname, '../../../templates')
const read = (name: string) => readTemplate(join(folder, name))
const known = await Promise.all(
  readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(async ({ name }) => [name, await read(name)] as const),
)
/** An add-on is no app by itself. */
const templates = known.flatMap(([name, { definition }]) => (definition.extends === undefined ? [name] : []))

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('the preview as a role', () => {
  it.each(templates)('cuts %s as the server cuts it for somebody of that role', { timeout: 60_000 }, async template => {
    const { definition } = await read(template)
    const org = await server.addOrganisation(template)
    const admin = await server.addPerson(org, `admin-${template}`, { admin: true })
    expect((await server.call(admin, 'POST', '/api/apps', { definition })).statusCode).toBe(201)
    const { app } = compileApp(definition)
    expect((definition.roles ?? []).length).toBeGreaterThan(0)
    for (const { key } of definition.roles ?? []) {
      const person = await server.addPerson(org, `${key}-${template}`, { roles: { [definition.key]: [key] } })
      const real = (await server.call(person, 'GET', `/api/apps/${definition.key}`)).json()
      const seen = visibleTo(app!, key)
      expect(seen.definition.forms, key).toEqual(real.definition.forms)
      expect(seen.definition.scorecards ?? [], key).toEqual(real.definition.scorecards ?? [])
      const rights = Object.entries<Record<string, unknown>>(real.rights.forms)
      expect(seen.rights.forms, key).toEqual(
        Object.fromEntries(rights.map(([form, { can, fields }]) => [form, { can, fields }])),
      )
    }
  })
})
