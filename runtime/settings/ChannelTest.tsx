import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { get, request } from '../api/client.ts'
import { channelWords } from '../i18n/texts/channels.ts'
import { useWords } from '../i18n/useWords.ts'
import { toast } from '../ui/toast.tsx'
import type { DeliveryDocument } from './DeliveryState.tsx'

const WAIT_MS = 500
const MOST_WAITS = 40

/** Sends a message and tells what came of it: most settings are wrong at the first try. */
export function ChannelTest({ path, group }: { readonly path: string; readonly group: boolean }) {
  const w = useWords(channelWords)
  const [to, setTo] = useState('')
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ readonly ok: boolean; readonly text: string }>()
  const send = async () => {
    setBusy(true)
    setOutcome(undefined)
    try {
      const body = group ? {} : { to: to.trim() }
      const { delivery } = await request<{ delivery: string }>('POST', `${path}/test`, { body })
      const settled = await settledOf(delivery)
      if (settled === undefined) setOutcome({ ok: false, text: w('testSlow') })
      else setOutcome({ ok: settled.state === 'sent', text: settled.reason?.message ?? w('testSent') })
    } catch (error) {
      toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="fw-channel-test">
      <h3 className="fw-label">{w('test')}</h3>
      <div className="fw-row">
        {group ? null : (
          <Input
            value={to}
            placeholder={w('testTo')}
            aria-label={w('testTo')}
            onChange={event => setTo(event.target.value)}
          />
        )}
        <Button loading={busy} disabled={!group && to.trim() === ''} onClick={() => void send()}>
          {busy ? w('testing') : w('test')}
        </Button>
      </div>
      {outcome === undefined ? null : (
        <Alert
          style={{ marginTop: 12 }}
          type={outcome.ok ? 'success' : 'warning'}
          showIcon
          title={outcome.text}
          role="status"
        />
      )}
    </section>
  )
}

/** The delivery once something came of it; undefined when nothing did within 20 s. */
async function settledOf(id: string): Promise<DeliveryDocument | undefined> {
  for (let n = 0; n < MOST_WAITS; n += 1) {
    const delivery = await get<DeliveryDocument>(`/deliveries/${id}`)
    if (delivery.state !== 'waiting' || delivery.reason !== null) return delivery
    await new Promise(resolve => setTimeout(resolve, WAIT_MS))
  }
  return undefined
}
