import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, Button, Empty, Failed, request, Skeleton, toast } from '../../runtime/index.ts'
import { catchUp, save, useDraft } from '../model/draft.ts'
import type { PageProps } from '../shell/page.ts'
import { usePageTexts } from '../texts.ts'
import { Block } from './Block.tsx'
import { Changes } from './Changes.tsx'
import { DataSteps } from './DataSteps.tsx'
import { Findings } from './Findings.tsx'
import { Progress } from './Progress.tsx'
import { playScenarios } from './play-scenarios.ts'
import { type CarryOver, Running } from './Running.tsx'
import { Scenarios } from './Scenarios.tsx'
import { publishTexts } from './texts.ts'
import type { Change, Check } from './types.ts'
import './publish.css'

interface Meanwhile {
  readonly current: number
  readonly changes: readonly Change[]
}

/** What a publish changes, what becomes of data and running work, what stands against it; then one button. */
export default function PublishPage({ app, definition, open }: PageProps) {
  const w = usePageTexts(publishTexts)
  const revision = useDraft(state => state.revision)
  const [published, setPublished] = useState<number | null>(null)
  const [publishing, setPublishing] = useState<string | null>(null)
  const [meanwhile, setMeanwhile] = useState<Meanwhile | null>(null)
  const [stopped, setStopped] = useState<string | null>(null)
  const check = useQuery({
    queryKey: ['designer', app, 'check', revision, published, meanwhile?.current],
    queryFn: async () => {
      await save()
      return request<Check>('POST', `/apps/${app}/draft/check`)
    },
    gcTime: 0,
  })
  const done = async (version: number) => {
    setPublishing(null)
    setPublished(version)
    setMeanwhile(null)
    // A publish may have given the draft a field for values that did not fit.
    await catchUp(useDraft.getState().revision + 1)
  }
  return (
    <main className="fd-publish">
      <header className="fd-publish-head">
        <h1>{w('title')}</h1>
        <Button size="small" kind="quiet" icon="clock" onClick={() => open('versions')}>
          {w('versions')}
        </Button>
      </header>
      <Progress
        key={publishing}
        app={app}
        expected={publishing}
        published={published}
        onPublished={version => void done(version)}
        onStopped={reason => {
          setPublishing(null)
          setStopped(reason)
          void check.refetch()
        }}
      />
      {stopped === null ? null : (
        <Block title={w('prepareFailed', { reason: stopped })} kind="error">
          {null}
        </Block>
      )}
      {meanwhile === null ? null : (
        <Block title={w('meanwhile', { version: meanwhile.current })} kind="warning">
          <p>{w('meanwhileHint')}</p>
          <Changes changes={meanwhile.changes} names={definition} />
        </Block>
      )}
      {check.error !== null ? (
        <Failed error={check.error} retry={() => void check.refetch()} />
      ) : check.data === undefined && published === null ? (
        <Skeleton lines={8} />
      ) : publishing !== null ? null : check.data === undefined || nothingToDo(check.data) ? (
        <Empty
          icon="check"
          title={published === null ? w('nothing') : w('done', { version: published })}
          hint={published === null ? w('nothingHint') : w('doneHint')}
          action={
            <a className="fw-button is-primary" href={`/a/${app}`}>
              {w('open')}
            </a>
          }
        />
      ) : (
        <Ready
          key={`${check.data.base}/${revision}`}
          app={app}
          check={check.data}
          names={definition}
          open={open}
          onPublished={version => void done(version)}
          onPublishing={id => {
            setStopped(null)
            setPublishing(id)
          }}
          onMeanwhile={setMeanwhile}
        />
      )}
    </main>
  )
}

const nothingToDo = (check: Check): boolean => check.changes.length === 0 && !hasErrors(check)
const hasErrors = ({ findings }: Check): boolean => findings.some(({ severity }) => severity === 'error')

interface ReadyProps {
  readonly app: string
  readonly check: Check
  readonly names: PageProps['definition']
  readonly open: PageProps['open']
  readonly onPublished: (version: number) => void
  readonly onPublishing: (id: string) => void
  readonly onMeanwhile: (meanwhile: Meanwhile) => void
}

/** Something is there to be published. */
function Ready({ app, check, names, open, onPublished, onPublishing, onMeanwhile }: ReadyProps) {
  const w = usePageTexts(publishTexts)
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({})
  const [carry, setCarry] = useState<CarryOver>({ workflows: 'finish', ladders: 'keep' })
  const [note, setNote] = useState('')
  const [despite, setDespite] = useState(false)
  const [busy, setBusy] = useState(false)
  const scenarios = useScenarios(app, check)
  const { changes, plan, running } = check
  const rights = changes.filter(({ group }) => group === 'rights')
  const meaning = changes.filter(({ group }) => group === 'meaning')
  const looks = changes.filter(({ group }) => group === 'words' || group === 'layout')
  const errors = check.findings.filter(({ severity }) => severity === 'error')
  const warnings = check.findings.filter(({ severity }) => severity === 'warning')
  const blocked = errors.length > 0 || plan.some(({ effect }) => effect === 'blocked')
  const unsure = check.scenarios > 0 && scenarios.data?.passed !== true && !despite
  const publish = async (): Promise<void> => {
    setBusy(true)
    try {
      const chosen = Object.fromEntries(
        plan.flatMap(({ key, chosen }) => (chosen === null ? [] : [[key, choices[key] ?? chosen]])),
      )
      const body = {
        ...{ base: check.base, choices: chosen, ...carry, despite },
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }
      const answer = await request<{ version: number | null; publishing: string | null }>(
        'POST',
        `/apps/${app}/publish`,
        { body },
      )
      if (answer.version !== null) onPublished(answer.version)
      else if (answer.publishing !== null) onPublishing(answer.publishing)
    } catch (error) {
      if (error instanceof ApiError && error.code === 'published_meanwhile')
        onMeanwhile(error.extra as unknown as Meanwhile)
      else toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <p className="fd-publish-lead">{w('lead')}</p>
      {errors.length === 0 ? null : (
        <Block title={w('problems')} kind="error">
          <Findings findings={errors} onOpen={() => open('check')} />
        </Block>
      )}
      {meaning.length + looks.length === 0 ? null : (
        <Block title={w('changes')}>
          <Changes changes={meaning} names={names} />
          {looks.length === 0 ? null : (
            <details className="fd-looks" open={meaning.length === 0}>
              <summary>{w('looks', { n: looks.length })}</summary>
              <Changes changes={looks} names={names} />
            </details>
          )}
        </Block>
      )}
      {errors.length > 0 && plan.length === 0 ? null : (
        <Block title={w('data')}>
          <DataSteps
            app={app}
            plan={plan}
            choices={choices}
            onChoose={(step, choice) => setChoices({ ...choices, [step]: choice })}
          />
        </Block>
      )}
      {running.workflows.length + running.ladders.length === 0 ? null : (
        <Block title={w('running')}>
          <Running running={running} chosen={carry} onChoose={setCarry} />
        </Block>
      )}
      {rights.length === 0 ? null : (
        <Block title={w('rights')} kind={rights.some(({ opens }) => opens) ? 'warning' : 'plain'}>
          {rights.some(({ opens }) => opens) ? <p>{w('opensFirst')}</p> : null}
          <Changes
            changes={rights.toSorted((one, other) => Number(other.opens === true) - Number(one.opens === true))}
            names={names}
          />
        </Block>
      )}
      {warnings.length === 0 ? null : (
        <Block title={w('warnings')}>
          <Findings findings={warnings} onOpen={() => open('check')} />
        </Block>
      )}
      {check.scenarios === 0 || errors.length > 0 ? null : (
        <Block title={w('scenarios')}>
          <Scenarios
            definition={names}
            total={check.scenarios}
            played={scenarios.data}
            busy={scenarios.isFetching}
            done={scenarios.done}
            error={scenarios.error}
            despite={despite}
            onDespite={setDespite}
            onAgain={() => void scenarios.refetch()}
          />
        </Block>
      )}
      <label className="fd-note">
        <span>{w('note')}</span>
        <input
          className="fw-input"
          value={note}
          maxLength={2000}
          placeholder={w('notePlaceholder')}
          onChange={event => setNote(event.target.value)}
        />
      </label>
      <div className="fd-publish-actions">
        <Button onClick={() => open('forms')}>{w('back')}</Button>
        <Button kind="primary" size="large" busy={busy} disabled={blocked || unsure} onClick={() => void publish()}>
          {errors.length > 0 && changes.length === 0
            ? w('goLater')
            : changes.length === 1
              ? w('goOne')
              : w('go', { n: changes.length })}
        </Button>
      </div>
    </>
  )
}

/** Played once for a draft; again when somebody asks. */
function useScenarios(app: string, check: Check) {
  const [done, setDone] = useState(0)
  const query = useQuery({
    queryKey: ['designer', app, 'scenarios', check.base, useDraft(state => state.revision)],
    queryFn: () => playScenarios(app, setDone),
    enabled: check.scenarios > 0 && !hasErrors(check),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return { ...query, done }
}
