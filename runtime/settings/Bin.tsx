import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument, RecordPage } from '../api/types.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { agoText } from '../app/format.ts'
import { titleOf } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon, iconOf } from '../ui/Icon.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { toast } from '../ui/toast.tsx'

/** Deleted records of the forms one may delete in. */
export default function Bin() {
  const { t, label } = useText()
  const app = useOpenApp()
  usePage(t('bin.title'), `/a/${app.key}`)
  const forms = app.visible.definition.forms
    .filter(form => app.can(form.key, 'delete'))
    .flatMap(form => app.form(form.key) ?? [])
  const [open, setOpen] = useState(forms[0]?.key ?? '')
  const form = app.form(open)
  return (
    <div className="fw-page is-narrow">
      <PageHead title={t('bin.title')} hint={t('bin.lead')} />
      {form === undefined ? (
        <Empty icon="trash" title={t('bin.empty')} />
      ) : (
        <Tabs
          label={t('bin.title')}
          items={forms.map(one => ({ key: one.key, text: label(one.name) }))}
          open={open}
          onOpen={setOpen}
        >
          <Recycled key={open} form={form} />
        </Tabs>
      )}
    </div>
  )
}

function Recycled({ form }: { readonly form: CompiledForm }) {
  const { t, language } = useText()
  const app = useOpenApp()
  const client = useQueryClient()
  const base = `/apps/${app.key}/forms/${form.key}`
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.form(app.key, form.key), 'recycled'],
    queryFn: ({ signal }) => get<RecordPage>(`${base}/recycled?limit=100`, signal),
  })
  const restore = async (record: RecordDocument, title: string) => {
    try {
      await request('POST', `${base}/records/${record.id}/restore`)
      toast.done(t('bin.restored', { title }))
      await client.invalidateQueries({ queryKey: keys.form(app.key, form.key) })
    } catch (caught) {
      toast.failed(caught)
    }
  }
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={5} height={36} />
  if (data.records.length === 0) return <Empty icon="trash" title={t('bin.empty')} />
  return (
    <section className="fw-card">
      {data.records.map(record => {
        const title = titleOf(form, record) || t('table.noTitle')
        return (
          <div key={record.id} className="fw-line">
            <Icon name={iconOf(form.definition?.icon, 'form')} className="fw-faint" />
            <span className="fw-grow">
              <strong className="fw-cut">{title}</strong>
              <small>{record.updated_at === undefined ? '' : agoText(String(record.updated_at), language)}</small>
            </span>
            <Button size="small" onClick={() => void restore(record, title)}>
              {t('bin.restore')}
            </Button>
          </div>
        )
      })}
    </section>
  )
}
