import { lazy, Suspense, useState } from 'react'
import { NavLink, useNavigate } from 'react-router'
import { useText } from '../i18n/useText.ts'
import { useTodoCount } from '../live/counts.ts'
import { IconButton } from '../ui/Button.tsx'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { NoticeBell } from './NoticeBell.tsx'
import { usePageState } from './page.tsx'

const NewDialog = lazy(() => import('./NewDialog.tsx'))

export function PhoneTop({ onSearch }: { readonly onSearch: () => void }) {
  const { t } = useText()
  const navigate = useNavigate()
  const { title, back } = usePageState()
  return (
    <header className="fw-phone-top">
      {back === undefined ? null : (
        <IconButton icon="chevronLeft" size={22} name={t('word.back')} onClick={() => void navigate(back)} />
      )}
      <strong>{title}</strong>
      <IconButton icon="search" size={20} name={t('word.search')} onClick={onSearch} />
      <NoticeBell />
    </header>
  )
}

/** 今天 · 应用 · ＋ · 待办 · 我 */
export function PhoneBottom() {
  const { t } = useText()
  const todo = useTodoCount()
  const [choosing, setChoosing] = useState(false)
  return (
    <nav className="fw-bottom" aria-label={t('nav.main')}>
      <BottomLink to="/" icon="today" text={t('nav.today')} />
      <BottomLink to="/apps" icon="apps" text={t('nav.apps')} />
      <button type="button" onClick={() => setChoosing(true)} aria-label={t('word.new')}>
        <span className="fw-bottom-plus">
          <Icon name="plus" size={22} />
        </span>
      </button>
      <BottomLink to="/tasks" icon="tasks" text={t('nav.tasks')} badge={todo} />
      <BottomLink to="/me" icon="person" text={t('nav.me')} />
      {choosing ? (
        <Suspense fallback={null}>
          <NewDialog onClose={() => setChoosing(false)} />
        </Suspense>
      ) : null}
    </nav>
  )
}

function BottomLink({
  to,
  icon,
  text,
  badge = 0,
}: {
  readonly to: string
  readonly icon: IconName
  readonly text: string
  readonly badge?: number
}) {
  return (
    <NavLink to={to} end={to === '/'}>
      <Icon name={icon} size={22} />
      {text}
      {badge > 0 ? <span className="fw-badge">{badge > 99 ? '99+' : badge}</span> : null}
    </NavLink>
  )
}
