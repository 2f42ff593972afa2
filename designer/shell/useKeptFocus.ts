import { useEffect } from 'react'

/** An element, and its place among its siblings when it had the focus within. */
interface Step {
  readonly parent: Element
  readonly at: number
}

const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
/** A page may move the focus itself after an edit: it has this long, in ms. */
const WAIT_MS = 60

/**
 * Who works by the keyboard never loses the place: when what had the focus is taken away (a field removed, a row undone), the focus goes to what stands there
 * now. With a mouse or a finger nothing is moved.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const page = document.body
    let steps: readonly Step[] = []
    let last: HTMLElement | null = null
    let byKeys = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const remember = ({ target }: FocusEvent): void => {
      last = target as HTMLElement
      steps = stepsTo(last, page)
    }
    const look = (): void => {
      const isGone = last !== null && (!last.isConnected || last.matches(':disabled'))
      if (byKeys && isGone && hasNoFocus()) standIn(steps)?.focus()
    }
    const changed = new MutationObserver(() => {
      clearTimeout(timer)
      if (byKeys && hasNoFocus()) timer = setTimeout(look, WAIT_MS)
    })
    const keys = (): void => {
      byKeys = true
    }
    const pointer = (): void => {
      byKeys = false
    }
    changed.observe(page, { subtree: true, childList: true, attributeFilter: ['disabled'] })
    page.addEventListener('focusin', remember)
    document.addEventListener('keydown', keys, true)
    document.addEventListener('pointerdown', pointer, true)
    return () => {
      clearTimeout(timer)
      changed.disconnect()
      page.removeEventListener('focusin', remember)
      document.removeEventListener('keydown', keys, true)
      document.removeEventListener('pointerdown', pointer, true)
    }
  }, [])
}

const hasNoFocus = (): boolean => document.activeElement === null || document.activeElement === document.body

function stepsTo(element: Element, page: Element): readonly Step[] {
  const steps: Step[] = []
  for (let child = element; child !== page && child.parentElement !== null; child = child.parentElement)
    steps.push({ parent: child.parentElement, at: [...child.parentElement.children].indexOf(child) })
  return steps
}

/** The nearest control to where the focus was: what took its place, else what stands before it, else around it. */
function standIn(steps: readonly Step[]): HTMLElement | undefined {
  for (const { parent, at } of steps) {
    if (!parent.isConnected) continue
    // Nothing of the page is left: another one was opened.
    const page = parent.querySelector('.fd-rail') === null ? null : document.querySelector('.fd-body > :not(.fd-rail)')
    const children = [...parent.children]
    for (const child of [...(page === null ? [] : [page]), ...children.slice(at), ...children.slice(0, at).reverse()]) {
      const control = [child, ...child.querySelectorAll(CONTROLS)].find(isControl)
      if (control !== undefined) return control
    }
  }
  return undefined
}

const isControl = (one: Element): one is HTMLElement =>
  one instanceof HTMLElement &&
  one.matches(CONTROLS) &&
  !one.matches(':disabled, [tabindex="-1"]') &&
  one.checkVisibility()
