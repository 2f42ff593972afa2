import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Button, confirm, get, Recalculation, request, toast } from '../../runtime/index.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { Block } from './Block.tsx'
import { publishTexts } from './texts.ts'
import type { Publishing } from './types.ts'

const LOOK_MS = 1_000

interface ProgressProps {
  readonly app: string
  /** names the publish that was asked for here */
  readonly expected: string | null
  /** the version just published here: what went over to it is told */
  readonly published?: number | null
  readonly onPublished: (version: number) => void
  /** it was cancelled, or failed for this reason */
  readonly onStopped: (reason: string | null) => void
}

/** How far a large publish is, whoever asked for it; and what goes on after one: running work that goes over, values worked out again. */
export function Progress({ app, expected, published = null, onPublished, onStopped }: ProgressProps) {
  const { language } = useDesign()
  const w = usePageTexts(publishTexts)
  const { data, refetch } = useQuery({
    queryKey: ['designer', app, 'publishing', expected, published],
    queryFn: ({ signal }) => get<Publishing>(`/apps/${app}/publishing`, signal),
    refetchInterval: query => {
      const { publishing, carriedOver } = query.state.data ?? {}
      const carrying = carriedOver != null && carriedOver.finishedAt === undefined
      return publishing?.state === 'preparing' || carrying ? LOOK_MS : false
    },
    staleTime: 0,
    gcTime: 0,
  })
  const told = useRef<string | null>(null)
  const newest = data?.publishing
  useEffect(() => {
    if (newest == null || newest.state === 'preparing' || newest.id !== expected || told.current === expected) return
    told.current = expected
    if (newest.state === 'published') onPublished(newest.version ?? 0)
    else onStopped(newest.problem?.message ?? null)
  }, [newest, expected, onPublished, onStopped])
  const cancel = async () => {
    if (!(await confirm({ title: w('cancelAsk'), text: w('cancelText'), action: w('cancelPublish'), danger: true })))
      return
    try {
      await request('DELETE', `/apps/${app}/publishing`)
    } catch (error) {
      toast.failed(error)
    }
    await refetch()
  }
  const count = (n: number): string => n.toLocaleString(language === 'zh' ? 'zh-CN' : 'en')
  const carried = data?.carriedOver
  const carrying = carried != null && (carried.finishedAt === undefined || carried.version === published)
  const carriedTexts =
    carried == null
      ? []
      : [
          ...(carried.moved === 0 ? [] : [w('moved', { n: carried.moved })]),
          ...(carried.stayed === 0 ? [] : [w('stayed', { n: carried.stayed })]),
          ...(carried.applied === 0 ? [] : [w('applied', { n: carried.applied })]),
        ]
  return (
    <>
      {newest?.state === 'preparing' ? (
        <Block title={w('preparing', { done: count(newest.done), total: count(newest.total) })}>
          <div
            className="fd-progress"
            role="progressbar"
            aria-label={w('title')}
            aria-valuemin={0}
            aria-valuemax={newest.total}
            aria-valuenow={newest.done}
          >
            <i style={{ width: `${newest.total === 0 ? 0 : Math.round((100 * newest.done) / newest.total)}%` }} />
          </div>
          <p className="fw-hint">{w('preparingHint')}</p>
          <Button size="small" onClick={() => void cancel()}>
            {w('cancelPublish')}
          </Button>
        </Block>
      ) : null}
      {carrying && carriedTexts.length > 0 ? (
        <p className="fd-publish-lead" role="status">
          {carriedTexts.join(language === 'zh' ? '，' : ', ')}
        </p>
      ) : null}
      <Recalculation app={app} />
    </>
  )
}
