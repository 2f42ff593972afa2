import { dateTimeText, durationText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { Tag } from '../ui/Tag.tsx'
import { dueText, urgencyOf } from './due.ts'

const COLORS = { over: 'red', soon: 'orange', today: 'gold', later: 'grey' } as const

/** When a task is due: quiet while there is time, red when it is over. */
export function DueMark({ at }: { readonly at: string | null }) {
  const { t, language } = useText()
  const { zone } = useMe().user
  if (at === null) return null
  const urgency = urgencyOf(at, zone)
  const text =
    urgency === 'over'
      ? t('task.overdue', { time: durationText(Date.now() - Date.parse(at), language) })
      : t('task.due', { when: dueText(at, zone, language) })
  return (
    <span title={dateTimeText(at, zone)}>
      <Tag color={COLORS[urgency]}>{text}</Tag>
    </span>
  )
}
