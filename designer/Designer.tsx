import { Suspense, useCallback, useEffect, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { ConfirmHost, ErrorBoundary, Failed, PageSkeleton, ToastHost } from '../runtime/index.ts'
import { useChecked } from './model/check.ts'
import { openDraft, useDraft } from './model/draft.ts'
import { useLiveDraft } from './model/others.ts'
import { Conflicts } from './shell/Conflicts.tsx'
import { Finder } from './shell/Finder.tsx'
import { NewElement } from './shell/NewElement.tsx'
import { partOf } from './shell/parts.ts'
import { Rail } from './shell/Rail.tsx'
import { TopBar } from './shell/TopBar.tsx'
import { useShortcuts } from './shell/useShortcuts.ts'
import { Tour } from './tour/Tour.tsx'

/** The designer of one app: left the parts, in the middle the one being changed, above what stands with the draft. */
export function Designer() {
  const { app = '', part = 'forms', key } = useParams()
  const [query, setQuery] = useSearchParams()
  const navigate = useNavigate()
  const definition = useDraft(state => state.definition)
  const loaded = useDraft(state => state.app)
  const [error, setError] = useState<unknown>(null)
  const [finding, setFinding] = useState(false)
  const checked = useChecked()
  useEffect(() => {
    openDraft(app).catch(setError)
  }, [app])
  useLiveDraft(app, key === undefined ? part : `${part}/${key}`)
  useShortcuts(useCallback(() => setFinding(true), []))
  const open = useCallback((to: string) => void navigate(`/designer/${app}/${to}`), [navigate, app])
  const select = useCallback((at: string | null) => setQuery(at === null ? {} : { at }, { replace: true }), [setQuery])
  if (error !== null) return <Failed error={error} retry={() => location.reload()} />
  if (definition === null || loaded !== app) return <PageSkeleton />
  const { Page } = partOf(part)
  return (
    <div className="fd">
      <TopBar
        app={app}
        part={part}
        definition={definition}
        checked={checked}
        onSearch={() => setFinding(true)}
        onPreview={() => open(part === 'forms' && key !== undefined ? `preview/${key}` : 'preview')}
        open={open}
      />
      <Tour definition={definition} part={part} open={open} />
      <Conflicts />
      <div className={`fd-body is-${part}`}>
        <Rail definition={definition} part={part} item={key} open={open} />
        <ErrorBoundary key={`${part}/${key}`}>
          <Suspense fallback={<PageSkeleton />}>
            <Page
              app={app}
              definition={definition}
              item={key}
              checked={checked}
              selected={query.get('at')}
              onSelect={select}
              open={open}
              add={<NewElement part={partOf(part)} definition={definition} open={open} />}
            />
          </Suspense>
        </ErrorBoundary>
      </div>
      {finding ? <Finder definition={definition} onClose={() => setFinding(false)} open={open} /> : null}
      <ConfirmHost />
      <ToastHost />
    </div>
  )
}
