import { Link, useNavigate } from 'react-router'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { PersonMenu } from '../shell/PersonMenu.tsx'
import { usePage } from '../shell/page.tsx'
import { Icon } from '../ui/Icon.tsx'

/** The phone's "我". */
export default function MePage() {
  const { t } = useText()
  const me = useMe()
  const navigate = useNavigate()
  usePage(t('nav.me'))
  return (
    <div className="fw-page is-narrow">
      <section className="fw-card">
        <PersonMenu close={() => undefined} go={path => void navigate(path)} />
        {me.user.admin ? (
          <>
            <Link className="fw-line" to="/store">
              <Icon name="store" className="fw-faint" /> {t('nav.store')}
            </Link>
            <Link className="fw-line" to="/settings/people">
              <Icon name="people" className="fw-faint" /> {t('nav.people')}
            </Link>
            <Link className="fw-line" to="/settings/workflows">
              <Icon name="flag" className="fw-faint" /> {t('running.title')}
            </Link>
            <Link className="fw-line" to="/settings/channels">
              <Icon name="send" className="fw-faint" /> {t('nav.channels')}
            </Link>
          </>
        ) : null}
      </section>
    </div>
  )
}
