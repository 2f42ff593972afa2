import { useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Button, Failed, get, Icon, queryText, Skeleton } from '../../runtime/index.ts'
import { usePageTexts } from '../texts.ts'
import { publishTexts } from './texts.ts'
import type { Step, StepRecord } from './types.ts'

/** What is new has no data yet. */
const NEW: ReadonlySet<string> = new Set(['create_table', 'add_column'])

interface DataStepsProps {
  readonly app: string
  readonly plan: readonly Step[]
  readonly choices: Readonly<Record<string, string>>
  readonly onChoose: (step: string, choice: string) => void
}

/** What happens to the data, step by step: those that need a decision or stand in the way first. */
export function DataSteps({ app, plan, choices, onChoose }: DataStepsProps) {
  const w = usePageTexts(publishTexts)
  const told = plan.filter(({ kind }) => !NEW.has(kind))
  if (told.length === 0) return <p className="fw-hint">{w('noData')}</p>
  const weight = { blocked: 0, lossy: 1, lossless: 2 } as const
  const steps = told.sort((one, other) => weight[one.effect] - weight[other.effect])
  return (
    <ul className="fd-steps">
      {steps.map(step => (
        <DataStep key={step.key} app={app} step={step} chosen={choices[step.key]} onChoose={onChoose} />
      ))}
    </ul>
  )
}

const ICONS = { blocked: 'alert', lossy: 'alert', lossless: 'check' } as const

function DataStep({
  app,
  step,
  chosen,
  onChoose,
}: {
  readonly app: string
  readonly step: Step
  readonly chosen: string | undefined
  readonly onChoose: DataStepsProps['onChoose']
}) {
  const w = usePageTexts(publishTexts)
  const [listed, setListed] = useState(false)
  const name = useId()
  const count = step.count ?? 0
  return (
    <li className={`fd-step is-${step.effect}`}>
      <Icon name={ICONS[step.effect]} size={17} />
      <div className="fw-grow">
        <p>{step.text}</p>
        {step.effect === 'blocked' ? <p className="fd-step-block">{w('blocked')}</p> : null}
        {step.choices.length === 0 ? null : (
          <fieldset className="fd-step-choices">
            <legend>{w('choose')}</legend>
            {step.choices.map(choice => (
              <label key={choice.key} className="fw-check">
                <input
                  type="radio"
                  name={name}
                  checked={(chosen ?? step.chosen) === choice.key}
                  onChange={() => onChoose(step.key, choice.key)}
                />
                <span>{choice.text}</span>
              </label>
            ))}
          </fieldset>
        )}
        {step.samples.length === 0 ? null : (
          <>
            <button type="button" className="fd-link" aria-expanded={listed} onClick={() => setListed(!listed)}>
              {listed ? w('hideThem') : w('listThem', { n: count })}
            </button>
            {listed ? <Records app={app} step={step} /> : null}
          </>
        )}
      </div>
    </li>
  )
}

const PAGE = 50

/** The records a step concerns; a click opens one beside, where it can be changed. */
function Records({ app, step }: { readonly app: string; readonly step: Step }) {
  const w = usePageTexts(publishTexts)
  const form = step.form.split('.')[0]
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['designer', app, 'step', step.key, step.count],
    queryFn: ({ pageParam, signal }) =>
      get<{ records: readonly StepRecord[]; nextCursor: string | null }>(
        `/apps/${app}/draft/misfits/${encodeURIComponent(step.key)}${queryText({ limit: PAGE, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    gcTime: 0,
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={3} />
  const records = data.pages.flatMap(page => page.records)
  return (
    <>
      <table className="fd-step-records">
        <thead>
          <tr>
            <th>{w('record')}</th>
            <th>{w('value')}</th>
          </tr>
        </thead>
        <tbody>
          {records.map(({ id, title, value }) => (
            <tr key={id}>
              <td>
                <a href={`/a/${app}/f/${form}/r/${id}`} target="_blank" rel="noreferrer">
                  {title === '' ? w('untitled') : title}
                </a>
              </td>
              <td>{value ?? w('blank')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasNextPage ? (
        <Button size="small" kind="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {w('loadMore')}
        </Button>
      ) : null}
    </>
  )
}
