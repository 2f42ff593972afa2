import { useQuery } from '@tanstack/react-query'
import type { Label } from '../../schemas/generated/definition.ts'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { groupDigits } from '../app/format.ts'
import { useText } from '../i18n/useText.ts'

interface Job {
  readonly id: string
  readonly reason: 'publish' | 'settings' | 'people' | 'day' | 'refresh' | 'cascade'
  readonly names: readonly { readonly form: Label; readonly field: Label }[]
  readonly running: boolean
  readonly done: number
  readonly total: number
}

const LOOK_MS = 1_000

/** How far a changed rule has gone through the records, while it goes; nothing when nothing runs. */
export function Recalculation({ app }: { readonly app: string }) {
  const { t, label, language } = useText()
  const { data } = useQuery({
    queryKey: keys.recalculations(app),
    queryFn: ({ signal }) => get<{ recalculations: readonly Job[] }>(`/apps/${app}/recalculations`, signal),
    refetchInterval: query =>
      query.state.data?.recalculations.some(({ running }) => running) === true ? LOOK_MS : false,
    staleTime: 0,
  })
  const running = data?.recalculations.filter(job => job.running) ?? []
  if (running.length === 0) return null
  return (
    <section className="fw-card fw-recalculation" aria-live="polite">
      {running.map(job => {
        const share = job.total === 0 ? 0 : job.done / job.total
        const names = job.names.map(({ form, field }) => `${label(form)} · ${label(field)}`)
        const shown = names.slice(0, 3).join(language === 'zh' ? '、' : ', ')
        return (
          <div key={job.id} className="fw-stack">
            <strong>{t('recalculation.title')}</strong>
            <span className="fw-hint">
              {names.length > 3 ? t('recalculation.more', { names: shown, n: names.length }) : shown}
            </span>
            <div
              className="fw-progress"
              role="progressbar"
              aria-label={t('recalculation.title')}
              aria-valuemin={0}
              aria-valuemax={job.total}
              aria-valuenow={job.done}
            >
              <i style={{ width: `${Math.round(share * 100)}%` }} />
            </div>
            <span className="fw-hint">
              {t('recalculation.progress', {
                done: groupDigits(String(job.done)),
                total: groupDigits(String(job.total)),
              })}
            </span>
          </div>
        )
      })}
    </section>
  )
}
