import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Flags that keep the browser from looking for hosts outside. */
const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-sandbox',
  '--disable-gpu',
]

/** The system's Chromium, else the one that lies in an npm package; both see a Chinese font, the system's or the one among our packages. */
export async function openBrowser(): Promise<Browser> {
  const env = { ...process.env, FONTCONFIG_FILE: fontConfiguration() } as Record<string, string>
  const system = process.env.FORMWORK_TEST_BROWSER ?? systemBrowsers.find(path => existsSync(path))
  if (system !== undefined && system !== 'packaged')
    return chromium.launch({ executablePath: system, args: quiet, env })
  const { default: packaged } = await import('@sparticuz/chromium')
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    args: [...packaged.args, ...quiet],
    env: { ...env, ...packagedEnvironment() },
  })
}

const alias = (family: string): string =>
  `<alias binding="strong"><family>${family}</family><prefer><family>Noto Sans CJK SC</family><family>Noto Sans SC</family><family>WenQuanYi Micro Hei</family><family>DejaVu Sans</family><family>ZCOOL XiaoWei</family></prefer></alias>`

/** Fonts of the machine first; the packaged one is there for machines without any Chinese font. */
function fontConfiguration(): string {
  const folder = mkdtempSync(join(tmpdir(), 'formwork-fonts-'))
  const packaged = dirname(fileURLToPath(import.meta.resolve('@expo-google-fonts/zcool-xiaowei/package.json')))
  const file = join(folder, 'fonts.conf')
  mkdirSync(join(folder, 'cache'))
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir><dir>${packaged}</dir><cachedir>${join(folder, 'cache')}</cachedir>
  ${['sans-serif', 'system-ui'].map(alias).join('\n  ')}
</fontconfig>`,
  )
  return file
}

/** The packaged browser brings libraries of its own beside it. */
const packagedEnvironment = (): Record<string, string> =>
  process.env.LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH }

export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** what the page complained of: console errors, exceptions, policy reports */
  readonly complaints: string[]
}

/** A person with his own cookies at a window of a size. */
export async function visit(browser: Browser, width: number, height: number, language = 'zh-CN'): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language,
    hasTouch: width < 600,
    isMobile: width < 600,
    timezoneId: 'Asia/Shanghai',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(String(error)))
  page.setDefaultTimeout(60_000)
  return { context, page, complaints }
}

const shots = process.env.FORMWORK_SCREENSHOTS

/** Keeps a picture when FORMWORK_SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`) })
}

/** Whether Chinese is drawn as Chinese: two different characters must not look alike, nor like the box of a missing one. */
export const drawsChinese = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const draw = (text: string): string => {
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = 40
      const pen = canvas.getContext('2d')!
      pen.font = '32px sans-serif'
      pen.fillText(text, 2, 34)
      return canvas.toDataURL()
    }
    return new Set(['销', '售', '\uffff', '审'].map(draw)).size === 4
  })

/** What axe finds serious on a page: rule and the first element it is about. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).setLegacyMode(true).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${String(nodes[0]?.html).slice(0, 160)}`)
}
