import { request } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { type PicturePage, pagesToShow } from './pages.ts'
import { photograph } from './photograph.ts'

interface Opened {
  readonly demo: string
  readonly app: string
  readonly roles: readonly { readonly key: string }[]
}

/** A page is waited for so long; one that does not come to rest is taken as it is. */
const LONGEST_MS = 12_000
/** It rests when it has not changed for so long. */
const REST_MS = 500

/**
 * Takes pictures of the main pages of an app in its demo: made-up people and the sample data of its definition, never a record of the house. Seen as the
 * role that sees the most. `progress` is told how many are done, of how many.
 * @throws ApiError, Error
 */
export async function takePictures(app: string, progress: (done: number, of: number) => void): Promise<Blob[]> {
  const opened = await request<Opened>('POST', `/apps/${app}/demo`)
  const { base, pages } = await pagesOf(opened)
  const taken: Blob[] = []
  for (const page of pages) {
    progress(taken.length, pages.length)
    taken.push(await takeOne(base, page))
  }
  return taken
}

async function pagesOf({ demo, app, roles }: Opened): Promise<{ base: string; pages: PicturePage[] }> {
  const seen = await Promise.all(
    roles.map(async ({ key }) => {
      const base = `/demo/${demo}/${key}`
      const answer = await fetch(`${base}/api/apps/${app}`, { credentials: 'same-origin' })
      const { definition } = (answer.ok ? await answer.json() : { definition: { key: app, forms: [] } }) as {
        definition: AppDefinition
      }
      const { forms, views = [], dashboards = [] } = definition
      return { base, pages: pagesToShow(definition), size: forms.length + views.length + dashboards.length * 100 }
    }),
  )
  const [best] = seen.sort((a, b) => b.size - a.size)
  return best ?? { base: '', pages: [] }
}

async function takeOne(base: string, { path, width, height }: PicturePage): Promise<Blob> {
  const frame = document.createElement('iframe')
  frame.setAttribute('aria-hidden', 'true')
  frame.tabIndex = -1
  frame.style.cssText = `position:fixed;left:-10000px;top:0;border:0;width:${width}px;height:${height}px`
  frame.src = base + path
  document.body.append(frame)
  try {
    await rested(frame)
    return await photograph(frame, { width, height })
  } finally {
    frame.remove()
  }
}

/** Waits until the page shows what it has to show: no grey bars, and no change for a moment. */
async function rested(frame: HTMLIFrameElement): Promise<void> {
  await new Promise(resolve => frame.addEventListener('load', resolve, { once: true }))
  const until = performance.now() + LONGEST_MS
  let before = ''
  let since = performance.now()
  while (performance.now() < until) {
    const page = frame.contentDocument
    const now = page?.querySelector('#main')?.innerHTML ?? ''
    const ready = now !== '' && page?.querySelector('.fw-skeleton, .fw-progress.is-open') === null
    if (now !== before || !ready) since = performance.now()
    else if (performance.now() - since > REST_MS) return
    before = now
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
