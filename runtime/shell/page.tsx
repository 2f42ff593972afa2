import { type ReactNode, useEffect } from 'react'
import { create } from 'zustand'

interface PageState {
  readonly title: string
  /** where the phone's back arrow leads; undefined = no arrow */
  readonly back: string | undefined
  /** a form has its own bar at the bottom of a phone */
  readonly kind: 'list' | 'page' | 'form'
}

export const usePageState = create<PageState>(() => ({ title: '', back: undefined, kind: 'list' }))

/** Tells the frame what page stands in it. */
export function usePage(title: string, back?: string, kind: PageState['kind'] = 'page'): void {
  useEffect(() => {
    usePageState.setState({ title, back, kind })
    document.title = title === '' ? 'Formwork' : `${title} · Formwork`
  }, [title, back, kind])
}

/** Title, a line of help, and the page's actions. */
export function PageHead({
  title,
  hint,
  children,
}: {
  readonly title: ReactNode
  readonly hint?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <header className="fw-page-head">
      <div className="fw-grow">
        <h1>{title}</h1>
        {hint === undefined ? null : <p>{hint}</p>}
      </div>
      {children}
    </header>
  )
}
