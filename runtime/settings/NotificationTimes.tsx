import { ownNoticeWords } from '../i18n/texts/ownNotices.ts'
import { useWords } from '../i18n/useWords.ts'
import type { OwnSettings, Preference, Way } from './notificationKinds.ts'

interface TimesProps {
  readonly settings: OwnSettings
  readonly preference: Preference
  readonly onChange: (change: Partial<Preference>) => void
}

const NIGHT = { from: '22:00', to: '08:00' } as const
const RHYTHMS = ['now', 'hourly', 'daily'] as const

/** Quiet hours, and whether notices come one by one or gathered. */
export function NotificationTimes({ settings, preference, onChange }: TimesProps) {
  const w = useWords(ownNoticeWords)
  const { quiet = null, digest = {}, digestAt = '09:00' } = preference
  const rhythm = (way: Way, next: (typeof RHYTHMS)[number]) => {
    const { [way]: _former, ...others } = digest
    onChange({ digest: next === 'now' ? others : { ...others, [way]: next } })
  }
  return (
    <section className="fw-section fw-setting fw-stack">
      <h2>{w('when')}</h2>
      <label className="fw-check">
        <input
          type="checkbox"
          checked={quiet !== null}
          onChange={event => onChange({ quiet: event.target.checked ? NIGHT : null })}
        />
        <span className="fw-grow">
          {w('quiet')}
          <small className="fw-hint fw-block">{w('quietHint', { zone: settings.zone })}</small>
        </span>
      </label>
      {quiet === null ? null : (
        <div className="fw-own-fields">
          <Clock name={w('quietFrom')} value={quiet.from} onChange={from => onChange({ quiet: { ...quiet, from } })} />
          <Clock name={w('quietTo')} value={quiet.to} onChange={to => onChange({ quiet: { ...quiet, to } })} />
        </div>
      )}
      <div>
        {w('rhythm')}
        <small className="fw-hint fw-block">{w('rhythmHint')}</small>
      </div>
      <div className="fw-own-fields">
        {settings.ways.map(way => (
          <label key={way}>
            <span className="fw-label">{w(way)}</span>
            <select
              className="fw-input"
              value={digest[way] ?? 'now'}
              onChange={event => rhythm(way, event.target.value as (typeof RHYTHMS)[number])}
            >
              {RHYTHMS.map(one => (
                <option key={one} value={one}>
                  {w(one)}
                </option>
              ))}
            </select>
          </label>
        ))}
        {Object.values(digest).includes('daily') ? (
          <Clock name={w('dailyAt')} value={digestAt} onChange={next => onChange({ digestAt: next })} />
        ) : null}
      </div>
    </section>
  )
}

interface ClockProps {
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
}

const Clock = ({ name, value, onChange }: ClockProps) => (
  <label>
    <span className="fw-label">{name}</span>
    <input
      type="time"
      className="fw-input"
      value={value}
      onChange={event => (event.target.value === '' ? undefined : onChange(event.target.value))}
    />
  </label>
)
