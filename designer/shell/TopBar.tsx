import { Avatar, Button, Icon } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { HelpButton } from '../help/HelpButton.tsx'
import { pageHelp } from '../help/pages.ts'
import type { Checked } from '../model/check.ts'
import { redo, undo, useDraft } from '../model/draft.ts'
import { useOthers } from '../model/others.ts'
import { type DesignKey, useDesign, usePageTexts } from '../texts.ts'
import { partOf } from './parts.ts'
import { finderTexts } from './texts.ts'

const saveTexts: Readonly<Record<string, DesignKey>> = {
  saved: 'designer.saved',
  waiting: 'designer.unsaved',
  saving: 'designer.saving',
  offline: 'designer.offline',
  conflict: 'designer.conflict',
}

interface TopBarProps {
  readonly app: string
  readonly part: string
  readonly definition: AppDefinition
  readonly checked: Checked
  readonly onSearch: () => void
  readonly onPreview: () => void
  readonly open: (to: string) => void
}

/** Above: what stands with the draft, and the way to the outside. */
export function TopBar({ app, part, definition, checked, onSearch, onPreview, open }: TopBarProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(finderTexts)
  const saving = useDraft(state => state.saving)
  return (
    <header className="fd-top">
      <a className="fd-back" href={`/a/${app}`} aria-label={d('designer.back')} title={d('designer.back')}>
        <Icon name="chevronLeft" size={18} />
      </a>
      <strong className="fw-cut">{label(definition.name)}</strong>
      <span className="fd-state" role="status">
        {d(saveTexts[saving] ?? 'designer.saved')}
      </span>
      <span className="fw-grow" />
      <OtherDesigners />
      <button type="button" className="fd-search" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" size={15} />
        <span>{w('find')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <PageHelp part={part} />
      <UndoRedo />
      <CheckButton checked={checked} onOpen={() => open('check')} />
      <Button
        size="small"
        icon="eye"
        className="fd-icon-on-phone"
        aria-label={d('designer.preview')}
        disabled={checked.sound === null}
        onClick={onPreview}
      >
        {d('designer.preview')}
      </Button>
      <Button size="small" kind="primary" onClick={() => open('publish')}>
        {d('designer.publish')}
      </Button>
    </header>
  )
}

/** What the page one is on is for. */
function PageHelp({ part }: { readonly part: string }) {
  const { pair } = useDesign()
  const help = pageHelp[part]
  return help === undefined ? null : <HelpButton name={pair(partOf(part).name)} {...help} />
}

/** Who else has this designer open. */
function OtherDesigners() {
  const { d } = useDesign()
  const others = useOthers(state => state.others)
  return others.slice(0, 4).map(({ window, name }) => (
    <span
      key={window}
      className="fd-wide-only"
      title={d('designer.alsoHere', { name })}
      role="img"
      aria-label={d('designer.alsoHere', { name })}
    >
      <Avatar name={name} size={26} />
    </span>
  ))
}

function UndoRedo() {
  const { d } = useDesign()
  const canUndo = useDraft(state => state.past.length > 0)
  const canRedo = useDraft(state => state.future.length > 0)
  const button = (name: DesignKey, keys: string, sign: string, enabled: boolean, act: () => void) => (
    <button
      type="button"
      className="fd-move"
      aria-label={d(name)}
      title={`${d(name)} (${keys})`}
      disabled={!enabled}
      onClick={act}
    >
      {sign}
    </button>
  )
  return (
    <>
      {button('designer.undo', 'Ctrl Z', '↶', canUndo, undo)}
      {button('designer.redo', 'Ctrl Shift Z', '↷', canRedo, redo)}
    </>
  )
}

function CheckButton({ checked, onOpen }: { readonly checked: Checked; readonly onOpen: () => void }) {
  const { d } = useDesign()
  const errors = checked.findings.filter(({ severity }) => severity === 'error').length
  const count = checked.findings.length
  const text = checked.isPending
    ? d('designer.checking')
    : errors > 0
      ? d('designer.errors', { count: errors })
      : count > 0
        ? d('designer.hints', { count })
        : d('designer.noFindings')
  return (
    <button
      type="button"
      className={`fw-button is-small ${errors > 0 ? 'is-danger' : 'is-quiet'}`}
      aria-label={text}
      onClick={onOpen}
    >
      <Icon name={checked.isPending ? 'clock' : count > 0 ? 'alert' : 'check'} size={15} />
      <span className="fd-wide-only">{text}</span>
    </button>
  )
}
