/*
 * Why no library paints this: for the six pages of the sales app (desk and phone, light and dark; all keep to our policy) ours takes 0.5 to 0.6 s, modern-screenshot
 * 4.7.0 3.7 to 4.3 s and html-to-image 1.11.13 4.2 to 5.5 s (they copy computed styles one by one), and both paint placeholders like typed text and meters in the
 * browser's green. @zumer/snapdom 3.1.1 takes 1.4 to 1.7 s, adds a chunk of 248 kB and loses the bar to save at the foot of a form on a phone.
 */

/** A picture as the server takes it: at most so many bytes. */
const MOST_BYTES = 1_000_000

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * The page in a frame as a picture. Its elements are copied with what they show (typed text, drawings, pictures) and every rule of its sheets into one SVG,
 * which the browser paints: nothing of it is read from anywhere else. The frame is of our own origin.
 * @throws Error where the browser paints no SVG
 */
export async function photograph(frame: HTMLIFrameElement, { width, height }: Size): Promise<Blob> {
  const page = frame.contentDocument
  if (page === null) throw new Error('the frame holds no page of ours')
  const copy = await copyOf(page)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><foreignObject width="100%" height="100%">${new XMLSerializer().serializeToString(copy)}</foreignObject></svg>`
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  return drawn(image, { width, height })
}

/** Painted as WebP where the browser can, else PNG; smaller until it fits. */
export async function drawn(image: CanvasImageSource, { width, height }: Size): Promise<Blob> {
  for (const scale of [1, 0.75, 0.5]) {
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/webp', 0.88))
    if (blob !== null && blob.size <= MOST_BYTES) return blob
  }
  throw new Error('the picture does not become small enough')
}

/** Left out: what runs, and what belongs to the demo and not to the app. */
const LEFT_OUT = 'script, noscript, link, meta, title, style, iframe, .fw-demobar, .fw-skip, .fw-toasts'

async function copyOf(page: Document): Promise<HTMLElement> {
  const copy = page.documentElement.cloneNode(true) as HTMLElement
  const pairs = (selector: string): (readonly [Element, Element])[] => {
    const copies = copy.querySelectorAll(selector)
    return [...page.querySelectorAll(selector)].flatMap((one, at) => (copies[at] ? [[one, copies[at]] as const] : []))
  }
  for (const [one, other] of pairs('input, textarea, select')) keepTyped(one, other)
  for (const [one, other] of pairs('canvas')) other.replaceWith(pictureOf(page, one as HTMLCanvasElement))
  await Promise.all(pairs('img').map(([one, other]) => keepImage(one as HTMLImageElement, other)))
  for (const one of copy.querySelectorAll(LEFT_OUT)) one.remove()
  for (const one of copy.querySelectorAll('.is-demo')) one.classList.remove('is-demo')
  const style = page.createElement('style')
  style.textContent = `${rulesOf(page)}\n* { scrollbar-width: none !important }`
  copy.querySelector('head')?.append(style)
  return copy
}

/** Every rule the page is drawn by; `:root` in an SVG is the SVG itself. */
const rulesOf = (page: Document): string =>
  [...page.styleSheets]
    .flatMap(sheet => [...sheet.cssRules].map(rule => rule.cssText))
    .join('\n')
    .replaceAll(':root', 'html')

function keepTyped(one: Element, other: Element): void {
  if (one.tagName === 'TEXTAREA') other.textContent = (one as HTMLTextAreaElement).value
  else if (one.tagName === 'SELECT')
    other.querySelectorAll('option').forEach((option, at) => {
      option.toggleAttribute('selected', at === (one as HTMLSelectElement).selectedIndex)
    })
  else {
    const input = one as HTMLInputElement
    if (input.type !== 'file') other.setAttribute('value', input.value)
    other.toggleAttribute('checked', input.checked)
  }
}

function pictureOf(page: Document, canvas: HTMLCanvasElement): HTMLImageElement {
  const image = page.createElement('img')
  image.src = canvas.toDataURL()
  image.setAttribute('style', canvas.getAttribute('style') ?? '')
  image.className = canvas.className
  return image
}

async function keepImage(one: HTMLImageElement, other: Element): Promise<void> {
  if (one.src.startsWith('data:') || one.naturalWidth === 0) return
  const canvas = document.createElement('canvas')
  canvas.width = one.naturalWidth
  canvas.height = one.naturalHeight
  canvas.getContext('2d')?.drawImage(one, 0, 0)
  other.setAttribute('src', canvas.toDataURL())
}
