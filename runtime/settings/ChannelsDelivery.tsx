import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { get, request } from '../api/client.ts'
import { dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { channelWords } from '../i18n/texts/channels.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { DELIVERIES, type DeliveryDocument, DeliveryState } from './DeliveryState.tsx'

interface Attempt {
  readonly at: string
  readonly milliseconds: number
  readonly outcome: string
  readonly message?: string
  readonly answer?: Readonly<Record<string, unknown>>
}

interface WholeDelivery extends DeliveryDocument {
  readonly body: unknown
  readonly attempts: readonly Attempt[]
}

/** One delivery: what was said, every try with its answer, and again. */
export function DeliveryDetail({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useText()
  const w = useWords(channelWords)
  const client = useQueryClient()
  const { data, error } = useQuery({
    queryKey: [...DELIVERIES, 'one', id],
    queryFn: ({ signal }) => get<WholeDelivery>(`/deliveries/${id}`, signal),
  })
  const again = async () => {
    try {
      await request('POST', `/deliveries/${id}/retry`)
      toast.done(w('queued'))
      await client.invalidateQueries({ queryKey: DELIVERIES })
      onClose()
    } catch (caught) {
      toast.failed(caught)
    }
  }
  const may = data?.state === 'failed' || data?.state === 'sent'
  return (
    <Drawer
      open
      size={520}
      title={data === undefined ? w('deliveries') : w(data.channel)}
      onClose={onClose}
      footer={
        <div className="fw-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('word.close')}</Button>
          {may ? (
            <Button type={data.state === 'failed' ? 'primary' : 'default'} onClick={() => void again()}>
              {w('again')}
            </Button>
          ) : null}
        </div>
      }
    >
      {data !== undefined ? (
        <Delivery delivery={data} />
      ) : error === null ? (
        <Skeleton lines={6} />
      ) : (
        <Failed error={error} />
      )}
    </Drawer>
  )
}

function Delivery({ delivery }: { readonly delivery: WholeDelivery }) {
  const w = useWords(channelWords)
  const me = useMe()
  const at = (instant: string): string => dateTimeText(instant, me.user.zone)
  const { state, to, subject, body, reason, attempts, dueAt, createdAt, id } = delivery
  return (
    <>
      <dl className="fw-facts">
        <Fact name={w('state')}>
          <DeliveryState state={state} /> {state === 'waiting' ? w('nextTry', { at: at(dueAt) }) : null}
        </Fact>
        {reason === null ? null : <Fact name={w('reason')}>{reason.message}</Fact>}
        {to === null || to === '' ? null : <Fact name={w('to')}>{to}</Fact>}
        <Fact name={w('when')}>{at(createdAt)}</Fact>
        <Fact name={w('id')}>
          <code>{id}</code>
        </Fact>
      </dl>
      <h3 className="fw-label">{w('content')}</h3>
      {subject === null ? null : <p>{subject}</p>}
      <pre className="fw-pre">{typeof body === 'string' ? body : JSON.stringify(body, null, 2)}</pre>
      <h3 className="fw-label">{w('attempts')}</h3>
      {attempts.length === 0 ? <p className="fw-faint">{w('noAttempt')}</p> : null}
      {attempts.map(({ at: instant, milliseconds, outcome, message, answer }, index) => (
        <div key={instant} className="fw-line">
          <span className="fw-grow">
            <strong>{at(instant)}</strong>
            <small>{w('tryLine', { n: index + 1, ms: milliseconds })}</small>
            <small>{message ?? (answer === undefined ? '' : JSON.stringify(answer))}</small>
          </span>
          <span className="fw-faint">{w(outcomes[outcome] ?? 'failed')}</span>
        </div>
      ))}
    </>
  )
}

const outcomes: Readonly<Record<string, 'sent' | 'retry' | 'failed'>> = {
  sent: 'sent',
  retry: 'retry',
  failed: 'failed',
}

const Fact = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
