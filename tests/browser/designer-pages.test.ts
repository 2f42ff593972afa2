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

interface Window {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
  /** whether barriers are looked for: each language, width and light once */
  readonly lookedAt?: boolean
}
type Language = 'zh' | 'en'

/** A page is opened once for a language, then seen through each window. */
const usual: Readonly<Record<Language, readonly Window[]>> = {
  zh: [
    { name: 'desk', width: 1440, height: 900, scheme: 'light', lookedAt: true },
    { name: 'phone', width: 390, height: 844, scheme: 'light' },
  ],
  en: [
    { name: 'desk-en', width: 1440, height: 900, scheme: 'light' },
    { name: 'phone-en', width: 390, height: 844, scheme: 'light', lookedAt: true },
  ],
}
const narrow: Readonly<Record<Language, readonly Window[]>> = {
  zh: [
    { name: 'tablet', width: 768, height: 1024, scheme: 'dark', lookedAt: true },
    { name: 'small', width: 360, height: 740, scheme: 'light' },
  ],
  en: [
    { name: 'tablet-en', width: 768, height: 1024, scheme: 'light' },
    { name: 'small-en', width: 360, height: 740, scheme: 'dark', lookedAt: true },
  ],
}

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

/** What is wrong with the page that stands open, seen through a window. */
async function faultsOf(page: Page, part: string, window: Window): Promise<readonly string[]> {
  await page.setViewportSize(window)
  await page.emulateMedia({ colorScheme: window.scheme })
  await page.waitForTimeout(400)
  await picture(page, `pages-${part}-${window.name}`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return [
    ...(wide > 0 ? [`wider than the window by ${wide}`] : []),
    ...(await cutButtons(page)),
    ...(window.lookedAt ? await barriers(page) : []),
  ].map(fault => `${part} at ${window.name}: ${fault}`)
}

async function walk(app: string, language: Language, windows: readonly Window[]): Promise<void> {
  const { context, page, complaints } = await visit(browser, windows[0]!.width, windows[0]!.height)
  const author = new Person(page, office.address)
  await author.signIn(admin.login, admin.password)
  const headers = { 'sec-fetch-site': 'same-origin' }
  await page.request.patch(`${office.address}/api/me`, { headers, data: { language } })
  const faults: string[] = []
  for (const { part } of parts) {
    await author.open(`/designer/${app}/${part}`)
    await page.locator('.fd-body > :nth-child(2):not(.fw-page-skeleton)').waitFor()
    await expect.poll(() => page.locator('.fw-skeleton').count(), { timeout: 60_000 }).toBe(0)
    for (const window of windows) faults.push(...(await faultsOf(page, part, window)))
  }
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
  await page.request.patch(`${office.address}/api/me`, { headers, data: { language: 'zh' } })
  await context.close()
}

describe('every page of the designer opens, fits its windows, and has no barrier', () => {
  it.each(['zh', 'en'] as const)('in %s at a desk and on a phone, with the sales app', { timeout: 240_000 }, language =>
    walk('sales_management', language, usual[language]),
  )

  it.each(['zh', 'en'] as const)(
    'in %s on a tablet and a small phone, with long names',
    { timeout: 240_000 },
    language => walk('long_names', language, narrow[language]),
  )
})
