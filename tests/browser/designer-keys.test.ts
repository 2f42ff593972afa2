import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../../designer/shell/parts.ts'
import { readTemplate } from '../../server/store/templates.ts'
import { openBrowser, visit } from './browser.ts'
import { Person } from './person.ts'
import { admin, type Office, startOffice } from './started.ts'

let browser: Browser
let office: Office
let page: Page
let author: Person
let complaints: string[]

beforeAll(async () => {
  const { definition } = await readTemplate(join(import.meta.dirname, '../../templates/sales-management'))
  browser = await openBrowser()
  office = await startOffice(definition)
  const visitor = await visit(browser, 1440, 900)
  ;({ page, complaints } = visitor)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  author = new Person(page, office.address)
  await author.signIn(admin.login, admin.password)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await office.close()
})

async function openPart(part: string): Promise<void> {
  await author.open(`/designer/sales_management/${part}`)
  await page.locator('.fd-body > :nth-child(2):not(.fw-page-skeleton)').waitFor()
  await expect.poll(() => page.locator('.fw-skeleton').count(), { timeout: 60_000 }).toBe(0)
}

/** What buttons that take something away are called. */
const REMOVES = /^(移除|去掉|删除)/

/** More stops than any page of the sales app has. */
const MOST_STOPS = 900

interface Walked {
  /** controls the mouse can press and Tab does not reach */
  readonly missed: readonly string[]
  /** controls that look the same with the focus as without */
  readonly unseen: readonly string[]
}

/** Goes through a page by Tab alone, from its first control to the last. */
async function walk(): Promise<Walked> {
  await page.evaluate(() => {
    const looks = (one: Element): string => {
      const parts = [
        getComputedStyle(one),
        getComputedStyle(one, '::after'),
        getComputedStyle(one.parentElement ?? one),
      ]
      return parts
        .map(({ outline, boxShadow, borderColor, backgroundColor }) =>
          [outline, boxShadow, borderColor, backgroundColor].join(),
        )
        .join('|')
    }
    const isControl = (one: HTMLElement): boolean =>
      one.tabIndex >= 0 &&
      !one.matches(':disabled, [inert] *') &&
      one.checkVisibility({ visibilityProperty: true }) &&
      !one.matches('input[type=radio]:not(:checked)')
    const controls = [
      ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]'),
    ]
    const before = new Map(controls.filter(isControl).map(one => [one, looks(one)]))
    const state = {
      before,
      seen: new Set<Element>(),
      unseen: [] as string[],
      first: null as Element | null,
      done: false,
    }
    Object.assign(window, { walked: state })
    document.addEventListener('focusin', ({ target }) => {
      const one = target as HTMLElement
      if (state.seen.has(one)) state.done = state.done || one === state.first
      state.first ??= one
      state.seen.add(one)
      if (before.has(one) && before.get(one) === looks(one)) state.unseen.push(one.outerHTML.slice(0, 160))
    })
    ;(document.activeElement as HTMLElement | null)?.blur()
  })
  for (let stop = 0; stop < MOST_STOPS; stop += 20) {
    for (let n = 0; n < 20; n += 1) await page.keyboard.press('Tab')
    if (await page.evaluate(() => (window as unknown as { walked: { done: boolean } }).walked.done)) break
  }
  return page.evaluate(() => {
    const { before, seen, unseen } = (
      window as unknown as { walked: { before: Map<HTMLElement, string>; seen: Set<Element>; unseen: string[] } }
    ).walked
    const missed = [...before.keys()].filter(one => one.isConnected && one.tabIndex >= 0 && !seen.has(one))
    return { missed: missed.map(one => one.outerHTML.slice(0, 160)), unseen: [...new Set(unseen)] }
  })
}

describe('the designer without a mouse', () => {
  it.each(parts.map(({ part }) => part))(
    '%s: every control is reached by Tab and shows that it has the focus',
    { timeout: 240_000 },
    async part => {
      await openPart(part)
      expect(await walk()).toEqual({ missed: [], unseen: [] })
    },
  )

  it.each(parts.filter(({ hidden }) => hidden !== true).map(({ part }) => part))(
    '%s: the focus is somewhere after something was taken away, after that was undone, and after a dialog was closed',
    { timeout: 240_000 },
    async part => {
      await openPart(part)
      const lost: string[] = []
      const look = async (after: string): Promise<void> => {
        // What is taken away is gone, and what takes the focus has it, a moment later.
        await page.waitForTimeout(250)
        if (await page.evaluate(() => document.activeElement === null || document.activeElement === document.body))
          lost.push(after)
      }
      for (let at = 0; at < 3; at += 1) {
        await openPart(part)
        const removals = page
          .locator('.fd-body > :not(.fd-rail) button:visible:enabled')
          .filter({ has: page.locator('svg') })
        const named = removals.and(page.getByRole('button', { name: REMOVES }))
        if ((await named.count()) <= at * 4) break
        const one = named.nth(at * 4)
        const name = (await one.getAttribute('aria-label')) ?? (await one.textContent()) ?? ''
        await one.focus()
        await page.keyboard.press('Enter')
        const dialog = page.getByRole('dialog').last()
        await page.waitForTimeout(250)
        if (await dialog.isVisible()) {
          await page.keyboard.press('Escape')
          await look(`${name}, then Escape`)
          await one.focus()
          await page.keyboard.press('Enter')
          await dialog.getByRole('button').last().focus()
          await page.keyboard.press('Enter')
        }
        await look(name)
        await page.keyboard.press('Control+z')
        await look(`${name}, then undo`)
      }
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      await look('the finder')
      expect(lost).toEqual([])
    },
  )

  it('complains of nothing', () => expect(complaints).toEqual([]))
})
