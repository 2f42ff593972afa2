import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly children: ReactNode
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger' | 'link'
  readonly icon?: IconName
  readonly size?: 'small' | 'normal' | 'large'
  readonly busy?: boolean
  readonly wide?: boolean
}

/** One main action a page is `primary`; the rest stays quiet. Busy keeps the width, so that nothing jumps. */
export function Button({ children, kind = 'plain', icon, size = 'normal', busy = false, wide, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`fw-button is-${kind} is-${size}${wide ? ' is-wide' : ''}${busy ? ' is-busy' : ''} ${rest.className ?? ''}`}
      disabled={rest.disabled === true || busy}
      aria-busy={busy || undefined}
    >
      {icon === undefined ? null : <Icon name={icon} size={size === 'small' ? 15 : 17} />}
      <span>{children}</span>
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly name: string
  readonly icon: IconName
  readonly size?: number
  readonly badge?: number
}

/** A button that shows a drawing only: `name` is what it does, for the ear and as a hint. */
export function IconButton({ name, icon, size = 18, badge = 0, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} className={`fw-icon-button ${rest.className ?? ''}`} aria-label={name} title={name}>
      <Icon name={icon} size={size} />
      {badge > 0 ? <span className="fw-badge">{badge > 99 ? '99+' : badge}</span> : null}
    </button>
  )
}
