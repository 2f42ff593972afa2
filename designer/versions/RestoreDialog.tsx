import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Dialog, Failed, request, Skeleton, toast } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { save } from '../model/draft.ts'
import { Changes } from '../publish/Changes.tsx'
import { usePageTexts } from '../texts.ts'
import { versionTexts } from './texts.ts'
import type { RestoreCheck } from './types.ts'

interface RestoreDialogProps {
  readonly app: string
  readonly version: number
  readonly names: AppDefinition
  readonly onClose: () => void
  readonly onRestored: (version: number) => void
  /** there is much data: it goes on in batches */
  readonly onPublishing: (id: string) => void
}

/** What going back to a version would do; then the one button that does it. */
export function RestoreDialog({ app, version, names, onClose, onRestored, onPublishing }: RestoreDialogProps) {
  const w = usePageTexts(versionTexts)
  const [busy, setBusy] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['designer', app, 'restore', version],
    queryFn: async () => {
      await save()
      return request<RestoreCheck>('POST', `/apps/${app}/versions/${version}/check`)
    },
    gcTime: 0,
    staleTime: 0,
  })
  const restore = async () => {
    setBusy(true)
    try {
      const answer = await request<{ version: number | null; publishing: string | null }>(
        'POST',
        `/apps/${app}/versions/${version}/restore`,
      )
      onClose()
      if (answer.version !== null) onRestored(answer.version)
      else if (answer.publishing !== null) {
        toast.done(w('restoring'))
        onPublishing(answer.publishing)
      }
    } catch (caught) {
      toast.failed(caught)
    } finally {
      setBusy(false)
    }
  }
  const errors = data?.findings.filter(({ severity }) => severity === 'error') ?? []
  return (
    <Dialog
      title={w('restoreTitle', { version })}
      kind="wide"
      onClose={onClose}
      footer={
        <Button
          kind="primary"
          busy={busy}
          disabled={data === undefined || errors.length > 0}
          onClick={() => void restore()}
        >
          {w('restoreGo')}
        </Button>
      }
    >
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <div className="fw-stack">
          <p>
            {w('restoreHint')} {w('draftLost')}
          </p>
          {errors.length === 0 ? null : (
            <div className="fw-error" role="alert">
              {w('restoreProblems')}
              <ul>
                {errors.map(finding => (
                  <li key={finding.path + finding.code}>{finding.message}</li>
                ))}
              </ul>
            </div>
          )}
          <details className="fd-looks" open>
            <summary>{w('restoreChanges')}</summary>
            {data.changes.length === 0 ? (
              <p className="fw-hint">{w('sameAsNow')}</p>
            ) : (
              <Changes changes={data.changes} names={names} />
            )}
          </details>
          {data.plan.length === 0 ? null : (
            <details className="fd-looks" open>
              <summary>{w('restoreData')}</summary>
              <ul className="fd-found">
                {data.plan.map(step => (
                  <li key={step.key}>{step.text}</li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
    </Dialog>
  )
}
