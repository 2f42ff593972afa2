import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Failed, get, Skeleton } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { Changes } from '../publish/Changes.tsx'
import type { Change } from '../publish/types.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { versionTexts } from './texts.ts'
import type { Version } from './types.ts'

interface VersionLineProps {
  readonly app: string
  readonly version: Version
  readonly current: number
  readonly names: AppDefinition
  readonly onRestore: (version: number) => void
}

/** One version: who, when, why; opened, what changed with it. */
export function VersionLine({ app, version, current, names, onRestore }: VersionLineProps) {
  const { language } = useDesign()
  const w = usePageTexts(versionTexts)
  const [open, setOpen] = useState(false)
  const at = new Date(version.publishedAt).toLocaleString(language === 'zh' ? 'zh-CN' : 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  return (
    <li>
      <div className="fd-version-line">
        <div className="fw-grow">
          <strong>{w('version', { version: version.version })}</strong>
          {version.version === current ? <span className="fd-tag">{w('current')}</span> : null}
          <p className="fw-hint">{w('by', { name: version.publisher ?? w('system'), at })}</p>
          {version.note === null ? null : <p>{noteText(version.note, w)}</p>}
        </div>
        <Button size="small" kind="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? w('hide') : w('show')}
        </Button>
        {version.version === current ? null : (
          <Button size="small" onClick={() => onRestore(version.version)}>
            {w('restore')}
          </Button>
        )}
      </div>
      {open ? <ChangesOf app={app} version={version.version} from={undefined} names={names} /> : null}
    </li>
  )
}

/** The server marks a version that came of a restore by `↺ n`, of a template's upgrade by `↑ version`, of changes from a copy by `⇄ name`, from a file by `⇥ its author`, of an add-on by `⊕` and `⊖`. */
function noteText(note: string, w: ReturnType<typeof usePageTexts<typeof versionTexts>>): string {
  if (note.startsWith('⇄ ')) return w('takenFrom', { name: note.slice(2) })
  if (note === '⇥') return w('carried')
  if (note.startsWith('⇥ ')) return w('carriedFrom', { name: note.slice(2) })
  if (note.startsWith('⊕ ')) return w('addOnTaken', { name: note.slice(2) })
  if (note.startsWith('⊖ ')) return w('addOnRemoved', { name: note.slice(2) })
  const [, mark, version = ''] = /^([↺↑]) (\S+)$/.exec(note) ?? []
  if (mark === undefined) return note
  return mark === '↺' ? w('restoredFrom', { version }) : w('upgraded', { version })
}

interface ChangesOfProps {
  readonly app: string
  readonly version: number
  /** undefined: the version before */
  readonly from: number | undefined
  readonly names: AppDefinition
}

/** What changed up to a version. */
export function ChangesOf({ app, version, from, names }: ChangesOfProps) {
  const w = usePageTexts(versionTexts)
  const { data, error, refetch } = useQuery({
    queryKey: ['designer', app, 'changes', from, version],
    queryFn: ({ signal }) =>
      get<{ changes: readonly Change[] }>(
        `/apps/${app}/versions/${version}/changes${from === undefined ? '' : `?from=${from}`}`,
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={3} />
  if (data.changes.length === 0)
    return <p className="fw-hint">{version === 1 && from === undefined ? w('first') : w('nothing')}</p>
  return <Changes changes={data.changes} names={names} />
}
