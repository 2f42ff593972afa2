import { ElementPage } from '../elements/ElementPage.tsx'
import type { PageProps } from '../shell/page.ts'
import { usePageTexts } from '../texts.ts'
import { Calls } from './Calls.tsx'
import { EXAMPLE_HOST } from './example.ts'
import { Reach } from './Reach.tsx'
import { connectionTexts } from './texts.ts'
import './connections.css'

const begin = (kind: string) => (kind === 'http' ? { host: EXAMPLE_HOST } : {})

/** An outside system: who it is, how it is reached, and when it is called. */
export default function ConnectorPage(props: PageProps) {
  const { app, definition, item, open } = props
  const connectors = definition.connectors ?? []
  const connector = connectors.find(({ key }) => key === item) ?? connectors[0]
  return (
    <ElementPage
      {...props}
      list="connectors"
      icon="link"
      primitive={({ kind }) => `${String(kind)}_connector`}
      lead={['name']}
      omit={['host', 'auth']}
      kinds={{ union: 'connector', begin }}
      empty="noConnectors"
      hint="connectors"
    >
      {connector === undefined ? null : connector.kind === 'http' ? (
        <>
          <Reach key={connector.key} app={app} connector={connector} />
          <Calls definition={definition} connector={connector} open={open} />
        </>
      ) : (
        <Told app={app} open={open} />
      )}
    </ElementPage>
  )
}

/** What comes in has its address from an administrator, and what it does from an automation. */
function Told({ app, open }: Pick<PageProps, 'app' | 'open'>) {
  const w = usePageTexts(connectionTexts)
  return (
    <section className="fd-block">
      <h2>{w('told')}</h2>
      <p className="fd-hint">{w('toldHint')}</p>
      <div className="fd-acts">
        <a className="fw-button is-small" href={`/a/${app}/connections`}>
          {w('openConnections')}
        </a>
        <button type="button" className="fw-button is-small" onClick={() => open('automations')}>
          {w('openAutomations')}
        </button>
      </div>
    </section>
  )
}
