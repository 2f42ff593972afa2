import { useMemo, useState } from 'react'
import { Button, Empty, SentenceBox } from '../../runtime/index.ts'
import type { AppDefinition, Automation } from '../../schemas/generated/definition.ts'
import { useElementRemoval } from '../elements/useElementRemoval.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { run } from '../model/draft.ts'
import { ElementPanel } from '../panel/Panel.tsx'
import { SwitchRow } from '../properties/inputs.tsx'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { examplesFor } from './examples.ts'
import { addSaid, draftReader, readSaid, saidAnew, sentenceOf, useSpeaker } from './speaking.ts'
import { automationTexts } from './texts.ts'
import './automations.css'

/** Automations as sentences: all of them, or the one the address names with its parts below. */
export default function AutomationPage({ definition, item, checked, open }: PageProps) {
  const automation = definition.automations?.find(({ key }) => key === item)
  const revision = useRevision(definition)
  return automation === undefined ? (
    <Overview definition={definition} revision={revision} open={open} />
  ) : (
    <One
      key={automation.key}
      automation={automation}
      definition={definition}
      revision={revision}
      checked={checked}
      open={open}
    />
  )
}

let drawn = 0
/** A number for each state of the draft: what was read with another one is read again. */
const useRevision = (definition: AppDefinition): number =>
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts the drafts seen
  useMemo(() => {
    drawn += 1
    return drawn
  }, [definition])

interface OverviewProps extends Pick<PageProps, 'definition' | 'open'> {
  readonly revision: number
}

function Overview({ definition, revision, open }: OverviewProps) {
  const { label, language } = useDesign()
  const w = usePageTexts(automationTexts)
  const speaker = useSpeaker(definition)
  const reader = draftReader(speaker, language, revision)
  const [typed, setTyped] = useState('')
  const examples = useMemo(() => examplesFor(definition, speaker, language), [definition, speaker, language])
  const say = async (text: string): Promise<boolean> => {
    const said = readSaid(speaker, text, language)
    if (said === undefined) return false
    run(...addSaid(definition, said, text, language))
    setTyped('')
    return true
  }
  const automations = definition.automations ?? []
  return (
    <div className="fd-page">
      <h1>{w('title')}</h1>
      <p className="fd-hint">{w('hint')}</p>
      <div className="fd-block">
        <SentenceBox key={typed} reader={reader} typed={typed} act={w('add')} onSay={say} />
        {examples.length === 0 ? null : (
          <p className="fd-hint">
            {w('examples')}
            {examples.map(text => (
              <button key={text} type="button" className="fd-example" onClick={() => setTyped(text)}>
                {text}
              </button>
            ))}
          </p>
        )}
      </div>
      <h2>{w('all')}</h2>
      {automations.length === 0 ? <Empty icon="refresh" title={w('none')} hint={w('noneHint')} small /> : null}
      <ul className="fd-sentences">
        {automations.map(one => (
          <li key={one.key} className="fd-block">
            <button type="button" onClick={() => open(`automations/${one.key}`)}>
              <strong>{label(one.name) || one.key}</strong>
              <span className={one.enabled === false ? 'fw-faint' : ''}>
                {sentenceOf(speaker, one, language) ?? ''}
              </span>
            </button>
            <SwitchRow
              name={w('on')}
              value={one.enabled !== false}
              onChange={on => run({ do: 'set', at: ['automations', one.key], set: { enabled: on ? null : false } })}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

interface OneProps extends Pick<PageProps, 'definition' | 'checked' | 'open'> {
  readonly automation: Automation
  readonly revision: number
}

function One({ automation, definition, revision, open }: OneProps) {
  const { d, label, language } = useDesign()
  const w = usePageTexts(automationTexts)
  const speaker = useSpeaker(definition)
  const reader = draftReader(speaker, language, revision)
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  const sentence = sentenceOf(speaker, automation, language)
  const name = label(automation.name) || automation.key
  const place = ['automations', automation.key]
  const take = useElementRemoval(definition)
  const say = async (text: string): Promise<boolean> => {
    const said = readSaid(speaker, text, language)
    if (said === undefined) return false
    run(saidAnew(automation, said))
    return true
  }
  const remove = async () => {
    const title = w('removeAsk', { name })
    if (await take('automations', automation.key, { title, hint: w('removeHint') })) open('automations')
  }
  return (
    <div className="fd-page">
      <header className="fd-page-head">
        <h1>{name}</h1>
        <Button size="small" onClick={() => open('automations')}>
          {w('all')}
        </Button>
        <Button size="small" kind="danger" icon="trash" onClick={() => void remove()}>
          {d('designer.remove')}
        </Button>
      </header>
      <div className="fd-block">
        {sentence === undefined ? (
          <p className="fd-hint">{w('unsaid')}</p>
        ) : (
          <SentenceBox key={sentence} reader={reader} start={sentence} act={w('keep')} onSay={say} />
        )}
        <SwitchRow
          name={w('on')}
          value={automation.enabled !== false}
          onChange={on => run({ do: 'set', at: place, set: { enabled: on ? null : false } })}
        />
      </div>
      <div className="fd-block">
        <h2>{w('details')}</h2>
        <ElementPanel
          of="automation"
          value={automation}
          place={place}
          context={{ definition, space, form: formOf(automation) }}
          lead={['name', 'on', 'where', 'unless', 'within', 'then', 'ladder']}
          omit={['enabled']}
        />
      </div>
    </div>
  )
}

/** The form whose records an automation is about: its own, else its first trigger's. */
function formOf({ form, on }: Automation): string | undefined {
  const [first] = on
  if (form !== undefined || first === undefined) return form
  if ('button' in first) return first.button.form
  return 'form' in first ? first.form : undefined
}
