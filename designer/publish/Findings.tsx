import { useState } from 'react'
import { usePageTexts } from '../texts.ts'
import { publishTexts } from './texts.ts'
import type { Found } from './types.ts'

const SHOWN = 6

/** What stands against a publish, or is worth knowing; the check page says where and how to mend it. */
export function Findings({ findings, onOpen }: { readonly findings: readonly Found[]; readonly onOpen: () => void }) {
  const w = usePageTexts(publishTexts)
  const [all, setAll] = useState(false)
  const shown = all ? findings : findings.slice(0, SHOWN)
  return (
    <>
      <ul className="fd-found">
        {shown.map(finding => (
          <li key={finding.path + finding.code}>{finding.message}</li>
        ))}
      </ul>
      <div className="fw-row">
        {shown.length === findings.length ? null : (
          <button type="button" className="fd-link" onClick={() => setAll(true)}>
            {w('more', { n: findings.length - shown.length })}
          </button>
        )}
        <button type="button" className="fd-link" onClick={onOpen}>
          {w('goThere')}
        </button>
      </div>
    </>
  )
}
