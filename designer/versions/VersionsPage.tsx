import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Failed, get, Skeleton, toast } from '../../runtime/index.ts'
import { openDraft } from '../model/draft.ts'
import { Block } from '../publish/Block.tsx'
import { Progress } from '../publish/Progress.tsx'
import type { PageProps } from '../shell/page.ts'
import { usePageTexts } from '../texts.ts'
import { CompareVersions } from './CompareVersions.tsx'
import { Copies } from './Copies.tsx'
import { FromFile } from './FromFile.tsx'
import { RemovedItems } from './RemovedItems.tsx'
import { RestoreDialog } from './RestoreDialog.tsx'
import { versionTexts } from './texts.ts'
import type { Version } from './types.ts'
import { VersionLine } from './VersionLine.tsx'
import '../publish/publish.css'

/** What was published when and by whom, what lies between two versions, the way back; and what was removed and is kept. */
export default function VersionsPage({ app, definition, open }: PageProps) {
  const w = usePageTexts(versionTexts)
  const [restoring, setRestoring] = useState<number | null>(null)
  const [publishing, setPublishing] = useState<string | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['designer', app, 'versions'],
    queryFn: ({ signal }) => get<{ current: number; versions: readonly Version[] }>(`/apps/${app}/versions`, signal),
    staleTime: 0,
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  const done = async (version: number) => {
    toast.done(w('restored', { version }))
    setPublishing(null)
    await Promise.all([refetch(), openDraft(app)])
  }
  return (
    <main className="fd-publish">
      <h1>{w('title')}</h1>
      <p className="fd-publish-lead">{w('lead')}</p>
      <Progress
        key={publishing}
        app={app}
        expected={publishing}
        onPublished={version => void done(version)}
        onStopped={reason => {
          setPublishing(null)
          if (reason !== null) toast.failed(new Error(reason))
        }}
      />
      {data === undefined ? (
        <Skeleton lines={8} />
      ) : (
        <>
          <section className="fd-block">
            <ul className="fd-versions">
              {data.versions.map(version => (
                <VersionLine
                  key={version.version}
                  app={app}
                  version={version}
                  current={data.current}
                  names={definition}
                  onRestore={setRestoring}
                />
              ))}
            </ul>
          </section>
          {data.versions.length < 2 ? null : (
            <Block title={w('compare')}>
              <CompareVersions app={app} versions={data.versions} names={definition} />
            </Block>
          )}
          <Block title={w('copies')}>
            <Copies app={app} definition={definition} onTaken={() => void refetch()} />
          </Block>
          <Block title={w('carry')}>
            <FromFile app={app} onTaken={() => void refetch()} />
          </Block>
          <Block title={w('removed')}>
            <RemovedItems key={data.current} app={app} onPublish={() => open('publish')} />
          </Block>
        </>
      )}
      {restoring === null ? null : (
        <RestoreDialog
          app={app}
          version={restoring}
          names={definition}
          onClose={() => setRestoring(null)}
          onRestored={version => void done(version)}
          onPublishing={setPublishing}
        />
      )}
    </main>
  )
}
