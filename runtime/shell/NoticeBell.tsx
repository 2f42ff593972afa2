import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Notice } from '../api/types.ts'
import { agoText, dateTimeText } from '../app/format.ts'
import { recordPath } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { noticesQuery, useUnreadCount } from '../live/counts.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Popover } from '../ui/Menu.tsx'
import { Empty, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'

/** Where a notice leads. */
export const noticePath = ({ app, form, record, task }: NonNullable<Notice['link']>): string =>
  task === undefined || task === null ? recordPath(app, form, record) : `/tasks/${task}`

export function NoticeBell() {
  const { t } = useText()
  const unread = useUnreadCount()
  return (
    <Popover
      side="right"
      className="fw-notices"
      trigger={props => (
        <IconButton
          icon="bell"
          badge={unread}
          name={unread === 0 ? t('notice.title') : t('notice.count', { count: unread })}
          {...props}
        />
      )}
    >
      {close => <NoticeList close={close} />}
    </Popover>
  )
}

/** The last notices; opening one marks it as read. */
export function NoticeList({ close }: { readonly close: () => void }) {
  const { t, label, language } = useText()
  const me = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data } = useQuery(noticesQuery)
  const read = async (path: string) => {
    try {
      await request('PATCH', path, { body: { read: true } })
      await client.invalidateQueries({ queryKey: keys.notices })
    } catch (error) {
      toast.failed(error)
    }
  }
  const open = (notice: Notice) => {
    close()
    if (notice.readAt === null) void read(`/notifications/${notice.id}`)
    if (notice.link !== null) void navigate(noticePath(notice.link))
  }
  return (
    <>
      <header>
        <h2>{t('notice.title')}</h2>
        {(data?.unread ?? 0) > 0 ? (
          <Button kind="quiet" size="small" onClick={() => void read('/notifications')}>
            {t('notice.readAll')}
          </Button>
        ) : null}
      </header>
      {data === undefined ? (
        <div style={{ padding: 16 }}>
          <Skeleton lines={4} />
        </div>
      ) : data.notifications.length === 0 ? (
        <Empty icon="bell" small title={t('notice.empty')} hint={t('notice.emptyHint')} />
      ) : (
        data.notifications.map(notice => (
          <button
            key={notice.id}
            type="button"
            className={notice.readAt === null ? 'fw-notice is-unread' : 'fw-notice'}
            onClick={() => open(notice)}
          >
            <span>
              {label(notice.text)}
              <small title={dateTimeText(notice.at, me.user.zone)}>{agoText(notice.at, language)}</small>
            </span>
          </button>
        ))
      )}
    </>
  )
}
