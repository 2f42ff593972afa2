import { ChoiceRow, Row, TextRow } from '../../properties/inputs.tsx'
import { PlainInput } from '../../properties/PlainInput.tsx'
import { usePageTexts } from '../../texts.ts'
import { type PanelRowProps, usePanelParts } from '../parts.ts'
import { readSchedule, type SaidSchedule, writtenSchedule } from '../schedule.ts'
import type { Shape } from '../shape.ts'
import { panelTexts } from '../texts.ts'

interface ScheduleRowProps extends PanelRowProps {
  readonly shape: Extract<Shape, { kind: 'schedule' }>
}

const KINDS = ['daily', 'workdays', 'weekly', 'monthly', 'period', 'other'] as const
/** From Monday on; the number is the one a schedule's fields have. */
const WEEKDAYS = [
  ['1', 'mon'],
  ['2', 'tue'],
  ['3', 'wed'],
  ['4', 'thu'],
  ['5', 'fri'],
  ['6', 'sat'],
  ['0', 'sun'],
] as const
const FROM = '2026-01-01'

/** When it comes round, in words: every day, week or month at an hour; every so long; or the five fields themselves. */
export function ScheduleRow(props: ScheduleRowProps) {
  const { shape, property, name, value, onChange } = props
  const { Row: RowOf } = usePanelParts()
  const w = usePageTexts(panelTexts)
  const said = readSchedule(value)
  const at = 'at' in said ? said.at : '09:00'
  const say = (next: Exclude<SaidSchedule, { kind: 'period' }>) => onChange(writtenSchedule(next))
  const change = (kind: string) => {
    if (kind === 'daily' || kind === 'workdays') say({ kind, at })
    else if (kind === 'weekly') say({ kind, at, weekday: 1 })
    else if (kind === 'monthly') say({ kind, at, day: 1 })
    else if (kind === 'period') onChange({ every: '1d', from: FROM, at })
    // Nothing the words could say, and near what stood there.
    else say({ kind: 'other', text: '0 9,15 * * 1-5' })
  }
  return (
    <>
      <ChoiceRow name={name} value={said.kind} options={KINDS.map(kind => [kind, w(kind)])} onChange={change} />
      {said.kind === 'weekly' ? (
        <ChoiceRow
          name={w('weekday')}
          value={String(said.weekday)}
          options={WEEKDAYS.map(([number, day]) => [number, w(day)])}
          onChange={weekday => say({ ...said, weekday: Number(weekday) })}
        />
      ) : null}
      {said.kind === 'monthly' ? (
        <TextRow
          name={w('dayOfMonth')}
          hint={w('dayHint')}
          numeric
          value={String(said.day)}
          onChange={text => {
            const day = Number(text)
            if (Number.isInteger(day) && day >= 1 && day <= 31) say({ ...said, day })
          }}
        />
      ) : null}
      {'at' in said ? (
        <Row name={w('at')}>
          {() => (
            <PlainInput
              type="time"
              name={w('at')}
              value={said.at}
              onChange={time => (time === '' ? undefined : say({ ...said, at: time }))}
            />
          )}
        </Row>
      ) : null}
      {said.kind === 'period' ? (
        <RowOf {...props} name={w('period')} property={{ ...property, required: true, shape: shape.period }} />
      ) : null}
      {said.kind === 'other' ? (
        <TextRow name={w('cron')} value={said.text} onChange={text => say({ kind: 'other', text })} />
      ) : null}
    </>
  )
}
