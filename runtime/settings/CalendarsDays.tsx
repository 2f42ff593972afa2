import { useState } from 'react'
import { calendarWords } from '../i18n/texts/calendars.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { type DayRange, daysOf, rangesOf } from './calendarDays.ts'

interface DaysProps {
  readonly title: string
  readonly days: readonly string[]
  readonly onChange: (days: readonly string[]) => void
}

const textOf = ({ first, last }: DayRange): string => (first === last ? first : `${first} – ${last.slice(5)}`)

/** Holidays or make-up days: ranges to take away, the newest first, and a range to add. */
export function CalendarDays({ title, days, onChange }: DaysProps) {
  const w = useWords(calendarWords)
  const [first, setFirst] = useState('')
  const [last, setLast] = useState('')
  const added = first === '' ? [] : daysOf({ first, last: last === '' ? first : last })
  const add = () => {
    onChange([...new Set([...days, ...added])].sort())
    setFirst('')
    setLast('')
  }
  const ranges = [...rangesOf(days)].reverse()
  return (
    <>
      <h3>{title}</h3>
      <ul className="fw-calendar-ranges" aria-label={title}>
        {ranges.length === 0 ? <li className="fw-faint">{w('none')}</li> : null}
        {ranges.map(range => (
          <li key={range.first} className="fw-calendar-range">
            {textOf(range)}
            <IconButton
              icon="close"
              size={14}
              name={w('remove', { days: textOf(range) })}
              onClick={() => {
                const gone = new Set(daysOf(range))
                onChange(days.filter(day => !gone.has(day)))
              }}
            />
          </li>
        ))}
      </ul>
      <div className="fw-calendar-add">
        <input
          type="date"
          className="fw-input"
          aria-label={`${title}: ${w('first')}`}
          value={first}
          onChange={event => setFirst(event.target.value)}
        />
        –
        <input
          type="date"
          className="fw-input"
          aria-label={`${title}: ${w('last')}`}
          min={first}
          value={last}
          onChange={event => setLast(event.target.value)}
        />
        <Button size="small" disabled={added.length === 0} onClick={add}>
          {w('add')}
        </Button>
      </div>
    </>
  )
}
