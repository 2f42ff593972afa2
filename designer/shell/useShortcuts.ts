import { useEffect } from 'react'
import { redo, undo } from '../model/draft.ts'

/** Ctrl/⌘ Z, Shift Z and Y; Ctrl/⌘ K. Inside a text field the browser's own undo stays. */
export function useShortcuts(onFind: () => void): void {
  useEffect(() => {
    const acts: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
      z: event => (event.shiftKey ? redo() : undo()),
      y: redo,
      k: onFind,
    }
    const listen = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase()
      const act = acts[key]
      if (act === undefined || !(event.ctrlKey || event.metaKey)) return
      const { target } = event
      const typing =
        target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
      if (typing && key !== 'k') return
      event.preventDefault()
      act(event)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [onFind])
}
