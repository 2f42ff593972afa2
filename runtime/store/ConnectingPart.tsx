import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Label } from '../../schemas/generated/definition.ts'
import { get } from '../api/client.ts'
import { connectingWords } from '../i18n/texts/connecting.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import '../styles/store.css'

/** What an app uses outside and nobody has connected, as the server knows it. */
export interface Connecting {
  readonly missing: readonly {
    readonly kind: 'channel' | 'host' | 'secret' | 'hook' | 'webhook'
    readonly name: string
    readonly users: readonly Label[]
  }[]
  /** all it tells people stays within the pages */
  readonly onlyInside: boolean
}

const channels = ['email', 'sms', 'wecom', 'dingtalk', 'feishu'] as const

/** In an app's settings: what is still to connect, each with the way to where that is done. Nothing is shown when all is connected. */
export function ConnectingPart({ app }: { readonly app: string }) {
  const { label } = useText()
  const w = useWords(connectingWords)
  const navigate = useNavigate()
  const { data } = useQuery({
    queryKey: ['apps', app, 'connecting'],
    queryFn: ({ signal }) => get<Connecting>(`/apps/${app}/connecting`, signal),
    staleTime: 0,
  })
  // A hint: where it cannot be read, the page does without.
  if (data === undefined || (data.missing.length === 0 && !data.onlyInside)) return null
  const saying = ({ kind, name }: Connecting['missing'][number]): string => {
    const channel = channels.find(one => one === name)
    return w(`connecting.${kind}`, { name: channel === undefined ? name : w(`connecting.${channel}`) })
  }
  const line = (key: string, text: string, hint: string, to: string) => (
    <li key={key} className="fw-row">
      <span className="fw-grow">
        <strong>{text}</strong>
        <span className="fw-hint" style={{ display: 'block' }}>
          {hint}
        </span>
      </span>
      <Button size="small" aria-label={`${w('connecting.set')}: ${text}`} onClick={() => void navigate(to)}>
        {w('connecting.set')}
      </Button>
    </li>
  )
  const comma = label({ zh: '、', en: ', ' })
  return (
    <section className="fw-card fw-add-ons is-first" aria-label={w('connecting.title')}>
      <h2>{w('connecting.title')}</h2>
      <p className="fw-hint">{w('connecting.lead')}</p>
      <ul>
        {data.missing.map(one =>
          line(
            `${one.kind} ${one.name}`,
            saying(one),
            w('connecting.users', { names: one.users.map(label).join(comma) }),
            one.kind === 'channel' ? '/settings/channels' : `/a/${app}/connections`,
          ),
        )}
        {data.onlyInside
          ? line('inside', w('connecting.inside'), w('connecting.insideHint'), '/settings/channels')
          : null}
      </ul>
    </section>
  )
}
