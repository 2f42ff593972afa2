import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import '../styles/outside.css'
import { AntdScope } from '../AntdScope.tsx'
import { get } from '../api/client.ts'
import { useMe } from '../app/session.tsx'
import { channelWords } from '../i18n/texts/channels.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/Tag.tsx'
import { ChannelForm } from './ChannelForm.tsx'
import { Deliveries } from './ChannelsDeliveries.tsx'
import { type ChannelDocument, type ChannelKind, channelKinds } from './channelKinds.ts'

const KEY = ['channels'] as const

/** How the organisation sends, and what was sent. */
export default function Channels() {
  const { t } = useText()
  const w = useWords(channelWords)
  const me = useMe()
  usePage(w('title'), '/me')
  const [part, setPart] = useState<'channels' | 'deliveries'>('channels')
  if (!me.user.admin) return <Empty icon="send" title={t('page.notFound')} hint={t('page.notFoundHint')} />
  return (
    <AntdScope>
      <div className={part === 'channels' ? 'fw-page is-narrow' : 'fw-page'}>
        <PageHead title={w('title')} hint={w('lead')}>
          <Segmented
            value={part}
            onChange={setPart}
            options={[
              { value: 'channels', label: w('channels') },
              { value: 'deliveries', label: w('deliveries') },
            ]}
          />
        </PageHead>
        {part === 'channels' ? <ChannelList /> : <Deliveries />}
      </div>
    </AntdScope>
  )
}

interface ChannelsDocument {
  readonly channels: readonly ChannelDocument[]
  readonly byOperator: readonly string[]
}

function ChannelList() {
  const client = useQueryClient()
  const [editing, setEditing] = useState<ChannelKind>()
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<ChannelsDocument>('/channels', signal),
  })
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={8} height={40} />
  const found = (kind: string) => data.channels.find(channel => channel.kind === kind)
  return (
    <>
      <section className="fw-card">
        {channelKinds.map(kind => (
          <ChannelLine
            key={kind.kind}
            kind={kind}
            channel={found(kind.kind)}
            byOperator={data.byOperator.includes(kind.kind)}
            onOpen={() => setEditing(kind)}
          />
        ))}
      </section>
      {editing === undefined ? null : (
        <ChannelForm
          key={editing.kind}
          kind={editing}
          channel={found(editing.kind)}
          onClose={() => setEditing(undefined)}
          onSaved={() => void client.invalidateQueries({ queryKey: KEY })}
        />
      )}
    </>
  )
}

function ChannelLine({
  kind: { kind, icon, hint },
  channel,
  byOperator,
  onOpen,
}: {
  readonly kind: ChannelKind
  readonly channel: ChannelDocument | undefined
  readonly byOperator: boolean
  readonly onOpen: () => void
}) {
  const w = useWords(channelWords)
  const state =
    channel === undefined
      ? byOperator
        ? ({ word: 'byOperator', color: 'green' } as const)
        : ({ word: 'missing', color: 'grey' } as const)
      : channel.enabled
        ? ({ word: 'on', color: 'green' } as const)
        : ({ word: 'off', color: 'orange' } as const)
  return (
    <button type="button" className="fw-plain-button fw-line fw-line-button" onClick={onOpen}>
      <Icon name={icon} className="fw-faint" />
      <span className="fw-grow">
        <strong>{w(kind)}</strong>
        <small>{w(hint)}</small>
      </span>
      <Tag color={state.color}>{w(state.word)}</Tag>
      <Icon name="chevronRight" size={16} className="fw-faint" />
    </button>
  )
}
