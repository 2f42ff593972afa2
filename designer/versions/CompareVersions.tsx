import { useState } from 'react'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { usePageTexts } from '../texts.ts'
import { versionTexts } from './texts.ts'
import type { Version } from './types.ts'
import { ChangesOf } from './VersionLine.tsx'

interface CompareVersionsProps {
  readonly app: string
  readonly versions: readonly Version[]
  readonly names: AppDefinition
}

/** The difference between any two versions, in either direction. */
export function CompareVersions({ app, versions, names }: CompareVersionsProps) {
  const w = usePageTexts(versionTexts)
  const [from, setFrom] = useState(versions[1]?.version ?? 1)
  const [to, setTo] = useState(versions[0]?.version ?? 1)
  const select = (label: string, value: number, onChange: (version: number) => void) => (
    <label className="fd-compare-side">
      <span>{label}</span>
      <select className="fw-input" value={value} onChange={event => onChange(Number(event.target.value))}>
        {versions.map(({ version, note }) => (
          <option key={version} value={version}>
            {w('version', { version })}
            {note === null || /^[↺↑⇄⇥⊕⊖]/.test(note) ? '' : ` · ${note.slice(0, 40)}`}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <>
      <div className="fd-compare">
        {select(w('from'), from, setFrom)}
        {select(w('to'), to, setTo)}
      </div>
      <div aria-live="polite">
        <ChangesOf key={`${from}/${to}`} app={app} version={to} from={from} names={names} />
      </div>
    </>
  )
}
