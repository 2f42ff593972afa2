import type { Page } from 'playwright-core'

/** What a person does on the pages, by the names of fields and the words on buttons. */
export class Person {
  readonly page: Page
  readonly address: string

  constructor(page: Page, address: string) {
    this.page = page
    this.address = address
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.page.goto(this.address)
    await this.page.getByLabel('账号').fill(login)
    await this.page.getByLabel('密码', { exact: true }).fill(password)
    await this.page.getByRole('button', { name: '登录' }).click()
    await this.page.getByRole('navigation').first().waitFor()
  }

  open(path: string): Promise<unknown> {
    return this.page.goto(this.address + path)
  }

  field(key: string) {
    return this.page.locator(`[data-path="/${key}"]`)
  }

  async type(key: string, text: string): Promise<void> {
    await this.field(key).locator('input, textarea').first().fill(text)
  }

  /** Chooses in a drop-down, a list of chips or a record picker, whatever the field has. */
  async choose(key: string, text: string): Promise<void> {
    const field = this.field(key)
    const chip = field.getByRole('radio', { name: text }).or(field.getByRole('button', { name: text, exact: true }))
    const opener = field.getByRole('combobox').or(field.locator('[aria-haspopup]')).first()
    await chip.first().or(opener).first().waitFor()
    if ((await chip.count()) > 0) return chip.first().click()
    await opener.click()
    const search = this.page.locator('.fw-picker-search input:visible').last()
    if ((await search.count()) > 0) await search.fill(text)
    await this.page.getByRole('option', { name: text }).first().click()
  }

  async attach(key: string, name: string, content: Buffer): Promise<void> {
    const type = name.endsWith('.pdf') ? 'application/pdf' : 'image/png'
    await this.field(key).locator('input[type=file]').first().setInputFiles({ name, mimeType: type, buffer: content })
    // It can be taken away again only once it is there whole.
    await this.field(key)
      .getByRole('button', { name: `移除 ${name}` })
      .first()
      .waitFor()
    await this.field(key)
      .getByText(/正在上传/)
      .first()
      .waitFor({ state: 'detached' })
  }

  press(name: string | RegExp) {
    return this.page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .last()
      .click()
  }
}

/** The smallest files that are what they say. */
export const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
)
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
