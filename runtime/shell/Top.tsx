import { lazy, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Menu.tsx'
import { NoticeBell } from './NoticeBell.tsx'
import { PersonMenu } from './PersonMenu.tsx'

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

const NewDialog = lazy(() => import('./NewDialog.tsx'))

/** The bar over every page of a desk: search, new, notices, person. */
export function Top({ onSearch }: { readonly onSearch: () => void }) {
  const { t } = useText()
  const me = useMe()
  const navigate = useNavigate()
  const [choosing, setChoosing] = useState(false)
  return (
    <header className="fw-top">
      <button type="button" className="fw-top-search" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" size={16} />
        <span>{t('search.open')}</span>
        <kbd className="fw-kbd">{isMac ? '⌘' : 'Ctrl'} K</kbd>
      </button>
      <span className="fw-grow" />
      <Button icon="plus" onClick={() => setChoosing(true)}>
        {t('word.new')}
      </Button>
      <NoticeBell />
      <Popover
        side="right"
        trigger={props => (
          <button
            type="button"
            className="fw-icon-button"
            aria-label={t('me.menu', { name: me.user.name })}
            title={me.user.name}
            {...props}
          >
            <Avatar name={me.user.name} size={30} />
          </button>
        )}
      >
        {close => <PersonMenu close={close} go={path => void navigate(path)} />}
      </Popover>
      {choosing ? (
        <Suspense fallback={null}>
          <NewDialog onClose={() => setChoosing(false)} />
        </Suspense>
      ) : null}
    </header>
  )
}
