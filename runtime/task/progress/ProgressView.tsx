import { useEffect, useMemo, useRef } from 'react'
import type { Progress, ProgressNode } from '../../api/task-types.ts'
import { useNames } from '../../app/directory.ts'
import { agoText, dateTimeText, durationText } from '../../app/format.ts'
import { useMe } from '../../app/session.tsx'
import { useText } from '../../i18n/useText.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { useIsPhone } from '../../ui/useMedia.ts'
import { stateText, stepText } from '../words.ts'
import { layOut, type Place } from './layout.ts'

/** px */
const WIDTH = 164
const HEIGHT = 60
const ALONG = { desk: 34, phone: 26 }
const ACROSS = 12

/** The way of a paper as a drawing: what is done, who has it now and since when, what is ahead. Along the line on a desk, downwards on a phone. */
export function ProgressView({ progress }: { readonly progress: Progress }) {
  const { t } = useText()
  const phone = useIsPhone()
  const scroller = useRef<HTMLDivElement>(null)
  const layout = useMemo(
    () =>
      layOut(
        progress.nodes.map(({ key }) => key),
        progress.edges,
      ),
    [progress],
  )
  const gap = phone ? ALONG.phone : ALONG.desk
  const [stepX, stepY] = phone ? [WIDTH + ACROSS, HEIGHT + gap] : [WIDTH + gap, HEIGHT + ACROSS]
  const at = ({ rank, lane }: Place) =>
    phone ? { x: lane * stepX, y: rank * stepY } : { x: rank * stepX, y: lane * stepY }
  const [columns, rows] = phone ? [layout.lanes, layout.ranks] : [layout.ranks, layout.lanes]
  const size = { width: columns * stepX - (stepX - WIDTH), height: rows * stepY - (stepY - HEIGHT) }
  const active = progress.nodes.find(({ state }) => state === 'active')?.key
  useEffect(() => {
    const box = scroller.current
    const step = active === undefined ? null : box?.querySelector<HTMLElement>(`[data-step="${active}"]`)
    if (box == null || step == null) return
    box.scrollLeft = step.offsetLeft - (box.clientWidth - WIDTH) / 2
  }, [active])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section ref={scroller} className="fw-drawing" aria-label={t('progress.title')} tabIndex={0}>
      <div className="fw-drawing-sheet" style={size}>
        <svg width={size.width} height={size.height} aria-hidden="true">
          {layout.ways.map(({ taken, points }) => {
            const path = pathOf(points.map(at), phone)
            return <path key={path} d={path} className={taken ? 'is-taken' : undefined} />
          })}
        </svg>
        <ol>
          {progress.nodes.map(node => {
            const { x, y } = at(layout.places.get(node.key)!)
            return (
              <li
                key={node.key}
                data-step={node.key}
                data-state={node.state}
                className={isEnd(node) ? 'is-end' : undefined}
                style={{ left: x, top: y, width: WIDTH, height: HEIGHT }}
              >
                <Step node={node} />
              </li>
            )
          })}
        </ol>
      </div>
      {progress.cut ? <p className="fw-faint">{t('progress.cut')}</p> : null}
    </section>
  )
}

const isEnd = ({ type }: ProgressNode): boolean => type === 'end' || type === 'start'

/** From the middle of one side through free lanes to the middle of the other, in soft bends. */
function pathOf(points: readonly { readonly x: number; readonly y: number }[], down: boolean): string {
  const out = ({ x, y }: { x: number; y: number }) =>
    down ? { x: x + WIDTH / 2, y: y + HEIGHT } : { x: x + WIDTH, y: y + HEIGHT / 2 }
  const into = ({ x, y }: { x: number; y: number }) => (down ? { x: x + WIDTH / 2, y } : { x, y: y + HEIGHT / 2 })
  const parts: string[] = []
  for (const [index, point] of points.entries()) {
    const next = points[index + 1]
    if (next === undefined) break
    const [from, to] = [out(point), into(next)]
    const [midX, midY] = [(from.x + to.x) / 2, (from.y + to.y) / 2]
    if (index === 0) parts.push(`M${from.x} ${from.y}`)
    // Past a rank the way runs straight through its lane.
    else parts.push(`L${from.x} ${from.y}`)
    parts.push(
      down
        ? `C${from.x} ${midY} ${to.x} ${midY} ${to.x} ${to.y}`
        : `C${midX} ${from.y} ${midX} ${to.y} ${to.x} ${to.y}`,
    )
  }
  return parts.join('')
}

const ICONS: Readonly<Record<ProgressNode['state'], IconName | undefined>> = {
  done: 'check',
  active: 'clock',
  ahead: undefined,
  skipped: undefined,
}

const WELL = new Set(['approved', 'submitted', 'done'])

function Step({ node }: { readonly node: ProgressNode }) {
  const { t, label, language } = useText()
  const me = useMe()
  const names = useNames()
  const { state, holders, by, at, outcome, count } = node
  const icon = state === 'done' && (outcome === 'rejected' || outcome === 'timeout') ? 'close' : ICONS[state]
  const title = label(node.label) || t(stepText(node.type))
  const since =
    holders
      .map(holder => holder.since)
      .filter(one => one !== null)
      .sort()[0] ?? at
  const waitedText = (from: string): string => {
    const waited = Date.now() - Date.parse(from)
    return waited < 60_000 ? agoText(from, language) : t('progress.since', { time: durationText(waited, language) })
  }
  const who =
    state === 'active'
      ? holders.map(({ user }) => names.person(user)).join('、')
      : state === 'done' && by !== null
        ? names.person(by)
        : ''
  const when =
    at === null || (isEnd(node) && node.type === 'end')
      ? ''
      : state === 'active' && since !== null
        ? waitedText(since)
        : state === 'done'
          ? agoText(at, language)
          : ''
  // The mark says that it went well; what did not is said in words.
  const word = state === 'done' && outcome !== null && (isEnd(node) || !WELL.has(outcome)) ? t(stateText(outcome)) : ''
  const times = count > 1 ? t('progress.times', { n: count }) : ''
  const part = node.share === null ? '' : `${node.share.done}/${node.share.total}`
  const until = node.until === null ? '' : t('progress.until', { when: dateTimeText(node.until, me.user.zone) })
  const facts = [until, part, who, word, when, times].filter(Boolean).join(' · ')
  return (
    <>
      <span className="fw-drawing-mark">{icon === undefined ? null : <Icon name={icon} size={13} />}</span>
      <span
        className="fw-grow"
        title={[title, facts, at === null ? '' : dateTimeText(at, me.user.zone)].filter(Boolean).join('\n')}
      >
        <strong className="fw-cut">{title}</strong>
        <small className="fw-cut">{facts || t(`progress.state.${state}`)}</small>
      </span>
    </>
  )
}
