import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type CompiledApp, type CompiledForm, noRelated, type RecordContext, type Related } from '../../engine/index.ts'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Action, VisibleApp } from '../api/types.ts'
import { Failed, PageSkeleton } from '../ui/states.tsx'
import { engineDirectory, useDirectory } from './directory.ts'
import { dayIn } from './format.ts'
import { compileVisible } from './interpret.ts'
import { useMe } from './session.tsx'

/** An app as this person uses it. */
export interface OpenApp {
  readonly key: string
  readonly visible: VisibleApp
  readonly compiled: CompiledApp
  /** undefined when the form is not there or not visible */
  form(key: string): CompiledForm | undefined
  can(form: string, action: Action): boolean
  /** right on a field; undefined = hidden */
  right(form: string, field: string): 'read' | 'write' | undefined
}

const AppContext = createContext<OpenApp | null>(null)
const compiledApps = new WeakMap<VisibleApp, OpenApp>()

/** Compiled once for each answer of the server. */
export function openApp(visible: VisibleApp): OpenApp {
  const known = compiledApps.get(visible)
  if (known !== undefined) return known
  const compiled = compileVisible(visible.definition)
  const { rights } = visible
  const app: OpenApp = {
    key: visible.key,
    visible,
    compiled,
    form: key => compiled.forms.get(key),
    can: (form, action) => rights.forms[form]?.can.includes(action) === true,
    right: (form, field) => rights.forms[form]?.fields[field],
  }
  compiledApps.set(visible, app)
  return app
}

export const appQuery = (key: string) => appQueryOf(keys.app(key), `/apps/${key}`)

/** An app from where it is given: its own address, or a task's. */
export const appQueryOf = (queryKey: readonly string[], path: string) => ({
  queryKey,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<VisibleApp>(path, signal),
  staleTime: 60_000,
  // A definition that did not change stays the same object, and so stays compiled.
  structuralSharing: (before: unknown, after: unknown): unknown => {
    const [old, now] = [before as VisibleApp | undefined, after as VisibleApp]
    return old !== undefined && JSON.stringify(old) === JSON.stringify(now) ? old : now
  },
})

/** Loads an app and stands around its pages. */
export function AppProvider({
  query,
  children,
}: {
  readonly query: ReturnType<typeof appQueryOf>
  readonly children: ReactNode
}) {
  const { data, error, refetch } = useQuery(query)
  const app = useMemo(() => (data === undefined ? undefined : openApp(data)), [data])
  if (app !== undefined) return <AppContext.Provider value={app}>{children}</AppContext.Provider>
  return error === null ? <PageSkeleton /> : <Failed error={error} retry={() => void refetch()} />
}

/** An app given by the caller: the designer's preview of a draft. */
export function PreviewApp({ visible, children }: { readonly visible: VisibleApp; readonly children: ReactNode }) {
  const app = useMemo(() => openApp(visible), [visible])
  return <AppContext.Provider value={app}>{children}</AppContext.Provider>
}

export function useOpenApp(): OpenApp {
  const app = useContext(AppContext)
  if (app === null) throw new Error('useOpenApp outside of AppProvider')
  return app
}

/** The world a record of the app is interpreted in, in the browser. The clock is read when it is made. */
export function useRecordContext(related: Related = noRelated): RecordContext {
  const { compiled, visible } = useOpenApp()
  const me = useMe()
  const directory = useDirectory()
  return useMemo(() => {
    const now = new Date()
    return {
      app: compiled,
      user: me.user.id,
      now: now.toISOString(),
      today: dayIn(visible.zone, now),
      zone: visible.zone,
      settings: visible.settings,
      related,
      directory: engineDirectory(directory, me.user.id, visible.rights.roles),
    }
  }, [compiled, visible, me.user.id, directory, related])
}
