import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { CompiledForm } from '../../engine/index.ts'
import { addressText, optionText, placeText } from '../../engine/record/value-words.ts'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { FileDocument, RecordDocument } from '../api/types.ts'
import { fileAddress } from '../api/upload.ts'
import { useText } from '../i18n/useText.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Tag } from '../ui/Tag.tsx'
import { type OpenApp, useOpenApp } from './appContext.tsx'
import { useNames } from './directory.ts'
import { dateTimeText, numberText } from './format.ts'
import { useMe } from './session.tsx'
import type { Shape } from './shape.ts'

/** A related record as `expand` brings it. */
export interface Expanded {
  readonly id: string
  readonly [field: string]: unknown
}

export const expandedOf = (expanded: unknown): readonly Expanded[] =>
  Array.isArray(expanded) ? (expanded as Expanded[]) : expanded == null ? [] : [expanded as Expanded]

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

export interface ValueViewProps {
  readonly value: unknown
  readonly shape: Shape
  /** `expanded[field]` of the record, for relations */
  readonly expanded?: unknown
  /** code of a formula that failed */
  readonly error?: string | undefined
  /** in a table: one line, no links */
  readonly compact?: boolean
}

/** Any value of any field, to read. */
export function ValueView({ value, shape, expanded, error, compact = false }: ValueViewProps) {
  const { t, language, label } = useText()
  const names = useNames()
  const me = useMe()
  const app = useOpenApp()
  if (error !== undefined)
    return (
      <span className="fw-faint" title={t('field.failed', { reason: error })}>
        —
      </span>
    )
  if (isBlank(value)) return <span className="fw-faint">—</span>
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  switch (shape.kind) {
    case 'number':
    case 'money':
    case 'percent':
    case 'duration':
      return <span className="fw-number">{items.map(item => numberText(item, shape, language)).join('、')}</span>
    case 'score':
      return <Score value={String(value)} />
    case 'rating':
      return <Stars value={Number(value)} max={shape.max ?? 5} />
    case 'datetime':
      return <span className="fw-number">{items.map(item => dateTimeText(String(item), me.user.zone)).join('、')}</span>
    case 'date':
    case 'time':
      return <span className="fw-number">{items.join('、')}</span>
    case 'yes_no':
      return <span>{items.map(item => t(item === true ? 'word.yes' : 'word.no')).join('、')}</span>
    case 'select':
    case 'cascade':
    case 'option':
      return (
        <span className="fw-values">
          {items.map(item => {
            const option = shape.library?.options.get(String(item))
            return (
              <Tag key={String(item)} color={option?.color}>
                {optionText(shape, String(item), label)}
              </Tag>
            )
          })}
        </span>
      )
    case 'tags':
      return (
        <span className="fw-values">
          {items.map(item => (
            <Tag key={String(item)}>{String(item)}</Tag>
          ))}
        </span>
      )
    case 'user':
      return (
        <span className="fw-values">
          {items.map(item => (
            <span key={String(item)} className="fw-person">
              <Avatar name={names.person(item)} size={22} />
              <span className="fw-cut">{names.person(item)}</span>
            </span>
          ))}
        </span>
      )
    case 'department':
      return <span>{items.map(names.department).join('、')}</span>
    case 'relation':
      return <RelationView app={app} ids={items} target={shape.target} expanded={expanded} compact={compact} />
    case 'attachment':
    case 'image':
    case 'video':
    case 'audio':
    case 'signature':
      return (
        <FilesView
          ids={items.map(String)}
          pictures={shape.kind === 'image' || shape.kind === 'signature'}
          compact={compact}
        />
      )
    case 'location':
      return <span>{placeText(value as Record<string, unknown>)}</span>
    case 'address':
      return <span>{addressText(value as Record<string, string>)}</span>
    case 'subform':
      return <span className="fw-number">{t('history.rows', { n: items.length })}</span>
    case 'phone':
      return compact ? (
        <span>{String(value)}</span>
      ) : (
        <a href={`tel:${String(value).replace(/[^+\d]/g, '')}`}>{String(value)}</a>
      )
    case 'email':
      return compact ? <span>{String(value)}</span> : <a href={`mailto:${String(value)}`}>{String(value)}</a>
    case 'url':
      return <SafeLink address={String(value)} compact={compact} />
    case 'long_text':
    case 'rich_text':
      return <span className={compact ? undefined : 'fw-long-text'}>{String(value)}</span>
    default:
      return <span>{items.map(String).join('、')}</span>
  }
}

/** Only http and https become links; anything else stays words (SR-12). */
function SafeLink({ address, compact }: { readonly address: string; readonly compact: boolean }) {
  if (compact || !/^https?:\/\//i.test(address)) return <span>{address}</span>
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {address}
    </a>
  )
}

/** A score of 0 to 100: its digits and a bar as long. */
function Score({ value }: { readonly value: string }) {
  return (
    <span className="fw-score">
      <span className="fw-number">{value}</span>
      <meter className="fw-score-bar" min={0} max={100} value={Number(value)} aria-hidden="true" />
    </span>
  )
}

function Stars({ value, max }: { readonly value: number; readonly max: number }) {
  const { t } = useText()
  return (
    <span className="fw-stars" role="img" aria-label={t('field.rate', { n: value, max })}>
      {Array.from({ length: max }, (_, index) => index + 1).map(star => (
        <Icon key={star} name="star" size={15} className={star <= value ? 'is-full' : ''} />
      ))}
    </span>
  )
}

/** The words a record is known by. */
export function titleOf(form: CompiledForm, record: Readonly<Record<string, unknown>>): string {
  const title = record[form.titleField]
  return title === null || title === undefined || typeof title === 'object' ? '' : String(title)
}

function RelationView({
  app,
  ids,
  target,
  expanded,
  compact,
}: {
  readonly app: OpenApp
  readonly ids: readonly unknown[]
  readonly target: string | undefined
  readonly expanded: unknown
  readonly compact: boolean
}) {
  const form = app.form(target ?? '')
  const known = expandedOf(expanded)
  return (
    <span className="fw-values">
      {ids.map(id => (
        <RelationName
          key={String(id)}
          app={app}
          form={form}
          id={String(id)}
          record={known.find(item => item.id === id)}
          compact={compact}
        />
      ))}
    </span>
  )
}

/** A related record by its words; one that came without them is looked up, as far as it may be read. */
function RelationName({
  app,
  form,
  id,
  record,
  compact,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm | undefined
  readonly id: string
  readonly record: Expanded | undefined
  readonly compact: boolean
}) {
  const { t } = useText()
  const readable = form !== undefined && app.can(form.key, 'read')
  const { data, isPending } = useQuery({
    queryKey: keys.record(app.key, form?.key ?? '', id),
    queryFn: ({ signal }) => get<RecordDocument>(`/apps/${app.key}/forms/${form?.key}/records/${id}`, signal),
    enabled: readable && record === undefined,
    retry: false,
    staleTime: 60_000,
  })
  const found = record ?? data
  if (form === undefined || found === undefined)
    return <span className="fw-faint">{readable && isPending ? '…' : t('field.unseen')}</span>
  const title = titleOf(form, found) || t('table.noTitle')
  return compact ? (
    <span className="fw-cut">{title}</span>
  ) : (
    <Link to={`/a/${app.key}/f/${form.key}/r/${id}`}>{title}</Link>
  )
}

/** Names and kinds of files by id. */
export function useFiles(ids: readonly string[]): ReadonlyMap<string, FileDocument> {
  const sorted = [...ids].sort().join(',')
  const { data } = useQuery({
    queryKey: keys.file(sorted),
    queryFn: ({ signal }) => get<{ files: readonly FileDocument[] }>(`/files?ids=${sorted}`, signal),
    enabled: sorted !== '',
    staleTime: 600_000,
  })
  return new Map((data?.files ?? []).map(file => [file.id, file]))
}

function FilesView({
  ids,
  pictures,
  compact,
}: {
  readonly ids: readonly string[]
  readonly pictures: boolean
  readonly compact: boolean
}) {
  const { t } = useText()
  const files = useFiles(compact ? [] : ids)
  if (compact)
    return (
      <span className="fw-person">
        <Icon name={pictures ? 'camera' : 'file'} size={15} className="fw-faint" />
        {ids.length}
      </span>
    )
  return (
    <span className="fw-values">
      {ids.map(id => {
        const name = files.get(id)?.name ?? '…'
        return pictures ? (
          <a
            key={id}
            href={fileAddress(id)}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={t('field.preview', { name })}
          >
            <img className="fw-thumb" src={fileAddress(id)} alt={name} loading="lazy" />
          </a>
        ) : (
          <a key={id} className="fw-file-link" href={fileAddress(id)} target="_blank" rel="noopener noreferrer">
            <Icon name="file" size={15} />
            <span className="fw-cut">{name}</span>
          </a>
        )
      })}
    </span>
  )
}
