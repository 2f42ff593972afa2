import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import { ApiError, type ApiProblem } from '../api/apiError.ts'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument, StageState } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { dateTimeText, durationText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import { toast } from '../ui/toast.tsx'
import { MissingList, missingWords } from '../view/RefusedMove.tsx'

interface StageBarProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly record: RecordDocument
}

/** Where a record stands, for how long, and what the next gate still needs. */
export function StageBar({ app, form, record }: StageBarProps) {
  const { t, label, language } = useText()
  const me = useMe()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<{ readonly stage: string; readonly errors: readonly ApiProblem[] }>()
  const path = `/apps/${app.key}/forms/${form.key}/records/${record.id}/stage`
  const { data } = useQuery({
    queryKey: keys.record(app.key, form.key, record.id, 'stage'),
    queryFn: ({ signal }) => get<StageState>(path, signal),
    retry: false,
  })
  if (data === undefined) return <div className="fw-stages fw-skeleton" style={{ height: 74 }} />
  const aside = data.stages.filter(({ kind }) => kind === 'lost')
  const line = data.stages.filter(({ kind, key }) => kind !== 'lost' || key === data.stage)
  const at = line.findIndex(({ key }) => key === data.stage)
  const nameOf = (key: string) => label(data.stages.find(stage => stage.key === key)?.label)
  const move = async (to: string) => {
    setBusy(true)
    try {
      await request('POST', path, { body: { to }, version: record.version })
      toast.done(t('stage.moved', { stage: nameOf(to) }))
    } catch (error) {
      if (error instanceof ApiError && error.errors.length > 0) setRefused({ stage: nameOf(to), errors: error.errors })
      else toast.failed(error)
    }
    await client.invalidateQueries({ queryKey: keys.form(app.key, form.key) })
    setBusy(false)
  }
  const leave = async (to: string) => {
    const stage = nameOf(to)
    if (
      await confirm({
        title: t('stage.asideTitle', { stage }),
        text: t('stage.asideText'),
        action: t('stage.aside', { stage }),
      })
    )
      await move(to)
  }
  const movable = app.can(form.key, 'move')
  const { next } = data
  return (
    <section className="fw-stages" aria-label={t('stage.label')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls sideways, so the keyboard must reach it */}
      <ol tabIndex={0}>
        {line.map((stage, index) => (
          <li
            key={stage.key}
            data-color={stage.kind === 'lost' ? 'red' : stage.kind === 'won' ? 'green' : 'blue'}
            className={index < at ? 'is-done' : index === at ? 'is-current' : ''}
            aria-current={index === at ? 'step' : undefined}
          >
            <span className="fw-cut">{label(stage.label)}</span>
            {index < at ? <span className="fw-hidden">{t('stage.done')}</span> : null}
          </li>
        ))}
      </ol>
      <div className="fw-stage-line">
        {data.since === null ? null : (
          <span className="fw-faint" title={dateTimeText(data.since, me.user.zone)}>
            <Icon name="clock" size={14} />{' '}
            {t('stage.since', { time: durationText(Date.now() - Date.parse(data.since), language) })}
          </span>
        )}
        {next === null ? null : next.missing.length === 0 ? (
          <span className="fw-stage-ready">
            <Icon name="check" size={15} /> {t('stage.ready')}
          </span>
        ) : (
          <span className="fw-stage-missing">
            <strong>{t('stage.missing')}</strong>
            {next.missing.map(item => missingWords(item, label)).join('；')}
          </span>
        )}
        <span className="fw-grow" />
        {movable && next !== null ? (
          <Button
            size="small"
            kind={next.missing.length === 0 ? 'primary' : 'plain'}
            busy={busy}
            icon="arrowRight"
            onClick={() => void move(next.key)}
          >
            {t('stage.moveTo', { stage: label(next.label) })}
          </Button>
        ) : null}
        {movable && aside.some(({ key }) => key !== data.stage) ? (
          <Menu
            side="right"
            label={t('word.more')}
            trigger={props => <IconButton icon="more" name={t('word.more')} {...props} />}
            items={aside
              .filter(({ key }) => key !== data.stage)
              .map(stage => ({
                key: stage.key,
                text: t('stage.aside', { stage: label(stage.label) }),
                icon: 'flag' as const,
                run: () => void leave(stage.key),
              }))}
          />
        ) : null}
      </div>
      {refused === undefined ? null : (
        <Dialog title={t('stage.refused', { stage: refused.stage })} onClose={() => setRefused(undefined)}>
          <MissingList errors={refused.errors} />
        </Dialog>
      )}
    </section>
  )
}
