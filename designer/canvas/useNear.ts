import { type RefObject, useEffect, useState } from 'react'

/** Beyond what is seen, so much is ready before it is scrolled to: px. */
const AHEAD = '700px 0px'

const tell = new WeakMap<Element, (near: boolean) => void>()
let observer: IntersectionObserver | undefined

const watcher = (): IntersectionObserver => {
  observer ??= new IntersectionObserver(
    seen => {
      for (const { target, isIntersecting } of seen) tell.get(target)?.(isIntersecting)
    },
    { rootMargin: AHEAD, scrollMargin: AHEAD },
  )
  return observer
}

/** Whether an element is seen or nearly so: what only a hand near it needs is made then. */
export function useNear(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    const { current } = element
    if (current === null) return
    tell.set(current, setNear)
    watcher().observe(current)
    return () => watcher().unobserve(current)
  }, [element])
  return near
}
