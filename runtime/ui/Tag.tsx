import type { ReactNode } from 'react'

/** An option in its colour; no colour reads as grey. */
export function Tag({ color, children }: { readonly color?: string | null | undefined; readonly children: ReactNode }) {
  return (
    <span className="fw-tag" data-color={color ?? 'grey'}>
      {children}
    </span>
  )
}
