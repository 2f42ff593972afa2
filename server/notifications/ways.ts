import { DAY_MS, instantAt, localOf, parseClock } from '../../engine/expression/time.ts'

/** What a notice is about; a person chooses per kind how it reaches him. */
export const noticeKinds = ['task', 'cc', 'result', 'mention', 'notice', 'warning'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Ways to reach a person outside the pages; in them every notice stands anyway. */
export const ways = ['email', 'sms', 'wecom', 'dingtalk', 'feishu'] as const
export type Way = (typeof ways)[number]

/** What a person chose; what is absent follows the defaults. */
export interface Preference {
  readonly kinds?: Partial<Readonly<Record<NoticeKind, readonly Way[]>>>
  /** nothing leaves from `from` to `to`, HH:mm in the person's zone; it waits until `to` */
  readonly quiet?: { readonly from: string; readonly to: string } | null
  /** gathered into one message an hour or a day */
  readonly digest?: Partial<Readonly<Record<Way, 'hourly' | 'daily'>>>
  /** when the daily one leaves, HH:mm; default 09:00 */
  readonly digestAt?: string
}

const WORK: readonly Way[] = ['email', 'wecom', 'dingtalk', 'feishu']

/** Without a choice: what asks for an act or names a person goes out, the rest stays in the pages. SMS cost money: only by choice. */
export const defaultWays: Readonly<Record<NoticeKind, readonly Way[]>> = {
  task: WORK,
  mention: WORK,
  cc: [],
  result: [],
  notice: [],
  warning: ['email'],
}

/** @param offered what the author of a `notify` names; undefined = he leaves it to the person */
export function waysFor(kind: NoticeKind, preference: Preference, offered?: readonly string[]): readonly Way[] {
  const chosen = preference.kinds?.[kind]
  if (offered === undefined) return chosen ?? defaultWays[kind]
  return ways.filter(way => offered.includes(way) && chosen?.includes(way) !== false)
}

const HOUR_MS = 3_600_000

/** When the digest that is open now leaves, in ms; undefined = this way is told at once. */
export function digestSlot(now: number, zone: string, preference: Preference, way: Way): number | undefined {
  const rhythm = preference.digest?.[way]
  if (rhythm === undefined) return undefined
  if (rhythm === 'hourly') return (Math.floor(now / HOUR_MS) + 1) * HOUR_MS
  const at = parseClock(preference.digestAt ?? '09:00') ?? 0
  const { days } = localOf(now, zone)
  const today = instantAt(days, at, zone)
  return today > now ? today : instantAt(days + 1, at, zone)
}

/** The instant itself, or the end of the quiet hours it falls into; in ms. */
export function afterQuiet(instant: number, zone: string, { quiet }: Preference): number {
  const from = parseClock(quiet?.from ?? '')
  const to = parseClock(quiet?.to ?? '')
  if (from === undefined || to === undefined || from === to) return instant
  const { days, ofDay } = localOf(instant, zone)
  const isQuiet = from < to ? ofDay >= from && ofDay < to : ofDay >= from || ofDay < to
  if (!isQuiet) return instant
  return instantAt(ofDay < to ? days : days + 1, to, zone)
}

/** HH:mm of a day. */
export const isClock = (text: string): boolean => (parseClock(text) ?? DAY_MS) < DAY_MS
