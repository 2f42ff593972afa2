import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Segmented } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { get, queryText, request } from '../api/client.ts'
import { dateTimeText } from '../app/format.ts'
import { recordPath } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import { actionWords, automationWords } from '../i18n/texts/automations.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/Tag.tsx'
import { toast } from '../ui/toast.tsx'
import { useIsPhone } from '../ui/useMedia.ts'
import { automationsKey, type RunDocument, type RunOutcome, type WholeRun } from './automationDocuments.ts'

const OUTCOMES = ['all', 'failed', 'handed_over', 'waiting', 'done'] as const
const COLORS: Readonly<Record<RunOutcome, string>> = {
  done: 'green',
  waiting: 'blue',
  failed: 'red',
  handed_over: 'orange',
}

interface RunsProps {
  readonly app: string
  /** key of an automation or name of a ladder; undefined = of the whole app */
  readonly automation: string | undefined
  readonly title: string
  readonly onClose: () => void
}

/** What ran, the newest first; a line opens its inputs and steps. */
export function Runs({ app, automation, title, onClose }: RunsProps) {
  const w = useWords(automationWords)
  const phone = useIsPhone()
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('all')
  const [open, setOpen] = useState<string>()
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...automationsKey(app), 'runs', automation ?? '', outcome],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      get<{ runs: readonly RunDocument[]; nextCursor: string | null }>(
        `/apps/${app}/runs${queryText({ automation, outcome: outcome === 'all' ? '' : outcome, cursor: pageParam, limit: 50 })}`,
        signal,
      ),
    getNextPageParam: page => page.nextCursor,
  })
  const rows = data?.pages.flatMap(({ runs }) => runs) ?? []
  return (
    <Drawer open size={phone ? '100%' : 720} title={title} onClose={onClose}>
      <div className="fw-runs-filter">
        <Segmented
          value={outcome}
          onChange={setOutcome}
          options={OUTCOMES.map(value => ({ value, label: w(value) }))}
        />
      </div>
      {isPending ? <Skeleton lines={6} height={48} /> : null}
      {error !== null && data === undefined ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data !== undefined && rows.length === 0 ? (
        <Empty icon="history" title={w(outcome === 'all' ? 'noRuns' : 'noRunsState')} />
      ) : null}
      {rows.map(run => (
        <RunLine key={run.id} run={run} onOpen={() => setOpen(run.id)} />
      ))}
      {hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {w('older')}
        </Button>
      ) : null}
      {open === undefined ? null : <RunDetail app={app} id={open} onClose={() => setOpen(undefined)} />}
    </Drawer>
  )
}

function RunLine({ run, onOpen }: { readonly run: RunDocument; readonly onOpen: () => void }) {
  const w = useWords(automationWords)
  const { label } = useText()
  const me = useMe()
  return (
    <button type="button" className="fw-line fw-run" onClick={onOpen}>
      <span className="fw-grow">
        <strong>{label(run.name) || run.automation}</strong>
        <small>
          {dateTimeText(run.createdAt, me.user.zone)} · {w(run.kind)}
        </small>
        {run.error === null ? null : <small className="fw-error">{label(run.error)}</small>}
      </span>
      <Tag color={COLORS[run.outcome]}>{w(run.outcome)}</Tag>
      <Icon name="chevronRight" size={16} className="fw-faint" />
    </button>
  )
}

function RunDetail({ app, id, onClose }: { readonly app: string; readonly id: string; readonly onClose: () => void }) {
  const { t, label } = useText()
  const w = useWords(automationWords)
  const client = useQueryClient()
  const phone = useIsPhone()
  const key = [...automationsKey(app), 'run', id]
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<WholeRun>(`/apps/${app}/runs/${id}`, signal),
  })
  const again = async () => {
    try {
      client.setQueryData(key, await request<WholeRun>('POST', `/apps/${app}/runs/${id}/again`))
      toast.done(w('ranAgain'))
      await client.invalidateQueries({ queryKey: [...automationsKey(app), 'runs'] })
    } catch (caught) {
      toast.failed(caught)
    }
  }
  const may = data?.outcome === 'failed' || data?.outcome === 'handed_over'
  return (
    <Drawer
      open
      size={phone ? '100%' : 520}
      title={data === undefined ? w('runs') : label(data.name) || data.automation}
      onClose={onClose}
      footer={
        <div className="fw-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('word.close')}</Button>
          {may ? (
            <Button type="primary" onClick={() => void again()}>
              {w('again')}
            </Button>
          ) : null}
        </div>
      }
    >
      {data !== undefined ? (
        <RunFacts app={app} run={data} />
      ) : error === null ? (
        <Skeleton lines={6} />
      ) : (
        <Failed error={error} />
      )}
    </Drawer>
  )
}

function RunFacts({ app, run }: { readonly app: string; readonly run: WholeRun }) {
  const w = useWords(automationWords)
  const { label } = useText()
  const me = useMe()
  const at = (instant: string): string => dateTimeText(instant, me.user.zone)
  const nameOf = useWords(actionWords)
  const called = (kind: string): string =>
    Object.hasOwn(actionWords, kind) ? nameOf(kind as keyof typeof actionWords) : kind
  return (
    <>
      <dl className="fw-facts">
        <Fact name={w('outcome')}>
          <Tag color={COLORS[run.outcome]}>{w(run.outcome)}</Tag>{' '}
          {run.dueAt === null ? null : w('nextTry', { at: at(run.dueAt) })}
        </Fact>
        {run.error === null ? null : <Fact name={w('reason')}>{label(run.error)}</Fact>}
        <Fact name={w('when')}>{at(run.createdAt)}</Fact>
        <Fact name={w('cause')}>{w(run.kind)}</Fact>
        <Fact name={w('attempts')}>{run.attempts}</Fact>
        {run.form === null || run.record === null ? null : (
          <Fact name={w('record')}>
            <Link to={recordPath(app, run.form, run.record)}>{w('openRecord')}</Link>
          </Fact>
        )}
      </dl>
      <h3 className="fw-label">{w('steps')}</h3>
      {run.steps.length === 0 ? <p className="fw-faint">{w('noSteps')}</p> : null}
      {run.steps.map(step => (
        <div key={step.action} className="fw-line">
          <span className="fw-grow">
            <strong>{w('step', { n: step.action + 1, what: called(step.do) })}</strong>
            {step.reason === undefined ? null : <small>{label(step.reason)}</small>}
            {step.result == null ? null : <small className="fw-run-result">{JSON.stringify(step.result)}</small>}
          </span>
          <Tag color={step.state === 'done' ? 'green' : step.state === 'failed' ? 'red' : 'grey'}>{w(step.state)}</Tag>
        </div>
      ))}
      <h3 className="fw-label">{w('inputs')}</h3>
      <pre className="fw-pre">{JSON.stringify(run.event, null, 2)}</pre>
    </>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
