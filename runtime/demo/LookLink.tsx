import { useRef } from 'react'
import { request } from '../api/client.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'
import { demoWords } from './texts.ts'

/** From a template to its demo, which is being made ready while the hand is on its way. */
export function LookLink({ template }: { readonly template: string }) {
  const w = useWords(demoWords)
  const asked = useRef(false)
  const prepare = () => {
    if (asked.current) return
    asked.current = true
    // Whatever goes wrong is said when it is opened.
    request('POST', '/demos', { body: { template } }).catch(() => undefined)
  }
  return (
    <a
      className="fw-button"
      style={{ alignSelf: 'flex-start' }}
      href={`/demo/${encodeURIComponent(template)}`}
      onPointerEnter={prepare}
      onFocus={prepare}
    >
      <Icon name="eye" size={16} />
      {w('demo.look')}
    </a>
  )
}
