import { Switch } from 'antd'
import { useState } from 'react'
import { automationWords } from '../i18n/texts/automations.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Menu, type MenuItem } from '../ui/Menu.tsx'
import { Tag } from '../ui/Tag.tsx'
import { SentenceBox, serverReader } from './AutomationsSentence.tsx'
import type { AutomationDocument } from './automationDocuments.ts'

interface AutomationLineProps {
  readonly app: string
  readonly automation: AutomationDocument
  readonly onEnabled: (enabled: boolean) => void
  readonly onSay: (text: string) => Promise<boolean>
  readonly onRuns: () => void
  readonly onRemove: () => void
}

const COLORS = { published: 'green', new: 'blue', changed: 'blue', removed: 'orange' } as const

/** One automation: its sentence, whether it is on, and what can be done about it. */
export function AutomationLine({ app, automation, onEnabled, onSay, onRuns, onRemove }: AutomationLineProps) {
  const { t, label } = useText()
  const w = useWords(automationWords)
  const [editing, setEditing] = useState(false)
  const { state, enabled, sentence, lines, editable } = automation
  const name = label(automation.name)
  const say = async (text: string) => {
    const kept = await onSay(text)
    if (kept) setEditing(false)
    return kept
  }
  const items: MenuItem[] = [
    ...(editable ? [{ key: 'edit', text: w('edit'), icon: 'edit', run: () => setEditing(true) } as const] : []),
    { key: 'runs', text: w('runs'), icon: 'history', run: onRuns },
    { key: 'remove', text: w('remove'), icon: 'trash', danger: true, run: onRemove },
  ]
  return (
    <li className="fw-card fw-automation">
      <div className="fw-grow">
        <p className="fw-automation-name">
          <strong>{name}</strong>
          {state === 'published' ? null : <Tag color={COLORS[state]}>{w(state)}</Tag>}
        </p>
        {editing ? (
          <>
            <SentenceBox reader={serverReader(app)} start={sentence ?? ''} act={w('save')} onSay={say} />
            <Button kind="quiet" size="small" onClick={() => setEditing(false)}>
              {t('word.cancel')}
            </Button>
          </>
        ) : sentence !== null ? (
          <p className={enabled ? 'fw-automation-text' : 'fw-automation-text fw-faint'}>{sentence}</p>
        ) : lines.length > 0 ? (
          <ol className="fw-automation-lines">
            {lines.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        ) : (
          <p className="fw-faint">{w('unsaid')}</p>
        )}
      </div>
      {state === 'removed' ? (
        <Button size="small" onClick={onRuns}>
          {w('runs')}
        </Button>
      ) : (
        <span className="fw-automation-acts">
          <Switch checked={enabled} aria-label={w('enabled', { name })} onChange={onEnabled} />
          <Menu
            side="right"
            label={w('actions', { name })}
            items={items}
            trigger={props => <IconButton icon="more" name={w('actions', { name })} {...props} />}
          />
        </span>
      )}
    </li>
  )
}
