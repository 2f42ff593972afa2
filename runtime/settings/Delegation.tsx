import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { ApiError, messageOf } from '../api/apiError.ts'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useNames } from '../app/directory.ts'
import { dayIn } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { usePeopleItems } from '../form/controls/people.tsx'
import { useText } from '../i18n/useText.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Avatar } from '../ui/Avatar.tsx'
import { Button, IconButton } from '../ui/Button.tsx'
import { Picker } from '../ui/Picker.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/Tag.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'

/** Days somebody is away, both included, and who stands in. */
interface Period {
  readonly from: string
  readonly until: string
  readonly substitute: string
}

interface Periods {
  readonly periods: readonly Period[]
}

/** 外出代理: while one is away, what comes goes to a colleague. */
export default function Delegation() {
  const { t } = useText()
  usePage(t('delegation.title'), '/me')
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: keys.delegation,
    queryFn: ({ signal }) => get<Periods>('/me/delegation', signal),
  })
  const periods = data?.periods ?? []
  /** @throws ApiError what is wrong with the newest */
  const keep = async (next: readonly Period[]): Promise<void> => {
    client.setQueryData(keys.delegation, await request<Periods>('PUT', '/me/delegation', { body: { periods: next } }))
  }
  const remove = (gone: Period) => keep(periods.filter(period => period !== gone)).catch(toast.failed)
  return (
    <div className="fw-page is-narrow">
      <PageHead title={t('delegation.title')} hint={t('delegation.lead')} />
      <section className="fw-card fw-periods">
        {error !== null && data === undefined ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data === undefined ? (
          <div style={{ padding: 16 }}>
            <Skeleton lines={3} height={28} />
          </div>
        ) : periods.length === 0 ? (
          <Empty small icon="today" title={t('delegation.empty')} />
        ) : (
          <ul>
            {periods.map(period => (
              <PeriodLine
                key={`${period.from} ${period.until} ${period.substitute}`}
                period={period}
                onRemove={() => void remove(period)}
              />
            ))}
          </ul>
        )}
      </section>
      {data === undefined ? null : <NewPeriod onAdd={period => keep([...periods, period])} />}
    </div>
  )
}

function PeriodLine({ period, onRemove }: { readonly period: Period; readonly onRemove: () => void }) {
  const { t } = useText()
  const me = useMe()
  const names = useNames()
  const name = names.person(period.substitute)
  const today = dayIn(me.user.zone)
  const state = period.until < today ? 'past' : period.from > today ? 'ahead' : 'now'
  return (
    <li className="fw-line">
      <Avatar name={name} size={32} />
      <span className="fw-grow">
        <strong className="fw-cut">{name}</strong>
        <small className="fw-cut fw-faint">{t('delegation.days', { from: period.from, until: period.until })}</small>
      </span>
      <Tag color={state === 'now' ? 'green' : 'grey'}>{t(`delegation.${state}`)}</Tag>
      <IconButton icon="trash" name={t('delegation.remove', { name })} onClick={onRemove} />
    </li>
  )
}

function NewPeriod({ onAdd }: { readonly onAdd: (period: Period) => Promise<void> }) {
  const { t } = useText()
  const me = useMe()
  const id = useId()
  const people = usePeopleItems().filter(({ key }) => key !== me.user.id)
  const today = dayIn(me.user.zone)
  const [from, setFrom] = useState(today)
  const [until, setUntil] = useState(today)
  const [substitute, setSubstitute] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const add = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await onAdd({ from, until, substitute: substitute[0] ?? '' })
      setSubstitute([])
      toast.done(t('delegation.saved'))
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="fw-section fw-stack">
      <h2>{t('delegation.add')}</h2>
      <div className="fw-period">
        <TextField
          label={t('delegation.from')}
          type="date"
          value={from}
          onChange={event => setFrom(event.target.value)}
        />
        <TextField
          label={t('delegation.until')}
          type="date"
          min={from}
          value={until}
          onChange={event => setUntil(event.target.value)}
        />
        <div>
          <label className="fw-label" htmlFor={id}>
            {t('delegation.substitute')}
          </label>
          <Picker
            id={id}
            label={t('delegation.substitute')}
            items={people}
            chosen={substitute}
            placeholder={t('field.person')}
            onChoose={setSubstitute}
          />
        </div>
      </div>
      {error === undefined ? null : (
        <p className="fw-note is-danger" role="alert">
          {error instanceof ApiError && error.errors.length > 0
            ? error.errors.map(({ message }) => message).join(' ')
            : messageOf(error)}
        </p>
      )}
      <div>
        <Button
          kind="primary"
          busy={busy}
          disabled={substitute.length === 0 || from === '' || until === ''}
          onClick={() => void add()}
        >
          {t('delegation.add')}
        </Button>
      </div>
    </section>
  )
}
