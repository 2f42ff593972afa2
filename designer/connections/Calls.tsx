import { Button, confirm, Empty } from '../../runtime/index.ts'
import type { AppDefinition, Automation, HttpConnector } from '../../schemas/generated/definition.ts'
import { run } from '../model/draft.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { CallCard } from './CallCard.tsx'
import { callersOf, callOf, newCall } from './plans.ts'
import { connectionTexts } from './texts.ts'

interface CallsProps {
  readonly definition: AppDefinition
  readonly connector: HttpConnector
  readonly open: PageProps['open']
}

/** The calls of an outside system, a card each. They are automations: one that says more than a card can is opened where those are edited. */
export function Calls({ definition, connector, open }: CallsProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(connectionTexts)
  const callers = callersOf(definition, connector.key)
  const add = (
    <Button size="small" icon="plus" onClick={() => run(...newCall(definition, connector))}>
      {w('addCall')}
    </Button>
  )
  const remove = async ({ key }: Automation, name: string): Promise<void> => {
    const question = { title: w('removeCall', { name }), text: w('removeCallHint'), action: d('designer.remove') }
    if (await confirm({ ...question, danger: true })) run({ do: 'remove', at: ['automations', key] })
  }
  return (
    <section className="fd-block">
      <h2>{w('calls')}</h2>
      <p className="fd-hint">{w('callsHint')}</p>
      {callers.length === 0 ? <Empty icon="refresh" title={w('noCalls')} small /> : null}
      {callers.map(automation => {
        const call = callOf(automation)
        const name = label(automation.name) || automation.key
        return (
          <section key={automation.key} className="fc-call" aria-label={name}>
            <header>
              <h3 className="fw-grow">{name}</h3>
              <Button size="small" kind="quiet" onClick={() => open(`automations/${automation.key}`)}>
                {w('openCall')}
              </Button>
              <Button size="small" kind="quiet" icon="trash" onClick={() => void remove(automation, name)}>
                {d('designer.remove')}
              </Button>
            </header>
            {call === undefined ? null : <CallCard definition={definition} call={call} host={connector.host} />}
          </section>
        )
      })}
      {add}
    </section>
  )
}
