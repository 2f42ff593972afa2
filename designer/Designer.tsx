import { useEffect, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { Button, ConfirmHost, Failed, Icon, IconButton, PageSkeleton, Popover, ToastHost } from '../runtime/index.ts'
import { errorMessage } from '../schemas/errors/catalogue.ts'
import type { AppDefinition, Form, OptionLibrary } from '../schemas/generated/definition.ts'
import { FormEditor } from './canvas/FormEditor.tsx'
import { freeKey, libraryKeys } from './commands/names.ts'
import { LibraryEditor } from './libraries/LibraryEditor.tsx'
import { type Checked, useChecked } from './model/check.ts'
import { openDraft, redo, run, settleConflict, undo, useDraft } from './model/draft.ts'
import { Preview } from './preview/Preview.tsx'
import { PublishPage } from './publish/PublishPage.tsx'
import { type DesignKey, useDesign } from './texts.ts'

/** The designer of one app: left the parts, in the middle the one being changed, above what stands with the draft. */
export function Designer() {
  const { app = '', part = 'forms', key } = useParams()
  const navigate = useNavigate()
  const { d } = useDesign()
  const { definition, app: loaded } = useDraft()
  const [error, setError] = useState<unknown>(null)
  const [selected, setSelected] = useState<string | null>(null)
  const [preview, setPreview] = useState(false)
  const checked = useChecked()
  useEffect(() => {
    openDraft(app).catch(setError)
  }, [app])
  useShortcuts()
  if (error !== null) return <Failed error={error} retry={() => location.reload()} />
  if (definition === null || loaded !== app) return <PageSkeleton />
  const form = definition.forms.find(one => one.key === key) ?? definition.forms[0]
  const library = (definition.optionLibraries ?? []).find(one => one.key === key) ?? definition.optionLibraries?.[0]
  const open = (to: string) => {
    setSelected(null)
    void navigate(`/designer/${app}/${to}`)
  }
  return (
    <div className="fd">
      <TopBar
        app={app}
        definition={definition}
        checked={checked}
        onPreview={() => setPreview(true)}
        onPublish={() => open('publish')}
      />
      <Conflict />
      <div className={`fd-body is-${part}`}>
        <Rail definition={definition} part={part} current={part === 'forms' ? form?.key : library?.key} onOpen={open} />
        {part === 'publish' ? (
          <PublishPage app={app} onBack={() => open('forms')} />
        ) : part === 'libraries' ? (
          library === undefined ? (
            <p className="fd-empty">{d('designer.libraries')}</p>
          ) : (
            <LibraryEditor key={library.key} definition={definition} library={library} />
          )
        ) : form === undefined ? (
          <p className="fd-empty">{d('designer.newForm')}</p>
        ) : (
          <FormEditor
            key={form.key}
            definition={definition}
            form={form}
            findings={checked.findings}
            selected={selected}
            onSelect={setSelected}
            onEditLibrary={one => open(`libraries/${one}`)}
          />
        )}
      </div>
      {preview && form !== undefined ? (
        <Preview form={form.key} checked={checked} onClose={() => setPreview(false)} />
      ) : null}
      <ConfirmHost />
      <ToastHost />
    </div>
  )
}

/** Ctrl/⌘ Z and Shift Z; inside a text field the browser's own undo stays. */
function useShortcuts(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

const saveTexts: Readonly<Record<string, DesignKey>> = {
  saved: 'designer.saved',
  waiting: 'designer.unsaved',
  saving: 'designer.saving',
  offline: 'designer.offline',
  conflict: 'designer.conflict',
}

interface TopBarProps {
  readonly app: string
  readonly definition: AppDefinition
  readonly checked: Checked
  readonly onPreview: () => void
  readonly onPublish: () => void
}

function TopBar({ app, definition, checked, onPreview, onPublish }: TopBarProps) {
  const { d, label, language } = useDesign()
  const { saving, past, future } = useDraft()
  const count = checked.findings.length
  return (
    <header className="fd-top">
      <a className="fd-back" href={`/a/${app}`} aria-label={d('designer.back')}>
        ←
      </a>
      <strong className="fw-cut">{label(definition.name)}</strong>
      <span className="fd-state" role="status">
        {d(saveTexts[saving] ?? 'designer.saved')}
      </span>
      <span className="fw-grow" />
      <button
        type="button"
        className="fd-move"
        aria-label={d('designer.undo')}
        title={d('designer.undo')}
        disabled={past.length === 0}
        onClick={undo}
      >
        ↶
      </button>
      <button
        type="button"
        className="fd-move"
        aria-label={d('designer.redo')}
        title={d('designer.redo')}
        disabled={future.length === 0}
        onClick={redo}
      >
        ↷
      </button>
      <Popover
        side="right"
        trigger={props => (
          <button type="button" className={`fw-button is-small ${count > 0 ? 'is-danger' : 'is-quiet'}`} {...props}>
            <Icon name={count > 0 ? 'alert' : 'check'} size={15} />
            {count > 0 ? d('designer.findings', { count }) : d('designer.noFindings')}
          </button>
        )}
      >
        {() => (
          <ul className="fd-findings">
            {checked.findings.length === 0 ? <li>{d('designer.noFindings')}</li> : null}
            {checked.findings.slice(0, 50).map(finding => (
              <li key={finding.path + finding.code} className={`is-${finding.severity}`}>
                {errorMessage(finding.code, finding.params, language)}
                <small>{finding.path}</small>
              </li>
            ))}
          </ul>
        )}
      </Popover>
      <Button size="small" disabled={checked.app === null} onClick={onPreview}>
        {d('designer.preview')}
      </Button>
      <Button size="small" kind="primary" onClick={onPublish}>
        {d('designer.publish')}
      </Button>
    </header>
  )
}

function Conflict() {
  const { d } = useDesign()
  const saving = useDraft(state => state.saving)
  if (saving !== 'conflict') return null
  return (
    <div className="fd-conflict" role="alert">
      <strong>{d('designer.conflict')}</strong> <span>{d('designer.conflictHelp')}</span>
      <Button size="small" onClick={() => settleConflict('theirs')}>
        {d('designer.loadTheirs')}
      </Button>
      <Button size="small" kind="primary" onClick={() => settleConflict('mine')}>
        {d('designer.keepMine')}
      </Button>
    </div>
  )
}

interface RailProps {
  readonly definition: AppDefinition
  readonly part: string
  readonly current: string | undefined
  readonly onOpen: (to: string) => void
}

function Rail({ definition, part, current, onOpen }: RailProps) {
  const { d, label } = useDesign()
  const addForm = () => {
    const form: Form = {
      key: freeKey(
        'form',
        definition.forms.map(({ key }) => key),
      ),
      name: { zh: '新表单', en: 'New form' },
      titleField: 'name',
      fields: [{ key: 'name', label: { zh: '名称', en: 'Name' }, type: 'text', required: true }],
    }
    run({ do: 'add', to: ['forms'], element: form })
    onOpen(`forms/${form.key}`)
  }
  const addLibrary = () => {
    const library: OptionLibrary = {
      key: freeKey('options', libraryKeys(definition)),
      label: { zh: '新选项库', en: 'New options' },
      options: [{ key: 'option_1', label: { zh: '选项 1', en: 'Option 1' } }],
    }
    run({ do: 'add', to: ['optionLibraries'], element: library })
    onOpen(`libraries/${library.key}`)
  }
  const list = (
    title: string,
    kind: 'forms' | 'libraries',
    items: readonly { key: string; text: string }[],
    add: () => void,
    addName: string,
  ) => (
    <div className="fd-rail-group">
      <div className="fd-rail-title">
        <h2>{title}</h2>
        <IconButton icon="plus" size={15} name={addName} onClick={add} />
      </div>
      {items.map(item => (
        <button
          key={item.key}
          type="button"
          className="fd-rail-item"
          aria-current={part === kind && current === item.key ? 'page' : undefined}
          onClick={() => onOpen(`${kind}/${item.key}`)}
        >
          {item.text}
        </button>
      ))}
    </div>
  )
  return (
    <nav className="fd-rail" aria-label={d('designer.title')}>
      {list(
        d('designer.forms'),
        'forms',
        definition.forms.map(form => ({ key: form.key, text: label(form.name) })),
        addForm,
        d('designer.newForm'),
      )}
      {list(
        d('designer.libraries'),
        'libraries',
        (definition.optionLibraries ?? []).map(library => ({ key: library.key, text: label(library.label) })),
        addLibrary,
        d('designer.newLibrary'),
      )}
    </nav>
  )
}
