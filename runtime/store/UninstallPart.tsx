import { useState } from 'react'
import { removalWords } from '../i18n/texts/removal.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import '../styles/store.css'
import { Uninstall } from './Uninstall.tsx'

/** At the end of an app's settings: how to be rid of it. */
export function UninstallPart({ app, name }: { readonly app: string; readonly name: string }) {
  const w = useWords(removalWords)
  const [open, setOpen] = useState(false)
  return (
    <section className="fw-card fw-row fw-uninstall">
      <span className="fw-grow">
        <strong>{w('remove.open')}</strong>
        <span className="fw-hint" style={{ display: 'block' }}>
          {w('remove.openHint')}
        </span>
      </span>
      <Button icon="trash" onClick={() => setOpen(true)}>
        {w('remove.open')}
      </Button>
      {open ? <Uninstall app={app} name={name} onClose={() => setOpen(false)} /> : null}
    </section>
  )
}
