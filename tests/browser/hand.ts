import type { Page } from 'playwright-core'

/** A person needs about this long for one action: to find the place and press (KLM: pointing 1.1 s, pressing 0.1 s). */
export const SECONDS_PER_ACTION = 1.2

/** What somebody does, counted; waits for the product are measured apart. */
export class Hand {
  actions = 0
  waited = 0
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async act(work: () => Promise<unknown>): Promise<void> {
    this.actions += 1
    await work()
  }

  async wait(work: () => Promise<unknown>): Promise<void> {
    const started = performance.now()
    await work()
    this.waited += performance.now() - started
  }

  click(name: string | RegExp, role: 'button' | 'link' | 'option' = 'button'): Promise<void> {
    return this.act(() =>
      this.page
        .getByRole(role, { name, exact: typeof name === 'string' })
        .first()
        .click(),
    )
  }

  /** Publishes what changed: to the page, then the one button, as soon as everything was looked through. */
  async publish(): Promise<void> {
    await this.click('发布')
    const go = this.page.getByRole('button', { name: /^发布 \d+ 处更改/ }).and(this.page.locator(':enabled'))
    await this.wait(() => go.waitFor({ timeout: 120_000 }))
    await this.act(() => go.click())
    await this.wait(() =>
      this.page
        .getByText(/已发布/)
        .first()
        .waitFor({ timeout: 60_000 }),
    )
  }

  get seconds(): number {
    return this.actions * SECONDS_PER_ACTION + this.waited / 1000
  }
}

/** Drags from a palette onto a place of the page. */
export async function drag(page: Page, from: string, to: string): Promise<void> {
  const source = (await page.locator(from).boundingBox())!
  const target = (await page.locator(to).boundingBox())!
  await page.mouse.move(source.x + 12, source.y + 12)
  await page.mouse.down()
  await page.mouse.move(target.x + 30, target.y + 12, { steps: 12 })
  await page.mouse.up()
}

/** The product has put the cursor where a name is typed. */
export const readyToType = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
