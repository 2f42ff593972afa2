import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import '../styles/outside.css'
import '../styles/automations.css'
import { AntdScope } from '../AntdScope.tsx'
import { get, request } from '../api/client.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { automationWords } from '../i18n/texts/automations.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { AutomationLine } from './AutomationsLine.tsx'
import { Runs } from './AutomationsRuns.tsx'
import { SentenceBox, serverReader } from './AutomationsSentence.tsx'
import {
  type AutomationDocument,
  type AutomationsDocument,
  automationsKey,
  type LadderDocument,
} from './automationDocuments.ts'

interface Shown {
  readonly automation: string | undefined
  readonly title: string
}

/** An app's automations as sentences, for administrators: written, turned on and off, and what became of each run. */
export default function Automations() {
  const { t, label } = useText()
  const w = useWords(automationWords)
  const app = useOpenApp()
  const client = useQueryClient()
  usePage(w('title'), `/a/${app.key}`)
  const [runs, setRuns] = useState<Shown>()
  const key = automationsKey(app.key)
  const base = `/apps/${app.key}/automations`
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<AutomationsDocument>(base, signal),
    enabled: app.visible.rights.admin,
  })
  if (!app.visible.rights.admin)
    return <Empty icon="refresh" title={t('page.notFound')} hint={t('page.notFoundHint')} />
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />

  const change = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<boolean> => {
    try {
      const next = await request<AutomationsDocument>(method, path, body === undefined ? {} : { body })
      client.setQueryData(key, next)
      toast.done(w(method === 'POST' ? 'added' : 'kept'))
      return true
    } catch (caught) {
      toast.failed(caught)
      await client.invalidateQueries({ queryKey: key })
      return false
    }
  }
  const remove = async ({ key: one, name }: AutomationDocument) => {
    const title = w('removeTitle', { name: label(name) })
    if (await confirm({ title, text: w('removeText'), action: w('remove'), danger: true }))
      await change('DELETE', `${base}/${one}`)
  }
  const waiting = data?.automations.filter(({ state }) => state !== 'published').length ?? 0
  return (
    <AntdScope>
      <div className="fw-page is-narrow">
        <PageHead title={w('title')} hint={`${label(app.visible.definition.name)} · ${w('lead')}`}>
          <Button icon="history" onClick={() => setRuns({ automation: undefined, title: w('allRuns') })}>
            {w('runs')}
          </Button>
        </PageHead>
        {waiting === 0 ? null : (
          <p className="fw-pending" role="status">
            <Icon name="info" size={17} />
            <span className="fw-grow">{w('pending', { n: waiting })}</span>
            <a href={`/designer/${app.key}/publish`}>{w('publish')}</a>
          </p>
        )}
        <section className="fw-card fw-sentence-card">
          <SentenceBox reader={serverReader(app.key)} act={w('add')} onSay={text => change('POST', base, { text })} />
        </section>
        <h2 className="fw-automations-head">{w('list')}</h2>
        {data === undefined ? <Skeleton lines={6} height={56} /> : null}
        {data?.automations.length === 0 ? (
          <div className="fw-card">
            <Empty icon="refresh" title={w('empty')} />
          </div>
        ) : null}
        <ul className="fw-automations">
          {data?.automations.map(one => (
            <AutomationLine
              key={one.key}
              app={app.key}
              automation={one}
              onEnabled={enabled => void change('PATCH', `${base}/${one.key}`, { enabled })}
              onSay={text => change('PATCH', `${base}/${one.key}`, { text })}
              onRuns={() => setRuns({ automation: one.key, title: w('runsOf', { name: label(one.name) }) })}
              onRemove={() => void remove(one)}
            />
          ))}
        </ul>
        {data === undefined || data.ladders.length === 0 ? null : (
          <Ladders
            ladders={data.ladders}
            onRuns={({ name, label: text }) => setRuns({ automation: name, title: w('runsOf', { name: label(text) }) })}
          />
        )}
        {runs === undefined ? null : <Runs app={app.key} {...runs} onClose={() => setRuns(undefined)} />}
      </div>
    </AntdScope>
  )
}

interface LaddersProps {
  readonly ladders: readonly LadderDocument[]
  readonly onRuns: (ladder: LadderDocument) => void
}

function Ladders({ ladders, onRuns }: LaddersProps) {
  const w = useWords(automationWords)
  const { label } = useText()
  const app = useOpenApp()
  return (
    <>
      <h2 className="fw-automations-head">{w('ladders')}</h2>
      <p className="fw-hint">{w('laddersHint')}</p>
      <ul className="fw-automations">
        {ladders.map(ladder => (
          <li key={ladder.name} className="fw-card fw-automation">
            <div className="fw-grow">
              <strong>{label(ladder.label)}</strong>{' '}
              <span className="fw-faint">{label(app.compiled.forms.get(ladder.form)?.name)}</span>
              <ol className="fw-automation-lines">
                {ladder.lines.map(line => (
                  <li key={line}>{line}</li>
                ))}
              </ol>
            </div>
            <Button size="small" onClick={() => onRuns(ladder)}>
              {w('runs')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
