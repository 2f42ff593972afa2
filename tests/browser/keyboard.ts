import type { Page } from 'playwright-core'

/** More controls than any page has. */
const MOST = 150

/** Presses Tab until a control has the focus; a name in quotation marks is the whole name. */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  role: 'button' | 'combobox' | 'textbox' | 'link' | 'checkbox' = 'button',
): Promise<void> {
  const wanted = page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) })
  for (let pressed = 0; pressed < MOST; pressed += 1) {
    for (const one of await wanted.all()) if (await one.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${role} ${name} is not reached by Tab`)
}
