import { Component, type ReactNode } from 'react'
import { textOf } from '../i18n/index.ts'
import { Button } from './Button.tsx'
import { Empty } from './states.tsx'

/** A page that breaks says so and leaves the rest of the house standing. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children
    return (
      <Empty
        icon="alert"
        title={textOf('page.broken')}
        hint={textOf('page.brokenHint')}
        action={
          <Button kind="primary" onClick={() => window.location.reload()}>
            {textOf('page.reload')}
          </Button>
        }
      />
    )
  }
}
