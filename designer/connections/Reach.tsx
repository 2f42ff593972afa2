import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button, get, Icon, request, toast } from '../../runtime/index.ts'
import type { HttpConnector } from '../../schemas/generated/definition.ts'
import { run } from '../model/draft.ts'
import { ChoiceRow, Row, TextRow } from '../properties/inputs.tsx'
import { usePageTexts } from '../texts.ts'
import { CheckedRow } from './CheckedRow.tsx'
import { EXAMPLE_HOST } from './example.ts'
import { addressOf, authOf } from './plans.ts'
import { connectionTexts } from './texts.ts'

interface Outside {
  readonly hosts: readonly string[]
  readonly secrets: readonly string[]
}

interface ReachProps {
  readonly app: string
  readonly connector: HttpConnector
}

const KINDS = ['none', 'bearer', 'basic', 'header'] as const

/** Where the other system is and how it knows us; an administrator lets the calls out here and enters the secret, which never enters the app. */
export function Reach({ app, connector }: ReachProps) {
  const w = usePageTexts(connectionTexts)
  const { auth } = connector
  const set = (patch: Readonly<Record<string, unknown>>): void =>
    run({ do: 'set', at: ['connectors', connector.key], set: patch })
  const setAuth = (patch: Readonly<Record<string, string>>): void => set({ auth: { ...auth, ...patch } })
  return (
    <section className="fd-block">
      <h2>{w('reach')}</h2>
      <CheckedRow
        name={w('host')}
        hint={w(connector.host === EXAMPLE_HOST ? 'hostExample' : 'hostHint')}
        wrong={w('hostWrong')}
        value={connector.host}
        read={addressOf}
        onChange={host => set({ host })}
      />
      <ChoiceRow
        name={w('auth')}
        value={auth?.type ?? 'none'}
        options={KINDS.map(kind => [kind, w(`auth_${kind}`)] as const)}
        onChange={kind => set({ auth: authOf(connector, kind) })}
      />
      {auth?.type === 'basic' ? (
        <TextRow name={w('user')} value={auth.user ?? ''} onChange={user => (user === '' ? null : setAuth({ user }))} />
      ) : null}
      {auth?.type === 'header' ? (
        <CheckedRow
          name={w('header')}
          wrong={w('header')}
          value={auth.header ?? ''}
          read={text => (/^[A-Za-z0-9-]{1,60}$/.test(text.trim()) ? text.trim() : undefined)}
          onChange={header => setAuth({ header })}
        />
      ) : null}
      <Access app={app} connector={connector} />
    </section>
  )
}

/** What an administrator has allowed of it: the machine it calls, the secret it names. */
function Access({ app, connector }: ReachProps) {
  const w = usePageTexts(connectionTexts)
  const client = useQueryClient()
  const key = ['designer', app, 'outside']
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Outside>(`/apps/${app}/outside`, signal),
    retry: false,
  })
  if (error !== null) return <p className="fd-hint">{w('askAdmin')}</p>
  if (data === undefined || connector.host === EXAMPLE_HOST) return null
  const host = new URL(connector.host).hostname
  const allow = async (): Promise<void> => {
    try {
      const body = { hosts: [...data.hosts, host] }
      client.setQueryData(key, await request('PUT', `/apps/${app}/outside`, { body }))
    } catch (failure) {
      toast.failed(failure)
    }
  }
  return (
    <ul className="fc-access">
      {data.hosts.includes(host) ? (
        <Standing done>{w('hostAllowed', { host })}</Standing>
      ) : (
        <Standing>
          <span className="fw-grow">{w('hostBlocked', { host })}</span>
          <Button size="small" onClick={() => void allow()}>
            {w('allow')}
          </Button>
        </Standing>
      )}
      {connector.auth === undefined ? null : (
        <Secret
          key={connector.auth.secret}
          app={app}
          name={connector.auth.secret}
          word={w(connector.auth.type === 'basic' ? 'password' : 'secret')}
          stored={data.secrets.includes(connector.auth.secret)}
          onStored={() => void client.invalidateQueries({ queryKey: key })}
        />
      )}
    </ul>
  )
}

const Standing = ({ done = false, children }: { readonly done?: boolean; readonly children: ReactNode }) => (
  <li className={done ? 'is-done' : 'is-open'}>
    <Icon name={done ? 'check' : 'alert'} size={16} />
    {children}
  </li>
)

interface SecretProps {
  readonly app: string
  readonly name: string
  readonly word: string
  readonly stored: boolean
  readonly onStored: () => void
}

/** A secret goes in and never comes out. */
function Secret({ app, name, word, stored, onStored }: SecretProps) {
  const w = usePageTexts(connectionTexts)
  const [typed, setTyped] = useState('')
  const [entering, setEntering] = useState(false)
  const keep = async (): Promise<void> => {
    if (typed === '') return
    try {
      await request('PUT', `/apps/${app}/secrets/${name}`, { body: { value: typed } })
      setTyped('')
      setEntering(false)
      toast.done(w('saved'))
      onStored()
    } catch (failure) {
      toast.failed(failure)
    }
  }
  if (stored && !entering)
    return (
      <Standing done>
        <span className="fw-grow">{w('secretStored')}</span>
        <Button size="small" onClick={() => setEntering(true)}>
          {w('secretReplace')}
        </Button>
      </Standing>
    )
  return (
    <Standing>
      <Row name={word} hint={w('secretHint')}>
        {id => (
          <div className="fc-secret">
            <input
              id={id}
              className="fw-input"
              type="password"
              autoComplete="new-password"
              maxLength={4000}
              placeholder={w('secretMissing')}
              value={typed}
              onChange={event => setTyped(event.target.value)}
              onKeyDown={event => (event.key === 'Enter' ? void keep() : undefined)}
            />
            <Button size="small" disabled={typed === ''} onClick={() => void keep()}>
              {w('secretKeep')}
            </Button>
          </div>
        )}
      </Row>
    </Standing>
  )
}
