import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Segmented, Table } from 'antd'
import { useState } from 'react'
import { get, queryText } from '../api/client.ts'
import { dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { channelWords } from '../i18n/texts/channels.ts'
import { useWords } from '../i18n/useWords.ts'
import { Empty, Failed } from '../ui/states.tsx'
import { useIsPhone } from '../ui/useMedia.ts'
import { DeliveryDetail } from './ChannelsDelivery.tsx'
import { DELIVERIES, type DeliveryDocument, DeliveryState } from './DeliveryState.tsx'

const STATES = ['all', 'failed', 'waiting', 'sent', 'withheld'] as const
/** The list of deliveries, of everything or of one webhook; a line opens its tries. */
export function Deliveries({ webhook }: { readonly webhook?: string }) {
  const w = useWords(channelWords)
  const me = useMe()
  const phone = useIsPhone()
  const [state, setState] = useState<(typeof STATES)[number]>('all')
  const [open, setOpen] = useState<string>()
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...DELIVERIES, webhook ?? '', state],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { webhook, state: state === 'all' ? '' : state, cursor: pageParam, limit: 50 }
      return get<{ deliveries: readonly DeliveryDocument[]; nextCursor: string | null }>(
        `/deliveries${queryText(query)}`,
        signal,
      )
    },
    getNextPageParam: page => page.nextCursor,
  })
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  const rows = data?.pages.flatMap(({ deliveries }) => deliveries) ?? []
  return (
    <>
      <Segmented
        value={state}
        onChange={setState}
        options={STATES.map(value => ({ value, label: w(value) }))}
        style={{ marginBottom: 16 }}
      />
      {!isPending && rows.length === 0 ? (
        <div className="fw-card">
          <Empty icon="send" title={w(state === 'all' ? 'empty' : 'emptyState')} hint={w('emptyHint')} />
        </div>
      ) : (
        <Table<DeliveryDocument>
          className="fw-card fw-antd-table"
          rowKey="id"
          loading={isPending}
          dataSource={rows}
          pagination={false}
          scroll={phone ? { x: 720 } : {}}
          onRow={({ id }) => ({ onClick: () => setOpen(id), style: { cursor: 'pointer' } })}
          columns={[
            {
              title: w('when'),
              width: 150,
              render: (_, row) => (
                <button type="button" className="fw-plain-button">
                  {dateTimeText(row.createdAt, me.user.zone)}
                </button>
              ),
            },
            { title: w('channel'), width: 110, render: (_, { channel }) => w(channel) },
            { title: w('to'), render: (_, row) => <Addressee row={row} /> },
            { title: w('state'), width: 90, render: (_, row) => <DeliveryState state={row.state} /> },
            { title: w('tries'), width: 70, align: 'end', dataIndex: 'tries' },
            { title: w('reason'), render: (_, row) => <span className="fw-faint">{row.reason?.message}</span> },
          ]}
        />
      )}
      {hasNextPage ? (
        <Button style={{ marginTop: 12 }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {w('more')}
        </Button>
      ) : null}
      {open === undefined ? null : <DeliveryDetail id={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function Addressee({ row }: { readonly row: DeliveryDocument }) {
  const to = row.to ?? row.app ?? ''
  return (
    <>
      {to}
      {row.subject === null ? null : <small className="fw-faint fw-block">{row.subject}</small>}
    </>
  )
}
