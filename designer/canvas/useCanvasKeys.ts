import { useEffect, useRef } from 'react'

interface CanvasActs {
  readonly remove: () => void
  readonly copy: () => void
  readonly paste: () => void
  readonly leave: () => void
}

/** Delete, Ctrl/⌘ C and V, Escape for what is selected on the canvas; while something is typed or a dialog is open the keys are theirs. */
export function useCanvasKeys(acts: CanvasActs): void {
  const latest = useRef(acts)
  latest.current = acts
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { target } = event
      const typing =
        target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
      const busy = typing || document.querySelector('dialog[open]') !== null
      if (busy || (globalThis.getSelection()?.toString() ?? '') !== '') return
      const control = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      const act = control
        ? { c: 'copy', v: 'paste' }[key]
        : { delete: 'remove', backspace: 'remove', escape: 'leave' }[key]
      if (act === undefined) return
      event.preventDefault()
      latest.current[act as keyof CanvasActs]()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
