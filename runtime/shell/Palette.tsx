// biome-ignore-all lint/a11y/useSemanticElements: a list of results under a search box, not a select
import { useQueries } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { get, queryText } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordPage } from '../api/types.ts'
import { appQuery, openApp } from '../app/appContext.tsx'
import { flatNavigation, navigationOf, recordPath } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import { titleOf } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { Icon, type IconName, iconOf } from '../ui/Icon.tsx'
import { useCreatable } from './useCreatable.ts'

interface Found {
  readonly key: string
  readonly group: string
  readonly text: string
  readonly hint: string
  readonly icon: IconName
  readonly path: string
}

const MOST_FORMS = 12
const MOST_PER_FORM = 4
const MOST_PAGES = 8

/** Ctrl/⌘ K: records of every form, pages and actions, by keyboard. */
export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const dialog = useRef<HTMLDialogElement>(null)
  const found = useFound(useDeferredValue(text.trim()))
  useEffect(() => dialog.current?.showModal(), [])
  const open = (item: Found | undefined) => {
    if (item === undefined) return
    onClose()
    void navigate(item.path)
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((at + step + found.length) % Math.max(1, found.length))
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) open(found[at])
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it by keyboard; the click is on the shade around it
    <dialog
      ref={dialog}
      className="fw-dialog fw-palette"
      aria-label={t('search.open')}
      onCancel={onClose}
      onClick={event => event.target === dialog.current && onClose()}
    >
      <div className="fw-palette-input">
        <Icon name="search" />
        <input
          autoFocus
          value={text}
          placeholder={t('search.placeholder')}
          aria-label={t('search.open')}
          role="combobox"
          aria-expanded="true"
          aria-controls="fw-palette-list"
          aria-activedescendant={found[at] === undefined ? undefined : `fw-found-${at}`}
          onChange={event => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={press}
        />
      </div>
      <div className="fw-palette-list" id="fw-palette-list" role="listbox" aria-label={t('word.search')}>
        {found.map((item, index) => (
          <div key={item.key} role="presentation">
            {found[index - 1]?.group === item.group ? null : <h3 role="presentation">{item.group}</h3>}
            <button
              type="button"
              id={`fw-found-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className="fw-palette-item"
              onClick={() => open(item)}
              onPointerMove={() => setAt(index)}
            >
              <Icon name={item.icon} />
              <span className="fw-grow fw-cut">{item.text}</span>
              <small>{item.hint}</small>
            </button>
          </div>
        ))}
        {found.length === 0 && text.trim() !== '' ? (
          <p className="fw-faint" style={{ padding: 16 }}>
            {t('search.empty', { q: text.trim() })}
          </p>
        ) : null}
      </div>
      <div className="fw-palette-foot">{t('search.hint')}</div>
    </dialog>
  )
}

function useFound(text: string): readonly Found[] {
  const { t, label } = useText()
  const me = useMe()
  const creatable = useCreatable()
  const answers = useQueries({ queries: me.apps.map(app => appQuery(app.key)) })
  const apps = answers.flatMap(({ data }) => (data === undefined ? [] : [openApp(data)]))
  const forms = apps
    .flatMap(app => app.visible.definition.forms.filter(form => app.can(form.key, 'read')).map(form => ({ app, form })))
    .slice(0, MOST_FORMS)
  const records = useQueries({
    queries: forms.map(({ app, form }) => ({
      queryKey: [...keys.form(app.key, form.key), 'search', text],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get<RecordPage>(
          `/apps/${app.key}/forms/${form.key}/records${queryText({ q: text, limit: MOST_PER_FORM, fields: app.form(form.key)?.titleField })}`,
          signal,
        ),
      enabled: text !== '',
      staleTime: 10_000,
      retry: false,
    })),
  })
  const wanted = text.toLowerCase()
  const matches = (words: string) => wanted === '' || words.toLowerCase().includes(wanted)
  const pages = useMemo(
    () => [
      { key: 'today', text: t('nav.today'), hint: '', icon: 'today' as IconName, path: '/' },
      { key: 'tasks', text: t('nav.tasks'), hint: '', icon: 'tasks' as IconName, path: '/tasks' },
      ...apps.flatMap(app =>
        flatNavigation(navigationOf(app)).map(entry => ({
          key: `${app.key}/${entry.key}`,
          text: label(entry.label),
          hint: label(app.visible.definition.name),
          icon: entry.icon,
          path: entry.path ?? '/',
        })),
      ),
    ],
    [apps, t, label],
  )
  return [
    ...records.flatMap(({ data }, index) => {
      const place = forms[index]
      const compiled = place?.app.form(place.form.key)
      if (data === undefined || place === undefined || compiled === undefined) return []
      return data.records.map(record => ({
        key: record.id,
        group: label(place.form.name),
        text: titleOf(compiled, record) || t('table.noTitle'),
        hint: '',
        icon: iconOf(place.form.icon, 'form'),
        path: recordPath(place.app.key, place.form.key, record.id),
      }))
    }),
    ...pages
      .filter(page => matches(page.text))
      .slice(0, MOST_PAGES)
      .map(page => ({ ...page, group: t('search.pages') })),
    ...creatable
      .map(item => ({
        key: `new ${item.path}`,
        group: t('search.actions'),
        text: t('search.newOf', { form: label(item.name) }),
        hint: label(item.appName),
        icon: 'plus' as IconName,
        path: item.path,
      }))
      .filter(item => matches(item.text))
      .slice(0, MOST_PAGES),
  ]
}
