import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { View } from '../../schemas/generated/definition.ts'
import { request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { type OpenApp, useOpenApp, useRecordContext } from '../app/appContext.tsx'
import { newPath } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import { shapeOf } from '../app/shape.ts'
import { useText } from '../i18n/useText.ts'
import { usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Empty, Failed, PageSkeleton, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { useIsPhone } from '../ui/useMedia.ts'
import { CardList } from '../view/CardList.tsx'
import { ColumnMenu } from '../view/ColumnMenu.tsx'
import { askedCondition } from '../view/condition.ts'
import { AddCondition, FilterBar } from '../view/FilterBar.tsx'
import { allOf, toLogic } from '../view/filters.ts'
import { SavedViews } from '../view/SavedViews.tsx'
import { TableView } from '../view/TableView.tsx'
import { type RecordsQuery, useRecords, useTotals } from '../view/useRecords.ts'
import { useViewState } from '../view/useViewState.ts'
import NotFound from './NotFound.tsx'

const Kanban = lazy(() => import('../view/Kanban.tsx'))

/** A view of the definition, or a form's plain table. */
export default function ViewPage() {
  const { view: viewKey, form: formKey } = useParams()
  const app = useOpenApp()
  const view = app.visible.definition.views?.find(({ key }) => key === viewKey)
  const form = app.form(view?.form ?? formKey ?? '')
  if (form === undefined || (viewKey !== undefined && view === undefined)) return <NotFound />
  return <Records key={viewKey ?? formKey} app={app} form={form} view={view} />
}

const WITHOUT_COLUMN = new Set([
  'subform',
  'rich_text',
  'long_text',
  'signature',
  'location',
  'address',
  'attachment',
  'image',
  'video',
  'audio',
])
const DEFAULT_COLUMNS = 8

/** Columns of the view, else the first fields that fit a line; the title always stands first. */
function columnsOf(app: OpenApp, form: CompiledForm, written: readonly string[] | undefined): CompiledField[] {
  const readable = (key: string) => app.right(form.key, key) !== undefined
  const named = (written ?? []).flatMap(key => form.fields.get(key) ?? []).filter(({ key }) => readable(key))
  const title = form.fields.get(form.titleField)
  const stage = form.stageField === undefined ? [] : [form.fields.get(form.stageField)!]
  const usual = [...form.fieldList.filter(({ kind }) => !WITHOUT_COLUMN.has(kind)).slice(0, DEFAULT_COLUMNS), ...stage]
  const chosen = named.length > 0 ? named : usual.filter(({ key }) => readable(key))
  return title === undefined || title.key === 'id' || !readable(title.key)
    ? chosen
    : [title, ...chosen.filter(column => column !== title)]
}

function useQueryOf(app: OpenApp, form: CompiledForm, view: View | undefined) {
  const me = useMe()
  const context = useRecordContext()
  const [state, change] = useViewState()
  const written = state.columns ?? view?.columns
  const columns = useMemo(() => columnsOf(app, form, written), [app, form, written])
  const where = useMemo(
    () => (view?.where === undefined ? undefined : (askedCondition(view.where, form, context) ?? null)),
    [view?.where, form, context],
  )
  const filter = allOf([
    ...state.conditions.flatMap(condition => {
      const field = form.fields.get(condition.field)
      return field === undefined
        ? []
        : [toLogic(condition, shapeOf(app.compiled, form, field), me.user.id, me.user.zone)]
    }),
  ])
  const group = view?.type === 'kanban' ? form.fields.get(view.group ?? form.stageField ?? '') : undefined
  const holder = app.visible.rights.forms[form.key]?.claim?.into
  const read = new Set([
    ...columns.map(({ key }) => key),
    form.titleField,
    ...(group === undefined ? [] : [group.key]),
    ...(holder === undefined || app.right(form.key, holder) === undefined ? [] : [holder]),
  ])
  const query: RecordsQuery = {
    view: view?.where === undefined ? undefined : view.key,
    viewCondition: where,
    filter,
    sort: state.sort ?? view?.sort?.join(','),
    q: state.q,
    fields: [...read].filter(key => key !== 'id'),
  }
  return { state, change, columns, query, group }
}

interface RecordsProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly view: View | undefined
}

function Records({ app, form, view }: RecordsProps) {
  const { t, label } = useText()
  const navigate = useNavigate()
  const phone = useIsPhone()
  const name = label(view?.label ?? form.name)
  usePage(name, `/a/${app.key}`, 'list')
  const { state, change, columns, query, group } = useQueryOf(app, form, view)
  const creates = app.can(form.key, 'create')
  return (
    <div className={group === undefined ? 'fw-view' : 'fw-view is-kanban'}>
      <header className="fw-view-head">
        <h1>{name}</h1>
        <SearchBox q={state.q} onChange={q => change({ q })} />
        <AddCondition form={form} onAdd={condition => change({ conditions: [...state.conditions, condition] })} />
        {phone || group !== undefined ? null : (
          <ColumnMenu app={app} form={form} columns={columns} onChange={next => change({ columns: next })} />
        )}
        <SavedViews app={app.key} form={form.key} base={view?.key} state={state} change={change} />
        <span className="fw-grow" />
        {creates && !phone ? (
          <Button kind="primary" icon="plus" onClick={() => void navigate(newPath(app.key, form.key))}>
            {label(form.name)}
          </Button>
        ) : null}
      </header>
      <FilterBar form={form} conditions={state.conditions} onChange={conditions => change({ conditions })} />
      {group === undefined ? (
        <Listed
          app={app}
          form={form}
          columns={columns}
          query={query}
          narrowed={state.q !== '' || state.conditions.length > 0}
          onSort={sort => change({ sort })}
          onClear={() => change({ q: '', conditions: [] })}
        />
      ) : (
        <Suspense fallback={<PageSkeleton />}>
          <Kanban app={app} form={form} group={group} columns={columns} query={query} />
        </Suspense>
      )}
      {creates && phone ? (
        <button
          type="button"
          className="fw-float"
          aria-label={t('form.newTitle', { form: label(form.name) })}
          onClick={() => void navigate(newPath(app.key, form.key))}
        >
          <Icon name="plus" size={24} />
        </button>
      ) : null}
    </div>
  )
}

const SEARCH_MS = 250

function SearchBox({ q, onChange }: { readonly q: string; readonly onChange: (q: string) => void }) {
  const { t } = useText()
  const [text, setText] = useState(q)
  useEffect(() => setText(q), [q])
  useEffect(() => {
    if (text === q) return
    const timer = setTimeout(() => onChange(text), SEARCH_MS)
    return () => clearTimeout(timer)
  }, [text, q, onChange])
  return (
    <div className="fw-view-search">
      <Icon name="search" size={16} />
      <input
        type="search"
        className="fw-input"
        value={text}
        placeholder={t('table.search')}
        aria-label={t('table.search')}
        onChange={event => setText(event.target.value)}
      />
    </div>
  )
}

interface ListedProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly columns: readonly CompiledField[]
  readonly query: RecordsQuery
  readonly narrowed: boolean
  readonly onSort: (sort: string | undefined) => void
  readonly onClear: () => void
}

function Listed({ app, form, columns, query, narrowed, onSort, onClear }: ListedProps) {
  const { t, label } = useText()
  const navigate = useNavigate()
  const phone = useIsPhone()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRecords(app, form, query)
  const { data: totals } = useTotals(app, form, query, columns)
  const records = useMemo(() => (data?.pages ?? []).flatMap(page => page.records), [data])
  const more = useMemo(() => (hasNextPage ? () => void fetchNextPage() : undefined), [hasNextPage, fetchNextPage])
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined)
    return (
      <div className="fw-view-wait">
        <Skeleton lines={12} height={24} />
      </div>
    )
  if (records.length === 0)
    return narrowed ? (
      <Empty
        icon="search"
        title={t('table.noMatch')}
        hint={t('table.noMatchHint')}
        action={<Button onClick={onClear}>{t('table.clearFilter')}</Button>}
      />
    ) : (
      <Empty
        icon="form"
        title={t('table.empty', { form: label(form.name) })}
        hint={t(app.can(form.key, 'create') ? 'table.emptyHint' : 'table.emptyReadOnly')}
        action={
          app.can(form.key, 'create') ? (
            <Button kind="primary" icon="plus" onClick={() => void navigate(newPath(app.key, form.key))}>
              {t('form.newTitle', { form: label(form.name) })}
            </Button>
          ) : undefined
        }
      />
    )
  const list = { app, form, columns, records, more, loadingMore: isFetchingNextPage }
  if (phone)
    return (
      <>
        <p className="fw-cards-count">{totals === undefined ? ' ' : t('table.count', { n: totals.count })}</p>
        <CardList {...list} />
      </>
    )
  return (
    <>
      <TableView
        {...list}
        totals={totals}
        sort={query.sort}
        onSort={onSort}
        selected={selected}
        onSelect={app.can(form.key, 'delete') ? setSelected : undefined}
      />
      {selected.size === 0 ? null : (
        <SelectionBar app={app} form={form} selected={selected} onDone={() => setSelected(new Set())} />
      )}
    </>
  )
}

/** What can be done with the chosen records. */
function SelectionBar({
  app,
  form,
  selected,
  onDone,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly selected: ReadonlySet<string>
  readonly onDone: () => void
}) {
  const { t } = useText()
  const client = useQueryClient()
  const remove = async () => {
    const n = selected.size
    const agreed = await confirm({
      title: t('table.deleteTitle', { n }),
      text: t('table.deleteText'),
      action: t('word.delete'),
      danger: true,
    })
    if (!agreed) return
    try {
      await request('POST', `/apps/${app.key}/forms/${form.key}/batch`, {
        body: { operations: [...selected].map(id => ({ delete: id })) },
      })
      toast.done(t('table.deleted', { n }))
      onDone()
    } catch (error) {
      toast.failed(error)
    }
    await client.invalidateQueries({ queryKey: keys.form(app.key, form.key) })
  }
  return (
    <section className="fw-selection" aria-label={t('table.selected', { n: selected.size })}>
      <strong>{t('table.selected', { n: selected.size })}</strong>
      <Button kind="danger" size="small" icon="trash" onClick={() => void remove()}>
        {t('word.delete')}
      </Button>
      <Button kind="quiet" size="small" onClick={onDone}>
        {t('table.clearSelection')}
      </Button>
    </section>
  )
}
