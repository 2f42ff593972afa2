import { useEffect, useRef } from 'react'
import { type MenuItem, MenuList } from '../../../runtime/index.ts'
import { usePageTexts } from '../../texts.ts'
import type { Kind } from '../plans/kinds.ts'
import { workflowTexts } from '../texts.ts'
import { insertable, kindIcons } from './kindIcons.ts'

interface InsertMenuProps {
  /** px of the window */
  readonly at: { readonly x: number; readonly y: number }
  readonly clip: string | undefined
  readonly onKind: (kind: Kind) => void
  readonly onPaste: () => void
  readonly onClose: () => void
}

const WIDTH = 304
const HEIGHT = 420

/** What can be put on a way, beside its ＋: by arrow keys and Enter, or a click. */
export function InsertMenu({ at, clip, onKind, onPaste, onClose }: InsertMenuProps) {
  const w = usePageTexts(workflowTexts)
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) onClose()
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [onClose])
  const pasting: MenuItem[] =
    clip === undefined ? [] : [{ key: 'paste', text: w('paste', { name: clip }), icon: 'copy', run: onPaste }]
  const items: MenuItem[] = [
    ...pasting,
    ...insertable.map(kind => ({
      key: kind,
      text: w(kind),
      hint: w(`${kind}Hint`),
      icon: kindIcons[kind],
      run: () => onKind(kind),
    })),
  ]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the menu inside
    <div
      ref={root}
      className="wf-insert"
      style={{
        left: Math.max(8, Math.min(at.x, window.innerWidth - WIDTH - 8)),
        top: Math.max(8, Math.min(at.y, window.innerHeight - HEIGHT - 8)),
      }}
      onKeyDown={event => {
        if (event.key !== 'Escape' && event.key !== 'Tab') return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <p className="wf-insert-title">{w('insert')}</p>
      <MenuList items={items} close={onClose} label={w('insert')} />
    </div>
  )
}
