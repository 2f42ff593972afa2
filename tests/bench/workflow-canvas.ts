/** The drawing of long workflows in a browser: first drawing, frames while a step is carried and the drawing is moved, a property until its card says it. */
import { openBrowser, visit } from '../browser/browser.ts'
import { Person } from '../browser/person.ts'
import { admin, startOffice } from '../browser/started.ts'
import { chain } from '../designer/workflow/random.ts'
import { framesOf, told } from './frames.ts'

const SIZES = [300, 4_999]
const office = await startOffice({ ...chain(SIZES[0]!), key: 'steps_300' })
const big = await office.call('POST', '/apps', { definition: { ...chain(SIZES[1]!), key: 'steps_4999' } })
if (big.status !== 201) throw new Error(await big.text())
const browser = await openBrowser()
const { page } = await visit(browser, 1440, 900)
await new Person(page, office.address).signIn(admin.login, admin.password)

/** ms from the press in the rail until the cards are painted. */
const draws = (): Promise<number> =>
  page.evaluate(async () => {
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
    const rail = [...document.querySelectorAll<HTMLElement>('.fd-rail button')]
    const before = performance.now()
    rail.find(one => one.textContent?.includes('流程'))!.click()
    while (document.querySelector('.wf-card') === null) await frame()
    await frame()
    await frame()
    return performance.now() - before
  })

/** ms from a change of "when there are several" until the card says it. */
const edits = (): Promise<number[]> =>
  page.evaluate(async () => {
    const words = () => document.querySelector('[data-item=n1] .wf-words')?.textContent
    const select = [...document.querySelectorAll<HTMLSelectElement>('.wf-panel select')].find(one =>
      [...one.options].some(({ value }) => value === 'sequence'),
    )!
    const taken: number[] = []
    for (const value of ['all', 'sequence', 'any', 'all', 'any', 'sequence', 'any']) {
      const was = words()
      const before = performance.now()
      select.value = value
      select.dispatchEvent(new Event('change', { bubbles: true }))
      while (words() === was) await new Promise(resolve => requestAnimationFrame(resolve))
      taken.push(performance.now() - before)
      await new Promise(resolve => setTimeout(resolve, 1_200))
    }
    return taken
  })

for (const steps of SIZES) {
  await page.goto(`${office.address}/designer/steps_${steps}/forms`)
  await page.locator('.fd-canvas').waitFor()
  console.log(`${steps} steps, drawn: ${(await draws()).toFixed(0)} ms`)
  await page.locator('[data-item=n1]').click()
  await page.locator('.wf-panel select').first().waitFor()
  await page.waitForTimeout(1_000)
  console.log(`${steps} steps, an edit shown: ${told(await edits())}`)
  const { x, y } = (await page.locator('[data-item=n1]').boundingBox())!
  const carried = await framesOf(page, async () => {
    await page.mouse.move(x + 20, y + 20)
    await page.mouse.down()
    for (let n = 0; n < 120; n += 1) await page.mouse.move(x + 20 + (n % 40) * 8, y + 20 + n * 3)
    await page.keyboard.press('Escape')
    await page.mouse.up()
  })
  console.log(`${steps} steps, frames while a step is carried: ${told(carried)}`)
  const moved = await framesOf(page, async () => {
    await page.mouse.move(700, 500)
    for (let n = 0; n < 80; n += 1) await page.mouse.wheel(0, 60)
  })
  console.log(`${steps} steps, frames while the drawing is moved: ${told(moved)}`)
}
await browser.close()
await office.close()
