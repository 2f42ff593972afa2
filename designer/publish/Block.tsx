import type { ReactNode } from 'react'

interface BlockProps {
  readonly title: string
  readonly kind?: 'plain' | 'error' | 'warning'
  /** stands beside the title */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** One question of the publish page, and its answer. */
export function Block({ title, kind = 'plain', aside, children }: BlockProps) {
  return (
    <section className={`fd-block ${kind === 'plain' ? '' : `is-${kind}`}`}>
      <div className="fd-block-head">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
