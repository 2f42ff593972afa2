import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import '../styles/calendars.css'
import type { Calendar } from '../../schemas/generated/definition.ts'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { calendarWords } from '../i18n/texts/calendars.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Button, IconButton } from '../ui/Button.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { CalendarDays } from './CalendarsDays.tsx'

interface CalendarsDocument {
  readonly calendars: readonly (Calendar & { readonly zone: string })[]
}
type Hours = Required<Pick<Calendar, 'week' | 'holidays' | 'workdays'>>

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Day = (typeof DAYS)[number]

/** Working hours, holidays and make-up days of an app, for administrators. */
export default function Calendars() {
  const { t, label } = useText()
  const w = useWords(calendarWords)
  const app = useOpenApp()
  usePage(w('title'), `/a/${app.key}`)
  const key = ['calendars', app.key]
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<CalendarsDocument>(`/apps/${app.key}/calendars`, signal),
    enabled: app.visible.rights.admin,
  })
  if (!app.visible.rights.admin) return <Empty icon="clock" title={t('page.notFound')} hint={t('page.notFoundHint')} />
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  return (
    <div className="fw-page is-narrow">
      <PageHead title={w('title')} hint={`${label(app.visible.definition.name)} · ${w('lead')}`} />
      {data === undefined ? <Skeleton lines={6} height={40} /> : null}
      {data?.calendars.length === 0 ? (
        <div className="fw-card">
          <Empty icon="clock" title={w('empty')} hint={w('emptyHint')} />
        </div>
      ) : null}
      {data?.calendars.map(calendar => (
        <CalendarCard key={calendar.key} calendar={calendar} app={app.key} cacheKey={key} />
      ))}
    </div>
  )
}

interface CalendarProps {
  readonly calendar: CalendarsDocument['calendars'][number]
  readonly app: string
  readonly cacheKey: readonly string[]
}

function CalendarCard({ calendar, app, cacheKey }: CalendarProps) {
  const { t, label } = useText()
  const w = useWords(calendarWords)
  const client = useQueryClient()
  const stored: Hours = {
    week: calendar.week,
    holidays: calendar.holidays ?? [],
    workdays: calendar.workdays ?? [],
  }
  const [hours, setHours] = useState<Hours>(stored)
  const [busy, setBusy] = useState(false)
  const isChanged = JSON.stringify(hours) !== JSON.stringify(stored)
  const save = async () => {
    setBusy(true)
    try {
      const saved = await request<CalendarsDocument>('PUT', `/apps/${app}/calendars/${calendar.key}`, { body: hours })
      client.setQueryData(cacheKey, saved)
      toast.done(w('saved'))
      await client.invalidateQueries({ queryKey: keys.app(app) })
    } catch (error) {
      toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="fw-card fw-calendar">
      <header>
        <h2>{label(calendar.label) || calendar.key}</h2>
        <span className="fw-faint">{calendar.zone}</span>
      </header>
      <h3>{w('week')}</h3>
      {DAYS.map(day => (
        <DayHours
          key={day}
          day={day}
          spans={hours.week[day] ?? []}
          onChange={spans => setHours({ ...hours, week: { ...hours.week, [day]: spans } })}
        />
      ))}
      <CalendarDays
        title={w('holidays')}
        days={hours.holidays}
        onChange={holidays => setHours({ ...hours, holidays: [...holidays] })}
      />
      <CalendarDays
        title={w('workdays')}
        days={hours.workdays}
        onChange={workdays => setHours({ ...hours, workdays: [...workdays] })}
      />
      {isChanged ? (
        <div className="fw-form-bar">
          <Button onClick={() => setHours(stored)}>{t('word.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {w('save')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

type Span = readonly [string, string]

interface DayProps {
  readonly day: Day
  readonly spans: readonly (readonly string[])[]
  readonly onChange: (spans: [string, string][]) => void
}

function DayHours({ day, spans, onChange }: DayProps) {
  const w = useWords(calendarWords)
  const own = spans.map(([from = '', to = '']): [string, string] => [from, to])
  const put = (index: number, span: Span) => onChange(own.map((one, at) => (at === index ? [span[0], span[1]] : one)))
  const next: [string, string] = own.length === 0 ? ['09:00', '18:00'] : ['19:00', '21:00']
  return (
    <div className="fw-calendar-day">
      <span className="fw-calendar-name">{w(day)}</span>
      <div className="fw-calendar-spans">
        {own.length === 0 ? <span className="fw-faint">{w('rest')}</span> : null}
        {own.map(([from, to], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is known by its place only
          <span key={index} className="fw-calendar-span">
            <input
              type="time"
              className="fw-input"
              aria-label={w('from', { day: w(day) })}
              value={from}
              onChange={event => event.target.value !== '' && put(index, [event.target.value, to])}
            />
            –
            <input
              type="time"
              className="fw-input"
              aria-label={w('to', { day: w(day) })}
              value={to}
              onChange={event => event.target.value !== '' && put(index, [from, event.target.value])}
            />
            <IconButton
              icon="close"
              size={15}
              name={w('removeSpan')}
              onClick={() => onChange(own.filter((_, at) => at !== index))}
            />
          </span>
        ))}
        <Button kind="link" size="small" onClick={() => onChange([...own, next])}>
          {w('addSpan')}
        </Button>
      </div>
    </div>
  )
}
