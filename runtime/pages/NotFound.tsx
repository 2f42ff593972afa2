import { useNavigate } from 'react-router'
import { useText } from '../i18n/useText.ts'
import { usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/states.tsx'

export default function NotFound() {
  const { t } = useText()
  const navigate = useNavigate()
  usePage(t('page.notFound'), '/')
  return (
    <div className="fw-page">
      <Empty
        icon="search"
        title={t('page.notFound')}
        hint={t('page.notFoundHint')}
        action={<Button onClick={() => void navigate('/')}>{t('page.home')}</Button>}
      />
    </div>
  )
}
