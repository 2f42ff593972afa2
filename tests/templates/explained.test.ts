import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Company, install, startCompany } from './company.ts'

const COMPUTED = new Set(['formula', 'rollup', 'lookup', 'score'])
/** Records of each form whose values are asked about. */
const ASKED = 4

let company: Company
beforeAll(async () => {
  company = await startCompany()
}, 60_000)
afterAll(() => company.server.close())

interface Form {
  readonly key: string
  readonly fields: readonly { readonly key: string; readonly type: string }[]
}

describe.each(['sales_management', 'store_sales'])('every computed value of %s', app => {
  it('has an explanation that ends at the very digits that are read', { timeout: 120_000 }, async () => {
    const { server, admin } = company
    const get = async (path: string) => (await server.call(admin, 'GET', `/api/apps/${app}${path}`)).json()
    await install(company, app, true)
    const { definition } = await get('')
    let asked = 0
    for (const form of definition.forms as readonly Form[]) {
      const { records } = await get(`/forms/${form.key}/records?limit=${ASKED}`)
      for (const record of records)
        for (const { key, type } of form.fields) {
          if (!COMPUTED.has(type)) continue
          const told = await get(`/forms/${form.key}/records/${record.id}/explain/${key}`)
          expect({ form: form.key, key, value: told.value }).toEqual({
            form: form.key,
            key,
            value: record[key] ?? null,
          })
          expect(told.worked === undefined || told.kept !== null, `${form.key}.${key} ${told.worked}`).toBe(true)
          expect(told.explanation ?? told.rollup).toBeDefined()
          asked += 1
        }
    }
    expect(asked).toBeGreaterThan(app === 'sales_management' ? 200 : 0)
  })
})
