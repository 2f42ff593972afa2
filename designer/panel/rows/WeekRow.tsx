import { IconButton } from '../../../runtime/index.ts'
import { PlainInput } from '../../properties/PlainInput.tsx'
import { usePageTexts } from '../../texts.ts'
import type { PanelRowProps } from '../parts.ts'
import type { Shape } from '../shape.ts'
import { panelTexts } from '../texts.ts'

type Span = readonly [from: string, to: string]
type Week = Readonly<Record<string, readonly Span[]>>
type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

interface WeekRowProps extends PanelRowProps {
  readonly shape: Extract<Shape, { kind: 'week' }>
}

/** What a day without any starts with. */
const MORNING: Span = ['09:00', '12:00']
const AFTERNOON: Span = ['13:30', '18:00']

/** From when to when on each day; a day without hours is a day off. */
export function WeekRow({ shape, name, value, onChange }: WeekRowProps) {
  const w = usePageTexts(panelTexts)
  const week = (value ?? {}) as Week
  const keep = (day: string, spans: readonly Span[]) => {
    const { [day]: _, ...others } = week
    const next = spans.length === 0 ? others : { ...others, [day]: spans }
    onChange(Object.fromEntries(shape.days.flatMap(one => (next[one] === undefined ? [] : [[one, next[one]]]))))
  }
  return (
    <fieldset className="fd-week">
      <legend className="fd-row-name">{name}</legend>
      {shape.days.map((key, at) => {
        const day = w(key as Day)
        const spans = week[key] ?? []
        const before = shape.days[at - 1]
        const same = before === undefined ? undefined : week[before]
        const change = (n: number, side: 0 | 1) => (time: string) => {
          if (time !== '') keep(key, spans.with(n, side === 0 ? [time, spans[n]![1]] : [spans[n]![0], time]))
        }
        return (
          <div key={key} className="fd-week-day">
            <span>{day}</span>
            <div>
              {spans.length === 0 ? <span className="fd-week-closed">{w('closed')}</span> : null}
              {spans.map(([from, to], n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: spans have nothing but their order
                <div key={n} className="fd-week-span">
                  <PlainInput
                    type="time"
                    name={w('spanFrom', { day, n: n + 1 })}
                    value={from}
                    onChange={change(n, 0)}
                  />
                  <span aria-hidden="true">–</span>
                  <PlainInput type="time" name={w('spanTo', { day, n: n + 1 })} value={to} onChange={change(n, 1)} />
                  <IconButton
                    icon="close"
                    size={14}
                    name={w('dropSpan', { day, n: n + 1 })}
                    onClick={() => keep(key, spans.toSpliced(n, 1))}
                  />
                </div>
              ))}
            </div>
            <IconButton
              icon="plus"
              size={15}
              name={w('addSpan', { day })}
              onClick={() => keep(key, [...spans, spans.length === 0 ? MORNING : AFTERNOON])}
            />
            {spans.length === 0 && same !== undefined && before !== undefined ? (
              <IconButton
                icon="copy"
                size={15}
                name={`${day}: ${w('asBefore', { day: w(before as Day) })}`}
                onClick={() => keep(key, same)}
              />
            ) : null}
          </div>
        )
      })}
    </fieldset>
  )
}
