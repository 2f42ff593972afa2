import { useMemo, useState } from 'react'
import { useRecordContext } from '../app/appContext.tsx'
import { agoText } from '../app/format.ts'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { FieldBox } from './FieldBox.tsx'
import { headOf, placeLabel } from './problems.ts'
import { type PlacedSection, sectionsOf } from './sections.ts'
import type { RecordForm } from './useRecordForm.ts'

/** A form drawn from its definition and the person's rights: the one renderer, for new records, changes, tasks and the designer's preview. */
export function FormView({
  record,
  writableFirst = false,
}: {
  readonly record: RecordForm
  /** a task's paper: what is to be filled in stands before what is to be read */
  readonly writableFirst?: boolean
}) {
  const { t, label } = useText()
  const { app, form, prepared } = record
  const context = useRecordContext()
  const definition = app.visible.definition.forms.find(({ key }) => key === form.key)
  const sections = useMemo(() => sectionsOf(app.compiled, form, definition), [app.compiled, form, definition])
  const visible = sections.filter(
    section =>
      section.shown(prepared.values, context) && section.fields.some(({ field }) => record.state(field.key).visible),
  )
  const writes = (section: PlacedSection) => section.fields.some(({ field }) => !record.state(field.key).readOnly)
  const shown = writableFirst ? [...visible.filter(writes), ...visible.filter(one => !writes(one))] : visible
  const tabs = (definition?.layout?.tabs ?? []).filter(tab => shown.some(section => section.tab === tab.key))
  const [tab, setTab] = useState<string>()
  const open = tab ?? tabs[0]?.key ?? ''
  const wrong = (key: string) =>
    record.messages.filter(({ path }) =>
      shown.some(section => section.tab === key && section.fields.some(({ field }) => field.key === headOf(path))),
    ).length
  const inTab = (key: string) =>
    shown.filter(section => section.tab === key || (section.tab === undefined && key === tabs[0]?.key))
  const jump = (path: string) => {
    const section = shown.find(one => one.fields.some(({ field }) => field.key === headOf(path)))
    if (section?.tab !== undefined) setTab(section.tab)
    // The tab's fields stand on the page in the next frame.
    requestAnimationFrame(() => jumpTo(path))
  }
  return (
    <div className="fw-form">
      <DraftNote record={record} />
      <ProblemList record={record} onJump={jump} />
      {tabs.length > 1 ? (
        <Tabs
          label={label(form.name)}
          items={tabs.map(item => ({ key: item.key, text: label(item.label), count: wrong(item.key) }))}
          open={open}
          onOpen={setTab}
        >
          {inTab(open).map(section => (
            <Section key={section.key} section={section} record={record} alone={false} />
          ))}
        </Tabs>
      ) : (
        shown.map(section => <Section key={section.key} section={section} record={record} alone={shown.length === 1} />)
      )}
      <p className="fw-hidden" role="status">
        {record.messages.length > 0 ? t('form.problems', { n: record.messages.length }) : ''}
      </p>
    </div>
  )
}

/** Brings a field into sight and gives it the keyboard. */
export function jumpTo(path: string): void {
  const box =
    document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`) ??
    document.querySelector<HTMLElement>(`[data-path="/${CSS.escape(headOf(path))}"]`)
  box?.scrollIntoView({ block: 'center' })
  box?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true })
}

function Section({
  section,
  record,
  alone,
}: {
  readonly section: PlacedSection
  readonly record: RecordForm
  readonly alone: boolean
}) {
  const { label } = useText()
  const [open, setOpen] = useState(!section.collapsed)
  const name = label(section.label)
  const errors = record.prepared.values._errors as Record<string, string> | undefined
  const wrong = record.messages.some(({ path }) => section.fields.some(({ field }) => field.key === headOf(path)))
  const shown = open || wrong
  return (
    <section className={alone && name === '' ? 'fw-section is-alone' : 'fw-section'}>
      {name === '' ? null : section.collapsed ? (
        <button type="button" className="fw-section-head" aria-expanded={shown} onClick={() => setOpen(!open)}>
          <Icon name={shown ? 'chevronDown' : 'chevronRight'} size={16} />
          <h2>{name}</h2>
        </button>
      ) : (
        <header className="fw-section-head">
          <h2>{name}</h2>
        </header>
      )}
      {label(section.help) === '' || !shown ? null : <p className="fw-hint fw-section-help">{label(section.help)}</p>}
      {shown ? (
        <div className="fw-fields" style={{ '--columns': section.columns } as React.CSSProperties}>
          {section.fields.map(({ field, span }) => (
            <FieldBox
              key={field.key}
              record={record}
              field={field}
              path={`/${field.key}`}
              value={record.value(field.key)}
              values={record.prepared.values}
              state={record.state(field.key)}
              error={errors?.[field.key]}
              onChange={value => record.set(field.key, value)}
              span={span}
            />
          ))}
        </div>
      ) : null}
    </section>
  )
}

/** What keeps it from being saved; each line leads to its field. */
function ProblemList({ record, onJump }: { readonly record: RecordForm; readonly onJump: (path: string) => void }) {
  const { t, label } = useText()
  const whole = record.messages.filter(({ path }) => path === '')
  const single = record.messages.filter(({ path }) => path !== '')
  const warnings = record.warnings.filter(({ path }) => path === '')
  if (whole.length === 0 && single.length < 2 && warnings.length === 0) return null
  const placeText = (path: string): string => {
    const { field, row, column } = placeLabel(record.form, path)
    return [label(field), row === undefined ? '' : t('field.row', { n: row }), label(column)]
      .filter(Boolean)
      .join(' · ')
  }
  return (
    <>
      {whole.length + single.length === 0 ? null : (
        <div className="fw-problems" role="alert">
          <strong>
            <Icon name="alert" size={16} />
            {t('form.problems', { n: whole.length + single.length })}
          </strong>
          <ul>
            {whole.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
            {single.map(({ path, code, text }) => (
              <li key={`${path} ${text}`}>
                <button type="button" onClick={() => onJump(path)}>
                  {placeText(path)}
                </button>
                {code === 'required' ? null : <span>{text}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {warnings.map(({ text }) => (
        <p key={text} className="fw-note is-warning">
          <Icon name="info" size={17} />
          {text}
        </p>
      ))}
    </>
  )
}

function DraftNote({ record }: { readonly record: RecordForm }) {
  const { t, language } = useText()
  if (record.draft === undefined) return null
  return (
    <div className="fw-note fw-draft">
      <Icon name="history" size={17} />
      <span className="fw-grow">{t('form.draftFound', { when: agoText(record.draft.at, language) })}</span>
      <Button size="small" kind="quiet" onClick={() => record.reset()}>
        {t('form.draftDrop')}
      </Button>
      <Button size="small" onClick={record.useDraft}>
        {t('form.draftUse')}
      </Button>
    </div>
  )
}
