import { useEffect, useRef } from 'react'
import { create } from 'zustand'
import { newKey, request } from '../../runtime/index.ts'
import { catchUp } from './draft.ts'

/** Somebody else with this designer open. */
interface Other {
  readonly window: string
  readonly user: string
  readonly name: string
  /** where they are: `forms/customer` */
  readonly place: string
  readonly seen: number
}

export const useOthers = create<{ readonly others: readonly Other[] }>(() => ({ others: [] }))

const SAY_EVERY_MS = 10_000
const GONE_AFTER_MS = 25_000
/** Names this window among those of the same person. */
const own = newKey()

/** Tells the other designers of an app where this one is, shows where they are, and takes in what they save. */
export function useLiveDraft(app: string, place: string): void {
  const here = useRef(place)
  useEffect(() => {
    const say = () =>
      request('POST', `/apps/${app}/draft/presence`, {
        body: { window: own, place: here.current.slice(0, 200) },
      }).catch(() => undefined)
    const source = new EventSource('/api/events')
    const on = <T extends { app: string }>(name: string, take: (data: T) => void) =>
      source.addEventListener(name, event => {
        const data = JSON.parse((event as MessageEvent<string>).data) as T
        if (data.app === app) take(data)
      })
    source.onopen = () => void say()
    on<{ app: string; revision: number }>('draft', ({ revision }) => void catchUp(revision))
    on<{ app: string } & Omit<Other, 'seen'>>('designing', other => {
      if (other.window === own) return
      if (heard(other)) void say()
    })
    const timer = setInterval(() => {
      forget()
      void say()
    }, SAY_EVERY_MS)
    return () => {
      clearInterval(timer)
      source.close()
      useOthers.setState({ others: [] })
    }
  }, [app])
  useEffect(() => {
    here.current = place
  }, [place])
}

/** Keeps what another window said; true when it was not known before. */
function heard(other: Omit<Other, 'seen'>): boolean {
  const { others } = useOthers.getState()
  const known = others.some(({ window }) => window === other.window)
  useOthers.setState({
    others: [...others.filter(({ window }) => window !== other.window), { ...other, seen: Date.now() }],
  })
  return !known
}

function forget(): void {
  const { others } = useOthers.getState()
  const still = others.filter(({ seen }) => Date.now() - seen < GONE_AFTER_MS)
  if (still.length < others.length) useOthers.setState({ others: still })
}
