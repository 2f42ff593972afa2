import { instantOf, wallClock } from '../../app/format.ts'
import { useMe } from '../../app/session.tsx'
import { type ControlProps, described, textOfValue } from '../control.ts'

/** The browser's own date picker: the one people know on their phone. */
export function DateControl(props: ControlProps) {
  return (
    <input
      {...described(props)}
      type="date"
      className="fw-input"
      max="9999-12-31"
      value={textOfValue(props.value)}
      onChange={event => props.onChange(event.target.value || null)}
      onBlur={props.onBlur}
    />
  )
}

/** Wall clock of the person's zone; the instant is kept. */
export function DatetimeControl(props: ControlProps) {
  const { zone } = useMe().user
  const value = textOfValue(props.value)
  return (
    <input
      {...described(props)}
      type="datetime-local"
      className="fw-input"
      max="9999-12-31T23:59"
      value={value === '' || Number.isNaN(Date.parse(value)) ? '' : wallClock(value, zone)}
      onChange={event =>
        props.onChange(event.target.value === '' ? null : instantOf(event.target.value.slice(0, 16), zone))
      }
      onBlur={props.onBlur}
    />
  )
}

export function TimeControl(props: ControlProps) {
  return (
    <input
      {...described(props)}
      type="time"
      className="fw-input"
      value={textOfValue(props.value)}
      onChange={event => props.onChange(event.target.value.slice(0, 5) || null)}
      onBlur={props.onBlur}
    />
  )
}
