import type { ReactNode } from 'react'
import { messageOf } from '../api/apiError.ts'
import { useText } from '../i18n/useText.ts'
import { Button } from './Button.tsx'
import { Icon, type IconName } from './Icon.tsx'

/** Nothing here yet: says what will be, and offers the one thing to do. */
export function Empty({
  icon = 'form',
  title,
  hint,
  action,
  small = false,
}: {
  readonly icon?: IconName
  readonly title: string
  readonly hint?: string | undefined
  readonly action?: ReactNode
  readonly small?: boolean
}) {
  return (
    <div className={small ? 'fw-empty is-small' : 'fw-empty'}>
      <span className="fw-empty-mark">
        <Icon name={icon} size={small ? 20 : 26} />
      </span>
      <p className="fw-empty-title">{title}</p>
      {hint === undefined ? null : <p className="fw-empty-hint">{hint}</p>}
      {action}
    </div>
  )
}

/** It did not load: why, and again. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: (() => void) | undefined }) {
  const { t } = useText()
  return (
    <div className="fw-empty" role="alert">
      <span className="fw-empty-mark is-danger">
        <Icon name="alert" size={26} />
      </span>
      <p className="fw-empty-title">{t('page.loadFailed')}</p>
      <p className="fw-empty-hint">{messageOf(error)}</p>
      {retry === undefined ? null : (
        <Button icon="refresh" onClick={retry}>
          {t('word.retry')}
        </Button>
      )}
    </div>
  )
}

/** Grey bars of the size of what comes, so that nothing jumps. */
export function Skeleton({ lines = 3, height = 16 }: { readonly lines?: number; readonly height?: number }) {
  return (
    <div className="fw-skeletons" aria-hidden="true">
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity
        <div key={index} className="fw-skeleton" style={{ height, width: `${[92, 76, 84, 64][index % 4]}%` }} />
      ))}
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div className="fw-page">
      <div className="fw-skeleton" style={{ height: 28, width: 220, marginBottom: 24 }} />
      <Skeleton lines={8} height={20} />
    </div>
  )
}
