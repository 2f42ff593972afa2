import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { ListedTemplate, OtherStore, Template, WaitingTemplate } from '../api/types.ts'
import { useMe } from '../app/session.tsx'
import { useNamedTemplate } from '../demo/useNamedTemplate.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import '../styles/store.css'
import { Categories, type Category, categoryOf } from './Categories.tsx'
import { NewApp } from './NewApp.tsx'
import { StoreProblems } from './StoreProblems.tsx'
import { TemplateCard } from './TemplateCard.tsx'
import { TemplateDetail } from './TemplateDetail.tsx'
import { Upgrade } from './Upgrade.tsx'
import { Waiting } from './Waiting.tsx'

interface Gallery {
  readonly templates: readonly Template[]
  readonly waiting: readonly WaitingTemplate[]
  readonly policy: 'anyone' | 'trusted'
}

/** The templates that came with the house and those of the company; one click installs. */
export default function StorePage() {
  const { t, label } = useText()
  const w = useWords(storeWords)
  const me = useMe()
  const navigate = useNavigate()
  usePage(t('nav.store'), '/apps')
  const [open, setOpen] = useState<ListedTemplate | Template>()
  const [upgrading, setUpgrading] = useState<ListedTemplate | Template>()
  const [making, setMaking] = useState(false)
  const [wanted, setWanted] = useState('')
  const [category, setCategory] = useState<Category | 'all'>('all')
  const { data, error, refetch } = useQuery({
    queryKey: keys.store,
    queryFn: ({ signal }) => get<Gallery>('/store', signal),
    retry: false,
  })
  const others = useQuery({
    queryKey: keys.otherStores,
    queryFn: ({ signal }) =>
      get<{ stores: readonly OtherStore[]; templates: readonly ListedTemplate[] }>('/stores', signal),
    enabled: me.user.admin,
    retry: false,
  })
  useNamedTemplate(data?.templates, setOpen)
  const all: readonly (ListedTemplate | Template)[] = [...(data?.templates ?? []), ...(others.data?.templates ?? [])]
  const nameOf = (key: string): string => label(all.find(one => one.key === key)?.name ?? { zh: key })
  const text = wanted.trim().toLowerCase()
  const shown = all.filter(
    one =>
      (category === 'all' || categoryOf(one) === category) &&
      `${label(one.name)} ${label(one.description)} ${one.store?.name ?? ''}`.toLowerCase().includes(text),
  )
  const forget = () => {
    setWanted('')
    setCategory('all')
  }
  return (
    <div className="fw-page">
      <PageHead title={t('store.title')} hint={t('store.lead')}>
        <input
          className="fw-input"
          type="search"
          style={{ width: 200 }}
          aria-label={w('store.search')}
          placeholder={w('store.search')}
          value={wanted}
          onChange={event => setWanted(event.target.value)}
        />
        {me.user.admin ? (
          <Button icon="settings" onClick={() => void navigate('/store/settings')}>
            {w('store.settings')}
          </Button>
        ) : null}
        {me.user.admin ? (
          <Button icon="plus" onClick={() => setMaking(true)}>
            {w('store.new')}
          </Button>
        ) : null}
      </PageHead>
      <Waiting templates={data?.waiting ?? []} />
      <Categories templates={all} chosen={category} onChoose={setCategory} />
      {others.error === null ? (
        <StoreProblems stores={others.data?.stores ?? []} />
      ) : (
        <p className="fw-note is-warning" role="status" style={{ marginBottom: 16 }}>
          <span className="fw-grow">{w('store.othersFailed')}</span>
          <Button size="small" onClick={() => void others.refetch()}>
            {t('word.retry')}
          </Button>
        </p>
      )}
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={4} height={120} />
      ) : all.length === 0 ? (
        <div className="fw-card">
          <Empty icon="store" title={t('store.empty')} />
        </div>
      ) : (
        <div className="fw-tiles is-store">
          {shown.length === 0 ? (
            <Empty
              icon="search"
              title={w('store.none')}
              action={<Button onClick={forget}>{w('store.showAll')}</Button>}
              small
            />
          ) : null}
          {shown.map(template => (
            <TemplateCard
              key={template.address}
              template={template}
              nameOf={nameOf}
              onDetail={() => setOpen(template)}
              onUpgrade={() => setUpgrading(template)}
            />
          ))}
        </div>
      )}
      {open === undefined ? null : (
        <TemplateDetail
          template={open}
          nameOf={nameOf}
          strict={data?.policy === 'trusted'}
          onClose={() => setOpen(undefined)}
        />
      )}
      {upgrading === undefined ? null : <Upgrade template={upgrading} onClose={() => setUpgrading(undefined)} />}
      {making ? <NewApp onClose={() => setMaking(false)} /> : null}
    </div>
  )
}
