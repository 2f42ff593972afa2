import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { get, queryText, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { SavedView } from '../api/types.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Menu } from '../ui/Menu.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import type { Condition } from './filters.ts'
import type { ViewState, ViewStateChange } from './useViewState.ts'

interface SavedViewsProps {
  readonly app: string
  readonly form: string
  /** the view of the definition it starts from */
  readonly base: string | undefined
  readonly state: ViewState
  readonly change: (change: ViewStateChange) => void
}

/** Conditions are kept in their own words beside what the API understands, so that chips come back. */
const kept = (state: ViewState): SavedView['query'] => ({
  filter: state.conditions.length === 0 ? null : { conditions: state.conditions },
  ...(state.sort === undefined ? {} : { sort: state.sort }),
  ...(state.columns === undefined ? {} : { columns: state.columns }),
})

const opened = (view: SavedView): ViewStateChange => ({
  saved: view.id,
  conditions: ((view.query.filter as { conditions?: readonly Condition[] } | null | undefined)?.conditions ??
    []) as readonly Condition[],
  sort: view.query.sort,
  columns: view.query.columns,
})

/** Views a person keeps for himself, or an administrator for everybody. */
export function SavedViews({ app, form, base, state, change }: SavedViewsProps) {
  const { t } = useText()
  const me = useMe()
  const client = useQueryClient()
  const [naming, setNaming] = useState(false)
  const { data } = useQuery({
    queryKey: keys.views(app, form),
    queryFn: ({ signal }) => get<{ views: readonly SavedView[] }>(`/views${queryText({ app, form })}`, signal),
    retry: false,
  })
  const views = (data?.views ?? []).filter(view => (view.base ?? undefined) === base)
  const current = views.find(view => view.id === state.saved)
  const own = current?.by === me.user.id
  const changed = state.conditions.length > 0 || state.sort !== undefined || state.columns !== undefined
  const send = async (work: Promise<unknown>) => {
    try {
      await work
      await client.invalidateQueries({ queryKey: keys.views(app, form) })
    } catch (error) {
      toast.failed(error)
    }
  }
  if (views.length === 0 && !changed) return null
  return (
    <>
      <Menu
        label={t('views.mine')}
        trigger={props => (
          <Button kind="quiet" icon="star" {...props}>
            {current?.name ?? t('views.mine')}
          </Button>
        )}
        items={[
          {
            key: '',
            text: t('views.default'),
            checked: current === undefined,
            run: () => change({ saved: undefined, conditions: [], sort: undefined, columns: undefined }),
          },
          ...views.map(view => ({
            key: view.id,
            text: view.name,
            checked: view.id === state.saved,
            run: () => change(opened(view)),
          })),
          ...(changed ? [{ key: '+', text: t('views.save'), icon: 'plus' as const, run: () => setNaming(true) }] : []),
          ...(own && current !== undefined
            ? [
                {
                  key: '=',
                  text: t('views.update'),
                  icon: 'check' as const,
                  run: () => void send(request('PATCH', `/views/${current.id}`, { body: { query: kept(state) } })),
                },
                {
                  key: '-',
                  text: t('views.delete'),
                  icon: 'trash' as const,
                  danger: true,
                  run: () => {
                    change({ saved: undefined })
                    void send(request('DELETE', `/views/${current.id}`))
                  },
                },
              ]
            : []),
        ]}
      />
      {naming ? (
        <NameView
          onClose={() => setNaming(false)}
          onName={(name, shared) =>
            void send(
              request<SavedView>('POST', '/views', {
                body: { app, form, ...(base === undefined ? {} : { base }), name, shared, query: kept(state) },
              }).then(view => {
                setNaming(false)
                change({ saved: view.id })
                toast.done(t('views.saved', { name }))
              }),
            )
          }
        />
      ) : null}
    </>
  )
}

function NameView({
  onClose,
  onName,
}: {
  readonly onClose: () => void
  readonly onName: (name: string, shared: boolean) => void
}) {
  const { t } = useText()
  const me = useMe()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') onName(name.trim(), shared)
  }
  return (
    <Dialog
      title={t('views.save')}
      onClose={onClose}
      footer={
        <Button kind="primary" type="submit" form="fw-name-view" disabled={name.trim() === ''}>
          {t('word.save')}
        </Button>
      }
    >
      <form id="fw-name-view" className="fw-stack" onSubmit={submit}>
        <TextField
          label={t('views.name')}
          value={name}
          maxLength={100}
          onChange={event => setName(event.target.value)}
        />
        {me.user.admin ? (
          <label className="fw-check">
            <input type="checkbox" checked={shared} onChange={event => setShared(event.target.checked)} />
            {t('views.shared')}
          </label>
        ) : null}
      </form>
    </Dialog>
  )
}
