import { agoText, dateTimeText, durationText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { Tag } from '../ui/Tag.tsx'

const SOON_MS = 8 * 3_600_000

/** When a task is due: quiet while there is time, red when it is over. */
export function DueMark({ at }: { readonly at: string | null }) {
  const { t, language } = useText()
  const me = useMe()
  if (at === null) return null
  const left = Date.parse(at) - Date.now()
  const text =
    left < 0
      ? t('task.overdue', { time: durationText(-left, language) })
      : t('task.due', { when: agoText(at, language) })
  return (
    <span title={dateTimeText(at, me.user.zone)}>
      <Tag color={left < 0 ? 'red' : left < SOON_MS ? 'orange' : 'grey'}>{text}</Tag>
    </span>
  )
}
