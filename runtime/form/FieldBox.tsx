import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react'
import type { CompiledField, RecordValues } from '../../engine/index.ts'
import { valueMessage } from '../../schemas/errors/values.ts'
import { shapeOf } from '../app/shape.ts'
import { ValueView } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { Icon } from '../ui/Icon.tsx'
import type { FieldBoxProps } from './control.ts'
import { controlOf } from './controls/index.ts'
import type { RecordForm } from './useRecordForm.ts'

const Explain = lazy(() => import('./Explain.tsx'))
const RowsView = lazy(() => import('./RowsView.tsx'))

/** One field: label, control or value, help, and what is wrong. */
export function FieldBox(props: FieldBoxProps) {
  const { record, field, path, state, cell = false } = props
  const { label, t, language } = useText()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (props.focus === true) box.current?.querySelector<HTMLElement>('input, select, textarea, button')?.focus()
  }, [props.focus])
  const form = field.rows === undefined && path.split('/').length > 3 ? rowForm(record, path) : record.form
  const shape = shapeOf(record.app.compiled, form, field)
  const messages = record.messages.filter(message => message.path === path)
  const warnings = record.warnings.filter(message => message.path === path)
  const Control = field.computed || state?.readOnly === true ? undefined : controlOf(field.kind)
  // A value that is only read has nothing to label: the name is text beside it.
  const Name = Control === undefined ? 'div' : 'label'
  const name = label(field.label)
  const help = label((field.definition as { help?: object } | undefined)?.help)
  const describedBy =
    [messages.length > 0 ? `${id}-error` : '', help === '' ? '' : `${id}-help`].filter(Boolean).join(' ') || undefined
  if (state?.visible === false) return null
  return (
    <div
      ref={box}
      className={`fw-field${cell ? ' is-cell' : ''}${Control === undefined ? ' is-fixed' : ''}${messages.length > 0 ? ' is-wrong' : ''}`}
      data-path={path}
      style={props.span === undefined || props.span < 2 ? undefined : { gridColumn: `span ${props.span}` }}
    >
      <Name className={cell ? 'fw-hidden' : 'fw-field-label'} {...(Control === undefined ? {} : { htmlFor: id })}>
        {name}
        {state?.required === true && Control !== undefined ? (
          <i className="fw-star" title={t('form.required')}>
            *
          </i>
        ) : null}
        {field.computed && !cell ? <ComputedMark record={record} field={field} inRow={form !== record.form} /> : null}
      </Name>
      {Control === undefined ? (
        <div className={cell ? 'fw-field-value is-cell' : 'fw-field-value'}>
          {field.kind === 'serial' && (props.value === null || props.value === undefined) ? (
            <span className="fw-faint">{t('field.afterSave')}</span>
          ) : field.rows !== undefined && Array.isArray(props.value) && props.value.length > 0 ? (
            <Suspense fallback={null}>
              <RowsView app={record.app} rows={field.rows} values={props.value as readonly RecordValues[]} />
            </Suspense>
          ) : (
            <ValueView
              value={props.value}
              shape={shape}
              expanded={expandedFor(record, field.key)}
              error={props.error}
              compact={cell}
            />
          )}
        </div>
      ) : (
        <Suspense fallback={<div className="fw-skeleton" style={{ height: 34 }} />}>
          <Control
            id={id}
            app={record.app}
            field={field}
            shape={shape}
            label={name}
            value={props.value}
            onChange={props.onChange}
            onBlur={() => record.touch(path)}
            invalid={messages.length > 0}
            required={state?.required === true}
            describedBy={describedBy}
            options={state?.options}
            values={props.values}
            cell={cell}
            record={record}
            Field={FieldBox}
          />
        </Suspense>
      )}
      {props.error === undefined ? null : (
        <p className="fw-hint">{t('field.failed', { reason: valueMessage(props.error, {}, language) })}</p>
      )}
      {help === '' || cell ? null : (
        <p id={`${id}-help`} className="fw-hint">
          {help}
        </p>
      )}
      {warnings.map(message => (
        <p key={message.text} className="fw-warning">
          {message.text}
        </p>
      ))}
      {messages.length === 0 ? null : (
        <p id={`${id}-error`} className="fw-error">
          {messages.map(({ text }) => text).join(' ')}
        </p>
      )}
    </div>
  )
}

const rowForm = (record: RecordForm, path: string) =>
  record.form.fields.get(path.split('/')[1] ?? '')?.rows ?? record.form

const expandedFor = (record: RecordForm, key: string): unknown =>
  (record.before?.expanded as Record<string, unknown> | undefined)?.[key]

/** Says that a value is computed, and of a stored record how. */
function ComputedMark({
  record,
  field,
  inRow,
}: {
  readonly record: RecordForm
  readonly field: CompiledField
  readonly inRow: boolean
}) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  const stored = typeof record.before?.id === 'string' ? record.before.id : undefined
  if (stored === undefined || inRow) return <span className="fw-computed">{t('field.computed')}</span>
  return (
    <>
      <button type="button" className="fw-computed is-link" onClick={() => setOpen(true)}>
        <Icon name="help" size={13} />
        {t('field.explain')}
      </button>
      {open ? (
        <Suspense fallback={null}>
          <Explain form={record.form} id={stored} field={field} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
