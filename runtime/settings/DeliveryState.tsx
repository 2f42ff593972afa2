import { channelWords } from '../i18n/texts/channels.ts'
import { useWords } from '../i18n/useWords.ts'
import { Tag } from '../ui/Tag.tsx'
import type { ChannelWord } from './channelKinds.ts'

/** What left, or did not, as the server tells administrators. */
export interface DeliveryDocument {
  readonly id: string
  readonly app: string | null
  readonly channel: ChannelWord
  readonly state: 'waiting' | 'sent' | 'failed' | 'withheld'
  readonly to: string | null
  readonly subject: string | null
  readonly createdAt: string
  readonly dueAt: string
  readonly tries: number
  readonly reason: { readonly code: string; readonly message: string } | null
}

/** Deliveries kept from the server begin with it. */
export const DELIVERIES = ['deliveries'] as const

const COLORS = { waiting: 'blue', sent: 'green', failed: 'red', withheld: 'orange' } as const

/** How a delivery stands. */
export function DeliveryState({ state }: Pick<DeliveryDocument, 'state'>) {
  const w = useWords(channelWords)
  return <Tag color={COLORS[state]}>{w(state)}</Tag>
}
