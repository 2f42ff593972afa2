import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { demo } from '../api/base.ts'
import { onReachable } from '../api/client.ts'
import type { Notice } from '../api/types.ts'
import { useText } from '../i18n/useText.ts'
import { useLive } from '../live/useLive.ts'
import { ConfirmHost } from '../ui/confirm.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { Icon } from '../ui/Icon.tsx'
import { PageSkeleton } from '../ui/states.tsx'
import { ToastHost } from '../ui/toast.tsx'
import { useIsPhone } from '../ui/useMedia.ts'
import { noticePath } from './NoticeBell.tsx'
import { PhoneBottom, PhoneTop } from './Phone.tsx'
import { usePageState } from './page.tsx'
import { Side } from './Side.tsx'
import { Top } from './Top.tsx'

const DemoBar = lazy(() => import('../demo/DemoBar.tsx'))
const Palette = lazy(() => import('./Palette.tsx'))

/** The frame around every page of a signed-in person. */
export function Shell() {
  const { t } = useText()
  const phone = useIsPhone()
  const { pathname } = useLocation()
  const kind = usePageState(state => state.kind)
  const [searching, setSearching] = useState(false)
  const navigate = useNavigate()
  const openNotice = useCallback((link: NonNullable<Notice['link']>) => void navigate(noticePath(link)), [navigate])
  useLive(openNotice)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setSearching(true)
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  const search = () => setSearching(true)
  return (
    <div className={demo === undefined ? 'fw-shell' : 'fw-shell is-demo'}>
      {demo === undefined ? null : (
        <Suspense fallback={null}>
          <DemoBar />
        </Suspense>
      )}
      <a className="fw-skip" href="#main">
        {t('nav.skip')}
      </a>
      {phone ? <PhoneTop onSearch={search} /> : <Side />}
      {phone ? null : <Top onSearch={search} />}
      <main id="main" className={`fw-main is-${kind}`} tabIndex={-1}>
        <Reachable />
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      {phone && kind !== 'form' ? <PhoneBottom /> : null}
      {searching ? (
        <Suspense fallback={null}>
          <Palette onClose={() => setSearching(false)} />
        </Suspense>
      ) : null}
      <ToastHost />
      <ConfirmHost />
    </div>
  )
}

/** Says when the server is out of reach; what was typed stays. */
function Reachable() {
  const { t } = useText()
  const [online, setOnline] = useState(true)
  useEffect(() => {
    const stop = onReachable(setOnline)
    const lost = () => setOnline(false)
    const back = () => setOnline(true)
    window.addEventListener('offline', lost)
    window.addEventListener('online', back)
    return () => {
      stop()
      window.removeEventListener('offline', lost)
      window.removeEventListener('online', back)
    }
  }, [])
  if (online) return null
  return (
    <div className="fw-offline" role="status">
      <Icon name="wifiOff" size={16} />
      {t('online.lost')}
    </div>
  )
}
