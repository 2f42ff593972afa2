import { useMemo, useRef, useState } from 'react'
import { type CompiledApp, compileApp } from '../../engine/index.ts'
import { Button, Empty, Icon, PageSkeleton, PreviewApp } from '../../runtime/index.ts'
import { save } from '../model/draft.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { type Filled, PreviewForm } from './PreviewForm.tsx'
import { RecordChoice } from './RecordChoice.tsx'
import { Trial } from './Trial.tsx'
import { previewTexts } from './texts.ts'
import { visibleDraft, visibleTo } from './visibleDraft.ts'
import '../publish/publish.css'
import './preview.css'

/** The draft as people will use it: each form, as whichever role, on a desk or a phone, on an empty or a real record. */
export default function PreviewPage({ definition, checked, item, selected, onSelect, open }: PageProps) {
  const w = usePageTexts(previewTexts)
  const form = definition.forms.find(({ key }) => key === item)?.key ?? definition.forms[0]?.key
  const { sound } = checked
  const app = useMemo(() => (sound === null ? null : compileApp(sound).app), [sound])
  const errors = checked.findings.some(({ severity }) => severity === 'error')
  return (
    <main className="fd-previewing">
      <h1>{w('title')}</h1>
      <p className="fd-preview-lead">{w('lead')}</p>
      {form === undefined ? (
        <Empty
          title={w('noForm')}
          hint={w('noFormHint')}
          action={<Button onClick={() => open('forms')}>{w('toForms')}</Button>}
        />
      ) : app !== null ? (
        <Played key={form} app={app} form={form} role={selected} onRole={onSelect} open={open} />
      ) : errors ? (
        <Empty
          icon="alert"
          title={w('mistakes')}
          hint={w('mistakesHint')}
          action={<Button onClick={() => open('check')}>{w('toCheck')}</Button>}
        />
      ) : (
        <PageSkeleton />
      )}
    </main>
  )
}

interface PlayedProps {
  readonly app: CompiledApp
  readonly form: string
  /** null = an administrator */
  readonly role: string | null
  readonly onRole: (role: string | null) => void
  readonly open: (to: string) => void
}

function Played({ app, form, role, onRole, open }: PlayedProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(previewTexts)
  const [phone, setPhone] = useState(false)
  const [record, setRecord] = useState<string | null>(null)
  const filled = useRef<Filled>({})
  const { definition } = app
  const known = role !== null && app.roles.has(role) ? role : null
  const visible = useMemo(
    () => (known === null ? visibleDraft(definition) : visibleTo(app, known)),
    [app, known, definition],
  )
  const roleName = known === null ? w('admin') : label(app.roles.get(known)?.definition.label) || known
  const compiled = app.forms.get(form)
  return (
    <>
      <div className="fd-preview-choices">
        <label className="fd-preview-choice">
          <span>{w('form')}</span>
          <select
            className="fw-input"
            value={form}
            onChange={event => open(`preview/${event.target.value}${known === null ? '' : `?at=${known}`}`)}
          >
            {definition.forms.map(one => (
              <option key={one.key} value={one.key}>
                {label(one.name) || one.key}
              </option>
            ))}
          </select>
        </label>
        <label className="fd-preview-choice">
          <span>{w('as')}</span>
          <select
            className="fw-input"
            value={known ?? ''}
            onChange={event => onRole(event.target.value === '' ? null : event.target.value)}
          >
            <option value="">{w('admin')}</option>
            {(definition.roles ?? []).map(one => (
              <option key={one.key} value={one.key}>
                {label(one.label) || one.key}
              </option>
            ))}
          </select>
        </label>
        <RecordChoice form={form} titleField={compiled?.titleField ?? 'id'} chosen={record} onChoose={setRecord} />
        <fieldset className="fd-widths" aria-label={w('width')}>
          {[false, true].map(narrow => (
            <button key={String(narrow)} type="button" aria-pressed={phone === narrow} onClick={() => setPhone(narrow)}>
              {narrow ? d('designer.phone') : d('designer.desk')}
            </button>
          ))}
        </fieldset>
        <a
          className="fw-button is-small"
          href={`/demo/draft:${definition.key}${known === null ? '' : `?as=${known}`}`}
          target="_blank"
          rel="noopener"
          title={w('wholeHint')}
          onClick={() => void save()}
        >
          <Icon name="eye" size={15} />
          {w('whole')}
        </a>
      </div>
      <div className="fd-preview-sides">
        <section className={`fd-preview-paper${phone ? ' is-phone' : ''}`} aria-label={label(compiled?.name)}>
          {Object.hasOwn(visible.rights.forms, form) ? (
            <PreviewApp key={`${known} ${record}`} visible={visible}>
              <PreviewForm form={form} record={record} role={roleName} filled={filled} />
            </PreviewApp>
          ) : (
            <Empty
              icon="alert"
              title={w('notSeen', { role: roleName })}
              hint={w('notSeenHint')}
              action={<Button onClick={() => open(`roles/${known}`)}>{w('toRole')}</Button>}
            />
          )}
        </section>
        <Trial key={String(known)} app={app} form={form} role={known} filled={filled} />
      </div>
    </>
  )
}
