import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Setting } from '../../schemas/generated/definition.ts'
import { ApiError } from '../api/apiError.ts'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { SettingsDocument } from '../api/types.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { AddOnsPart } from '../store/AddOnsPart.tsx'
import { ConnectingPart } from '../store/ConnectingPart.tsx'
import { UninstallPart } from '../store/UninstallPart.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { Recalculation } from './Recalculation.tsx'
import { SettingCell } from './SettingCell.tsx'
import { SettingTable } from './SettingTable.tsx'

type Changes = Readonly<Record<string, unknown>>

/** The numbers and words a director tunes: rates, tiers, limits. */
export default function AppSettings() {
  const { t, label } = useText()
  const app = useOpenApp()
  const me = useMe()
  const client = useQueryClient()
  usePage(t('appSettings.title'), `/a/${app.key}`)
  const [changes, setChanges] = useState<Changes>({})
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map())
  const [busy, setBusy] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: keys.settings(app.key),
    queryFn: ({ signal }) => get<SettingsDocument>(`/apps/${app.key}/settings`, signal),
  })
  const count = Object.keys(changes).length
  const save = async () => {
    setBusy(true)
    try {
      const saved = await request<SettingsDocument>('PATCH', `/apps/${app.key}/settings`, { body: changes })
      client.setQueryData(keys.settings(app.key), saved)
      setChanges({})
      setErrors(new Map())
      toast.done(t('appSettings.saved'))
      await client.invalidateQueries({ queryKey: keys.recalculations(app.key) })
      await client.invalidateQueries({ queryKey: keys.app(app.key) })
    } catch (caught) {
      if (caught instanceof ApiError && caught.errors.length > 0)
        setErrors(new Map(caught.errors.map(({ path, message }) => [path.split('/')[1] ?? '', message])))
      else toast.failed(caught)
    } finally {
      setBusy(false)
    }
  }
  const set = (key: string, value: unknown) => setChanges({ ...changes, [key]: value })
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  return (
    <div className="fw-page is-narrow">
      <PageHead
        title={t('appSettings.title')}
        hint={`${label(app.visible.definition.name)} · ${t('appSettings.lead')}`}
      />
      <Recalculation app={app.key} />
      {me.user.admin ? <ConnectingPart app={app.key} /> : null}
      {data === undefined ? (
        <Skeleton lines={6} height={40} />
      ) : data.settings.length === 0 ? (
        <div className="fw-card">
          <Empty icon="settings" title={t('appSettings.empty')} />
        </div>
      ) : (
        <div className="fw-settings">
          {data.settings.map(setting => (
            <SettingBox
              key={setting.key}
              setting={setting}
              value={Object.hasOwn(changes, setting.key) ? changes[setting.key] : setting.value}
              error={errors.get(setting.key)}
              onChange={value => set(setting.key, value)}
            />
          ))}
        </div>
      )}
      {me.user.admin ? <AddOnsPart app={app.key} /> : null}
      {me.user.admin ? <UninstallPart app={app.key} name={label(app.visible.definition.name)} /> : null}
      {count === 0 ? null : (
        <div className="fw-form-bar">
          <Button onClick={() => setChanges({})}>{t('word.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {t('appSettings.changes', { n: count })}
          </Button>
        </div>
      )}
    </div>
  )
}

function SettingBox({
  setting,
  value,
  error,
  onChange,
}: {
  readonly setting: Setting
  readonly value: unknown
  readonly error: string | undefined
  readonly onChange: (value: unknown) => void
}) {
  const { label } = useText()
  const help = label(setting.help)
  return (
    <section className="fw-section fw-setting">
      <div className={setting.type === 'table' ? 'fw-stack' : 'fw-setting-line'}>
        <div>
          <h2>{label(setting.label)}</h2>
          {help === '' ? null : <p className="fw-hint">{help}</p>}
        </div>
        {setting.type === 'table' ? (
          <SettingTable
            label={label(setting.label)}
            columns={setting.columns ?? []}
            rows={(value ?? []) as Readonly<Record<string, unknown>>[]}
            onChange={onChange}
          />
        ) : (
          <SettingCell type={setting.type} label={label(setting.label)} value={value} onChange={onChange} />
        )}
      </div>
      {error === undefined ? null : (
        <p className="fw-error" role="alert">
          {error}
        </p>
      )}
    </section>
  )
}
