import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  ApiError,
  Button,
  confirm,
  Empty,
  Failed,
  get,
  Recalculation,
  request,
  Skeleton,
  toast,
} from '../../runtime/index.ts'
import { openDraft, save, useDraft } from '../model/draft.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign } from '../texts.ts'

interface Texts {
  readonly zh: string
  readonly en: string
}
interface Check {
  readonly findings: readonly { severity: 'error' | 'warning'; code: string; path: string; message: string }[]
  readonly changes: readonly { path: string; kind: 'added' | 'removed' | 'changed'; text: Texts }[]
  readonly plan: readonly {
    kind: string
    effect: 'lossless' | 'lossy' | 'needs_rule'
    count: number | null
    text: string
  }[]
}
interface Version {
  readonly version: number
  readonly publishedAt: string
  readonly note: string | null
}

/** What a publish changes, what it does to the data, what stands against it; then one button. */
export default function PublishPage({ app, open }: PageProps) {
  const onBack = () => open('forms')
  const { d, language } = useDesign()
  const revision = useDraft(state => state.revision)
  const [busy, setBusy] = useState(false)
  const [published, setPublished] = useState<number | null>(null)
  const check = useQuery({
    queryKey: ['designer', app, 'check', revision, published],
    queryFn: async () => {
      await save()
      return request<Check>('POST', `/apps/${app}/draft/check`)
    },
    gcTime: 0,
  })
  const publish = async (agreed = false): Promise<void> => {
    setBusy(true)
    try {
      const { version } = await request<{ version: number }>('POST', `/apps/${app}/publish`, {
        body: { confirm: agreed },
      })
      setPublished(version)
      toast.done(d('publish.done', { version }))
    } catch (error) {
      if (error instanceof ApiError && error.code === 'needs_confirmation') {
        if (
          await confirm({
            title: d('publish.confirm'),
            text: lossyText(error),
            action: d('designer.publish'),
            danger: true,
          })
        )
          return await publish(true)
      } else toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  if (check.error !== null) return <Failed error={check.error} retry={() => void check.refetch()} />
  if (check.data === undefined) return <Skeleton lines={6} />
  const { findings, changes, plan } = check.data
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  if (changes.length === 0 && errors.length === 0)
    return (
      <div className="fd-publish">
        <Empty
          icon="check"
          title={published === null ? d('publish.nothing') : d('publish.done', { version: published })}
          hint={published === null ? d('publish.nothingHint') : undefined}
          action={
            <a className="fw-button is-primary" href={`/a/${app}`}>
              {d('publish.open')}
            </a>
          }
        />
        <Recalculation key={published} app={app} />
        <Versions app={app} published={published} onRestored={setPublished} />
      </div>
    )
  return (
    <div className="fd-publish">
      <h1>{d('publish.title')}</h1>
      {errors.length === 0 ? null : (
        <Block title={d('publish.problems')} kind="error">
          {errors.map(finding => (
            <li key={finding.path + finding.code}>{finding.message}</li>
          ))}
        </Block>
      )}
      <Block title={d('publish.changes')}>
        {changes.map(change => (
          <li key={change.path + change.kind} className={`is-${change.kind}`}>
            {change.text[language]}
          </li>
        ))}
      </Block>
      <Block title={d('publish.data')}>
        {plan.length === 0 ? (
          <li>{d('publish.noData')}</li>
        ) : (
          plan.map(step => (
            <li key={step.kind + step.text} className={step.effect === 'lossless' ? '' : 'is-lossy'}>
              {step.text}
            </li>
          ))
        )}
      </Block>
      {warnings.length === 0 ? null : (
        <Block title={d('publish.warnings')} kind="warning">
          {warnings.map(finding => (
            <li key={finding.path + finding.code}>{finding.message}</li>
          ))}
        </Block>
      )}
      <div className="fd-publish-actions">
        <Button onClick={onBack}>{d('publish.back')}</Button>
        <Button kind="primary" busy={busy} disabled={errors.length > 0} onClick={() => void publish()}>
          {d('publish.go', { count: changes.length })}
        </Button>
      </div>
      <Versions app={app} published={published} onRestored={setPublished} />
    </div>
  )
}

const lossyText = (error: ApiError): string =>
  ((error.extra.plan ?? []) as Check['plan'])
    .filter(({ effect }) => effect !== 'lossless')
    .map(({ text }) => text)
    .join(' ')

function Block({
  title,
  kind = '',
  children,
}: {
  readonly title: string
  readonly kind?: string
  readonly children: React.ReactNode
}) {
  return (
    <section className={`fd-block ${kind === '' ? '' : `is-${kind}`}`}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  )
}

function Versions({
  app,
  published,
  onRestored,
}: {
  readonly app: string
  readonly published: number | null
  readonly onRestored: (version: number) => void
}) {
  const { d } = useDesign()
  const { data } = useQuery({
    queryKey: ['designer', app, 'versions', published],
    queryFn: () => get<{ versions: Version[] }>(`/apps/${app}/versions`),
  })
  const restore = async (version: number) => {
    if (
      !(await confirm({
        title: d('publish.restoreAsk', { version }),
        text: d('publish.restoreHint'),
        action: d('publish.restore'),
      }))
    )
      return
    try {
      const restored = await request<{ version: number }>('POST', `/apps/${app}/versions/${version}/restore`)
      await openDraft(app)
      onRestored(restored.version)
      toast.done(d('publish.done', { version: restored.version }))
    } catch (error) {
      toast.failed(error)
    }
  }
  if (data === undefined || data.versions.length < 2) return null
  return (
    <section className="fd-block">
      <h2>{d('publish.versions')}</h2>
      <ul>
        {data.versions.map(({ version, publishedAt, note }, index) => (
          <li key={version} className="fd-version">
            <span>
              {d('publish.version', { version })} · {new Date(publishedAt).toLocaleString()} {note}
            </span>
            {index === 0 ? (
              <span className="fw-muted">{d('publish.current')}</span>
            ) : (
              <Button size="small" kind="quiet" onClick={() => void restore(version)}>
                {d('publish.restore')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
