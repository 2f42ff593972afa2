import { useInfiniteQuery } from '@tanstack/react-query'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import { get, queryText } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { HistoryEntry } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { useNames } from '../app/directory.ts'
import { agoText, dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { shapeOf } from '../app/shape.ts'
import { ValueView } from '../app/ValueView.tsx'
import type { TextKey } from '../i18n/texts/index.ts'
import { useText } from '../i18n/useText.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { useRecordTitle } from '../view/useRecordTitle.ts'

const words: Readonly<Record<string, TextKey>> = {
  create: 'history.created',
  move: 'history.moved',
  delete: 'history.deleted',
  restore: 'history.restored',
  compute: 'history.computed',
  recompute: 'history.computed',
}

/** Who changed what and when, before and after in the words of the form. */
export function History({
  app,
  form,
  id,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly id: string
}) {
  const { t } = useText()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: keys.record(app.key, form.key, id, 'history'),
    queryFn: ({ pageParam, signal }) =>
      get<{ history: readonly HistoryEntry[]; nextCursor: string | null }>(
        `/apps/${app.key}/forms/${form.key}/records/${id}/history${queryText({ limit: 30, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={6} height={28} />
  const entries = data.pages.flatMap(page => page.history)
  if (entries.length === 0) return <Empty small icon="history" title={t('word.none')} />
  return (
    <>
      <ol className="fw-trail">
        {entries.map(entry => (
          <Entry key={entry.id} app={app} form={form} entry={entry} />
        ))}
      </ol>
      {hasNextPage ? (
        <Button kind="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('history.more')}
        </Button>
      ) : null}
    </>
  )
}

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

function Entry({
  app,
  form,
  entry,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly entry: HistoryEntry
}) {
  const { t, language } = useText()
  const me = useMe()
  const names = useNames()
  const name = entry.by === null ? t('word.system') : names.person(entry.by)
  const created = entry.kind === 'create'
  const changes = Object.entries(entry.changes).flatMap(([key, [before, after]]) => {
    const field = form.fields.get(key)
    return field === undefined || (created && isBlank(after)) ? [] : [{ field, before, after }]
  })
  return (
    <li>
      <Avatar name={name} size={28} />
      <div className="fw-grow">
        <p>
          <strong>{name}</strong> {t(words[entry.kind] ?? 'history.updated', { n: changes.length })}
          {entry.actor !== 'automation' && entry.actor !== 'system' ? null : (
            <span className="fw-faint"> · {t('history.automatic')}</span>
          )}
          <time className="fw-faint" dateTime={entry.at} title={dateTimeText(entry.at, me.user.zone)}>
            {agoText(entry.at, language)}
          </time>
        </p>
        <dl className="fw-changes">
          {changes.map(({ field, before, after }) => (
            <Change
              key={field.key}
              app={app}
              form={form}
              field={field}
              before={created ? undefined : before}
              after={after}
            />
          ))}
        </dl>
      </div>
    </li>
  )
}

function Change({
  app,
  form,
  field,
  before,
  after,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly field: CompiledField
  /** undefined = the record was new */
  readonly before: unknown
  readonly after: unknown
}) {
  const { label } = useText()
  return (
    <>
      <dt>{label(field.label)}</dt>
      <dd>
        {before === undefined ? null : (
          <>
            <del>
              <Past app={app} form={form} field={field} value={before} />
            </del>
            <Icon name="arrowRight" size={14} className="fw-faint" />
          </>
        )}
        <ins>
          <Past app={app} form={form} field={field} value={after} />
        </ins>
      </dd>
    </>
  )
}

function Past({
  app,
  form,
  field,
  value,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly field: CompiledField
  readonly value: unknown
}) {
  const { t } = useText()
  const shape = shapeOf(app.compiled, form, field)
  const target = app.form(shape.target ?? '')
  const one = target !== undefined && typeof value === 'string' ? value : undefined
  const title = useRecordTitle(app, shape.target, one)
  if (isBlank(value)) return <span className="fw-faint">{t('history.blank')}</span>
  const expanded =
    one === undefined || target === undefined || title === undefined
      ? undefined
      : { id: one, [target.titleField]: title }
  return <ValueView value={value} shape={shape} expanded={expanded} compact={shape.kind !== 'long_text'} />
}
