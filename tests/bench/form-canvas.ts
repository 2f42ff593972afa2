/**
 * Large apps in the designer, in a browser without a graphics card and on PostgreSQL: a form of 500 fields, 30 forms of 17, and 10,000 fields in 20 forms
 * (RL-30). What is seen is waited for before a time is taken. `node tests/bench/form-canvas.ts [result file]` after `npm run build`.
 */
import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { openBrowser, visit } from '../browser/browser.ts'
import { Person } from '../browser/person.ts'
import { admin, type Office, startOffice } from '../browser/started.ts'
import { appOf } from './form-app.ts'
import { framesOf, told } from './frames.ts'

const apps = { form_500: [500], forms_30: Array<number>(30).fill(17), fields_10000: Array<number>(20).fill(500) }
const TIMES = 12

const lines: string[] = []
const say = (what: string, figure: string, goal = ''): void => {
  lines.push(`| ${what} | ${figure} | ${goal} |`)
  console.log(`${what}: ${figure}${goal === '' ? '' : ` (goal ${goal})`}`)
}
const ms = (value: number): string => `${value.toFixed(0)} ms`

/** ms from an act in the page until `seen` answers true after it, looked at in each frame; `pause` ms between the rounds. */
function until(page: Page, times: number, act: string, seen: string, pause = 900): Promise<number[]> {
  return page.evaluate(
    async ([rounds, acts, sees, rest]) => {
      const taken: number[] = []
      for (let n = 0; n < rounds; n += 1) {
        const before = performance.now()
        acted[acts]!(n)
        while (!looked[sees]!(n)) await new Promise(resolve => requestAnimationFrame(resolve))
        // A task after a frame's callbacks runs when the frame has been painted.
        await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
        taken.push(performance.now() - before)
        await new Promise(resolve => setTimeout(resolve, rest))
      }
      return taken
    },
    [times, act, seen, pause] as const,
  )
}

declare const acted: Record<string, (n: number) => void>
declare const looked: Record<string, (n: number) => boolean>

/** What the measurements do and look at, put into the page. */
const inPage = (): void => {
  const one = <T extends Element>(selector: string): T => document.querySelector<T>(selector)!
  const card = (key: string): HTMLElement => one<HTMLElement>(`[data-field=${key}]`)
  const button = (box: string, text: string): HTMLElement =>
    [...document.querySelectorAll<HTMLElement>(`${box} button`)].find(b => b.textContent?.includes(text))!
  const key = (init: KeyboardEventInit): boolean =>
    document.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
  const type = (input: HTMLInputElement, text: string): void => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }
  let wasRequired = false
  const isRequired = (): boolean => card('f1').querySelector('.fd-required') !== null
  let found = ''
  const count = (): string => one('.fd-top .fw-button').textContent ?? ''
  Object.assign(window, {
    acted: {
      require: () => {
        wasRequired = isRequired()
        one<HTMLInputElement>('.fd-properties .fd-switch input').click()
      },
      select: (n: number) => one<HTMLElement>(`[data-field=f${n + 1}] .fd-field-face`).click(),
      undo: () => {
        wasRequired = isRequired()
        key({ key: 'z', ctrlKey: true })
      },
      form: (n: number) => button('.fd-rail-items', `form_${n % 2 === 0 ? 1 : 0}`).click(),
      find: () => key({ key: 'k', ctrlKey: true }),
      search: (n: number) => type(one<HTMLInputElement>('dialog input'), `${n + 1}`),
      mistake: () => {
        found = count()
        one<HTMLInputElement>('.fd-properties .fd-switch input').click()
      },
    },
    looked: {
      required: () => isRequired() !== wasRequired,
      selected: (n: number) => card(`f${n + 1}`).classList.contains('is-selected'),
      form: (n: number) => one('.fd-form-title')?.textContent?.includes(`form_${n % 2 === 0 ? 1 : 0}`) === true,
      find: () => document.querySelector('dialog [role=option]') !== null,
      searched: (n: number) => one('dialog [role=option]')?.textContent?.includes(`${n + 1}`) === true,
      findings: () => count() !== found,
    },
  })
}

/** ms from asking for an address until its last field can be used. */
async function opens(page: Page, address: string, last: string): Promise<number> {
  await page.goto('about:blank')
  const before = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await page.locator(last).first().waitFor()
  return performance.now() - before
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

async function openings(page: Page, address: string, last: string): Promise<string> {
  const taken: number[] = []
  for (let n = 0; n < 5; n += 1) taken.push(await opens(page, address, last))
  return `${ms(median(taken))} (most ${ms(Math.max(...taken))})`
}

/** A pointer that carries something over the cards for two seconds, and lets it go nowhere. */
async function carry(page: Page, from: string): Promise<number[]> {
  const { x, y } = (await page.locator(from).first().boundingBox())!
  const frames = await framesOf(page, async () => {
    await page.mouse.move(x + 6, y + 6)
    await page.mouse.down()
    for (let n = 0; n < 120; n += 1) await page.mouse.move(560 + (n % 60) * 6, 260 + (n % 40) * 13)
    await page.waitForTimeout(60)
    await page.keyboard.press('Escape')
    await page.mouse.up()
  })
  await page.waitForTimeout(300)
  return frames
}

/** Forty keys typed into the label, one every 40 ms: from the key to the next frame, and the longest time a frame stood still meanwhile. */
async function typing(page: Page): Promise<{ keys: number[]; frames: number[] }> {
  const input = page.getByLabel('名称（中文）')
  await input.click()
  await page.evaluate(() => {
    const keys: number[] = []
    Object.assign(window, { keyTimes: keys })
    document.addEventListener('keydown', event => {
      const pressed = event.timeStamp
      requestAnimationFrame(() => setTimeout(() => keys.push(performance.now() - pressed)))
    })
  })
  const frames = await framesOf(page, async () => {
    for (let n = 0; n < 40; n += 1) {
      await page.keyboard.press(n % 2 === 0 ? 'a' : 'Backspace')
      await page.waitForTimeout(n % 10 === 9 ? 700 : 40)
    }
  })
  const keys = await page.evaluate(() => (window as Window & { keyTimes?: number[] }).keyTimes ?? [])
  return { keys, frames }
}

async function designer(page: Page, office: Office, app: keyof typeof apps, name: string): Promise<void> {
  const first = `${office.address}/designer/${app}/forms/form_0`
  const fields = apps[app][0]!
  say(`${name}: the designer opens`, await openings(page, first, `[data-field=f${fields - 1}]`), '< 2 s a form, < 3 s')
  await page.evaluate(inPage)
  await page.waitForTimeout(1_500)
  say(`${name}: a field selected, until it looks so`, told(await until(page, TIMES, 'select', 'selected', 300)))
  await page.evaluate(() => acted.select!(0))
  await page.waitForTimeout(500)
  say(
    `${name}: a property, until the card says it`,
    told(await until(page, TIMES, 'require', 'required')),
    'p95 < 50 ms',
  )
  say(`${name}: undo, until the card says it`, told(await until(page, TIMES, 'undo', 'required')), 'p95 < 50 ms')
  const { keys, frames } = await typing(page)
  say(`${name}: a key in a label, until the next frame`, told(keys), 'p95 < 50 ms')
  say(`${name}: frames while typing, with checks and saves`, told(frames))
  say(`${name}: frames, a new field carried over the form`, told(await carry(page, '[data-type=text]')), 'p95 < 20 ms')
  await page.locator('[data-field=f3]').hover()
  say(
    `${name}: frames, a field carried over the form`,
    told(await carry(page, '[data-field=f3] .fd-grip')),
    'p95 < 20 ms',
  )
  say(`${name}: Ctrl K, until the list is there`, told(await until(page, 1, 'find', 'find', 200)))
  say(
    `${name}: a search, until the first is found`,
    told(await until(page, TIMES, 'search', 'searched', 200)),
    'p95 < 50 ms',
  )
  // The first empties the box, the second leaves it.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  if (apps[app].length > 1)
    say(`${name}: another form, until it is drawn`, told(await until(page, TIMES, 'form', 'form', 700)))
}

/** What stands in the box of findings changes when an empty name is given to a field that had one. */
async function findings(page: Page, name: string): Promise<void> {
  await page.locator('[data-field=f1] .fd-field-face').click()
  const input = page.getByLabel('名称（英文）')
  const taken: number[] = []
  for (let n = 0; n < 6; n += 1) {
    const text = () => page.locator('.fd-top .fw-button').first().textContent()
    const was = await text()
    await input.fill(n % 2 === 0 ? '' : 'Note')
    const before = performance.now()
    await input.blur()
    while ((await text()) === was) await page.waitForTimeout(5)
    taken.push(performance.now() - before)
  }
  say(`${name}: findings after an edit`, told(taken))
}

async function publishes(page: Page, office: Office, app: keyof typeof apps, goal: string): Promise<void> {
  const api = `${office.address}/api/apps/${app}`
  const headers = { 'sec-fetch-site': 'same-origin' }
  const taken: number[] = []
  for (let n = 0; n < 5; n += 1) {
    const draft = await (await page.request.get(`${api}/draft`)).json()
    const form = draft.definition.forms[0]
    form.fields.push({ key: `fresh_${n}`, label: { zh: `新${n}`, en: `New ${n}` }, type: 'text' })
    const put = await page.request.put(`${api}/draft`, {
      headers: { ...headers, 'if-match': `"${draft.revision}"` },
      data: { definition: draft.definition },
    })
    if (put.status() !== 200) throw new Error(await put.text())
    const before = performance.now()
    const done = await page.request.post(`${api}/publish`, { headers, data: { confirm: true } })
    if (done.status() !== 200) throw new Error(await done.text())
    const seen = await (await page.request.get(api)).text()
    if (!seen.includes(`fresh_${n}`)) throw new Error('published, yet not in effect')
    taken.push(performance.now() - before)
  }
  say(
    `${app}: publish of a new field, until it is in effect`,
    `${ms(median(taken))} (most ${ms(Math.max(...taken))})`,
    goal,
  )
}

const office = await startOffice(appOf('form_500', apps.form_500))
for (const app of ['forms_30', 'fields_10000'] as const) {
  const made = await office.call('POST', '/apps', { definition: appOf(app, apps[app]) })
  if (made.status !== 201) throw new Error(await made.text())
}
const browser = await openBrowser()
const { page } = await visit(browser, 1440, 900)
await new Person(page, office.address).signIn(admin.login, admin.password)
await designer(page, office, 'form_500', '500 fields')
await findings(page, '500 fields')
await designer(page, office, 'forms_30', '30 forms')
await designer(page, office, 'fields_10000', '10,000 fields')
await findings(page, '10,000 fields')
const fresh = `${office.address}/a/form_500/f/form_0/new`
say('500 fields: the form people fill in opens', await openings(page, fresh, '[data-path="/f0"] input'), '< 2 s')
await publishes(page, office, 'forms_30', '< 1 s')
await publishes(page, office, 'fields_10000', '< 5 s')
await browser.close()
await office.close()
const [, , file] = process.argv
if (file !== undefined)
  writeFileSync(file, `# Large apps in the designer\n\n| what | figure | goal |\n|---|---|---|\n${lines.join('\n')}\n`)
