import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { get, queryText, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RunningWorkflow } from '../api/task-types.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { RunningLine } from './RunningLine.tsx'

const SHOW = ['all', 'stuck', 'overdue', 'outdated'] as const

interface Answer {
  readonly results: readonly { readonly id: string; readonly done: boolean; readonly problem?: { detail?: string } }[]
}

/** 运行中的流程: who has what, for how long; what is stuck; what runs by an older version and may take the new one. */
export default function Running() {
  const { t } = useText()
  const me = useMe()
  usePage(t('running.title'), '/me')
  const [show, setShow] = useState<(typeof SHOW)[number]>('all')
  if (!me.user.admin) return <Empty icon="tasks" title={t('page.notFound')} hint={t('page.notFoundHint')} />
  return (
    <div className="fw-page">
      <PageHead title={t('running.title')} hint={t('running.lead')} />
      <fieldset className="fw-segments fw-running-show">
        <legend className="fw-hidden">{t('task.filters')}</legend>
        {SHOW.map(one => (
          <button key={one} type="button" aria-pressed={one === show} onClick={() => setShow(one)}>
            {t(`running.show.${one}`)}
          </button>
        ))}
      </fieldset>
      <List key={show} show={show} />
    </div>
  )
}

function List({ show }: { readonly show: string }) {
  const { t } = useText()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [why, setWhy] = useState<ReadonlyMap<string, string>>(new Map())
  const [busy, setBusy] = useState(false)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: keys.running(show),
    queryFn: ({ pageParam, signal }) =>
      get<{ workflows: readonly RunningWorkflow[]; nextCursor: string | null }>(
        `/workflows${queryText({ show, limit: 50, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })
  const rows = data?.pages.flatMap(page => page.workflows)
  const wanted = (rows ?? []).filter(({ id, outdated }) => outdated && chosen.has(id))
  const move = async () => {
    setBusy(true)
    try {
      const { results } = await request<Answer>('POST', '/workflows/move', {
        body: { ids: wanted.map(({ id }) => id) },
      })
      const done = results.filter(one => one.done).length
      if (done > 0) toast.done(t('running.moved', { n: done }))
      setWhy(new Map(results.flatMap(({ id, problem }) => (problem === undefined ? [] : [[id, problem.detail ?? '']]))))
      setChosen(new Set())
      await client.invalidateQueries({ queryKey: keys.allRunning })
    } catch (caught) {
      toast.failed(caught)
    } finally {
      setBusy(false)
    }
  }
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  if (error !== null && rows === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (rows === undefined) return <Skeleton lines={6} height={40} />
  if (rows.length === 0)
    return (
      <section className="fw-card">
        <Empty icon="check" title={t('running.empty')} />
      </section>
    )
  return (
    <>
      <ul className="fw-card fw-running">
        {rows.map(row => (
          <RunningLine
            key={row.id}
            row={row}
            chosen={chosen.has(row.id)}
            why={why.get(row.id)}
            onChoose={() => toggle(row.id)}
          />
        ))}
      </ul>
      <div className="fw-row">
        {wanted.length === 0 ? null : (
          <Button kind="primary" busy={busy} onClick={() => void move()}>
            {t('running.move', { n: wanted.length })}
          </Button>
        )}
        {hasNextPage ? (
          <Button kind="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('task.more')}
          </Button>
        ) : null}
      </div>
    </>
  )
}
