import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../../designer/shell/parts.ts'
import type { AppDefinition, Automation } from '../../schemas/generated/definition.ts'
import { readTemplate } from '../../server/store/templates.ts'
import { barriers, openBrowser, picture, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office

beforeAll(async () => {
  const { definition } = await readTemplate(join(import.meta.dirname, '../../templates/sales-management'))
  browser = await openBrowser()
  office = await startOffice(definition)
  const long = { ...(withLongNames(definition) as AppDefinition), key: 'long_names' }
  const created = await office.call('POST', '/apps', { definition: long })
  expect(created.status, await created.text()).toBe(201)
  // Something to be published, with a finding.
  const changed = { ...long, ...broken(long) }
  const saved = await office.call('PUT', '/apps/long_names/draft', { definition: changed }, { 'if-match': '"1"' })
  expect(saved.status, await saved.text()).toBe(200)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

/** A long name in each language, as a careful office writes them: 40 Chinese characters, 80 English ones. */
const LONG = {
  zh: '华东大区重点行业客户年度框架协议执行情况与回款进度跟踪复核登记表以及附属补充说明材料清单汇总',
  en: 'Quarterly review of the framework agreements of key accounts in the eastern region, with notes',
}
const NAMES = new Set(['name', 'label'])

/** The same app with long names everywhere: each begins as it did, so that it can be found. */
function withLongNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLongNames)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      // Formulas may call an option by its name.
      if (key === 'options') return [key, item]
      if (!NAMES.has(key) || item === null || typeof item !== 'object') return [key, withLongNames(item)]
      const { zh = '', en = '' } = item as { readonly zh?: string; readonly en?: string }
      return [key, { zh: `${zh}${LONG.zh}`.slice(0, 40), en: `${en}: ${LONG.en}`.slice(0, 80) }]
    }),
  )
}

/** Edits that are not published yet: an outside system with a call, and a view that shows what is not there. */
const broken = ({ forms, views = [], automations = [] }: AppDefinition): Partial<AppDefinition> => {
  const erp = { key: 'erp', kind: 'http' as const, host: 'https://erp.example.com/api', name: LONG }
  const call: Automation = {
    ...{ key: 'book', name: LONG, on: [{ event: 'created', form: forms[0]!.key }] },
    then: [
      {
        ...{ do: 'http', as: 'answer', connector: 'erp', method: 'POST', path: '/orders' },
        payload: { [forms[0]!.titleField!]: `={${forms[0]!.titleField}}`, lines: [{ kind: 'sale' }] },
      },
    ],
  }
  return {
    connectors: [{ ...erp, auth: { type: 'bearer', secret: 'erp' } }],
    automations: [...automations, call],
    views: views.with(0, { ...views[0]!, columns: ['no_such_field'] }),
  }
}

type Window = readonly [name: string, width: number, height: number, language: 'zh' | 'en', scheme: 'light' | 'dark']
const windows: readonly Window[] = [
  ['desk', 1440, 900, 'zh', 'light'],
  ['phone', 390, 844, 'zh', 'light'],
  ['desk-en', 1440, 900, 'en', 'light'],
  ['phone-en', 390, 844, 'en', 'light'],
]
const narrow: readonly Window[] = [
  ['tablet', 768, 1024, 'zh', 'dark'],
  ['small', 360, 740, 'zh', 'light'],
  ['tablet-en', 768, 1024, 'en', 'light'],
  ['small-en', 360, 740, 'en', 'dark'],
]
/** Each language, width and light once. */
const LOOKED_AT = new Set(['desk', 'phone-en', 'tablet', 'small-en'])

/** Buttons whose words do not fit them: cut off, or running out of them. */
const cutButtons = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.fd button, .fd a.fw-button')].flatMap(one => {
      const isCut = one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && one.textContent.trim() !== ''
      // A long name of the author's ends in dots.
      const hasDots = [one, ...one.querySelectorAll('*')].some(
        part => getComputedStyle(part).textOverflow === 'ellipsis',
      )
      return isCut && !hasDots ? [`cut off: ${one.textContent?.trim().slice(0, 40)} (${one.className})`] : []
    }),
  )

async function walk(app: string, [name, width, height, language, scheme]: Window): Promise<void> {
  const { context, page, complaints } = await visit(browser, width, height)
  await page.emulateMedia({ colorScheme: scheme })
  const author = new Person(page, office.address)
  await author.signIn(admin.login, admin.password)
  const headers = { 'sec-fetch-site': 'same-origin' }
  await page.request.patch(`${office.address}/api/me`, { headers, data: { language } })
  const faults: unknown[] = []
  for (const { part } of parts) {
    await author.open(`/designer/${app}/${part}`)
    await page.locator('.fd-body > :nth-child(2):not(.fw-page-skeleton)').waitFor()
    await expect.poll(() => page.locator('.fw-skeleton').count(), { timeout: 60_000 }).toBe(0)
    await page.waitForTimeout(400)
    await picture(page, `pages-${part}-${name}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (wide > 0) faults.push([part, `wider than the window by ${wide}`])
    faults.push(...(await cutButtons(page)).map(found => [part, found]))
    if (LOOKED_AT.has(name)) faults.push(...(await barriers(page)).map(found => [part, found]))
  }
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
  await page.request.patch(`${office.address}/api/me`, { headers, data: { language: 'zh' } })
  await context.close()
}

describe('every page of the designer', () => {
  it.each(windows)(
    '%s, %i wide, with the sales app: opens, fits its window, and has no barrier',
    {
      timeout: 240_000,
    },
    (...window) => walk('sales_management', window),
  )

  it.each(narrow)(
    '%s, %i wide, with long names: opens, fits its window, and has no barrier',
    {
      timeout: 240_000,
    },
    (...window) => walk('long_names', window),
  )
})
