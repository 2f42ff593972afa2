import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { demo } from '../api/base.ts'
import { keys } from '../api/keys.ts'
import type { Notice } from '../api/types.ts'
import { useText } from '../i18n/useText.ts'
import { toast } from '../ui/toast.tsx'

interface RecordEvent {
  readonly app: string
  readonly form: string
  readonly id: string
  readonly version: number
}

/** Listens to what others do while this page is open: a message is a hint to read again. */
export function useLive(open: (link: NonNullable<Notice['link']>) => void): void {
  const client = useQueryClient()
  const { label, t } = useText()
  useEffect(() => {
    // In a demo nothing changes.
    if (demo !== undefined) return
    // Since when this page has been reading without hearing of changes.
    const source = new EventSource(`/api/events?ago=${Math.ceil(performance.now())}`)
    let opened = false
    const on = <T>(name: string, take: (data: T) => void) =>
      source.addEventListener(name, event => take(JSON.parse((event as MessageEvent<string>).data) as T))
    source.onopen = () => {
      // After a gap anything may have changed.
      if (opened) void client.invalidateQueries()
      opened = true
    }
    on<Notice>('notice', notice => {
      void client.invalidateQueries({ queryKey: keys.notices })
      const { link } = notice
      toast.note(label(notice.text), link === null ? undefined : { label: t('record.show'), run: () => open(link) })
    })
    on<{ tasks: boolean; notices: boolean; apps: string[]; published: string[] }>(
      'missed',
      ({ tasks, notices, apps, published }) => {
        if (tasks) void client.invalidateQueries({ queryKey: keys.allTasks })
        if (notices) void client.invalidateQueries({ queryKey: keys.notices })
        for (const app of apps) void client.invalidateQueries({ queryKey: keys.forms(app) })
        for (const app of published) void client.invalidateQueries({ queryKey: keys.app(app) })
      },
    )
    on('task', () => void client.invalidateQueries({ queryKey: keys.allTasks }))
    on<RecordEvent>('record', ({ app, form, id }) => {
      void client.invalidateQueries({ queryKey: [...keys.form(app, form), 'list'] })
      void client.invalidateQueries({ queryKey: [...keys.form(app, form), 'count'] })
      void client.invalidateQueries({ queryKey: [...keys.form(app, form), 'one', id] })
    })
    on<{ app: string; version: number }>('app', ({ app }) => {
      void client.invalidateQueries({ queryKey: keys.app(app) })
      void client.invalidateQueries({ queryKey: keys.me })
    })
    return () => source.close()
  }, [client, label, t, open])
}
