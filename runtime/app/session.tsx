import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { ApiError } from '../api/apiError.ts'
import { get, onSignedOut, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Me } from '../api/types.ts'
import { changeLanguage } from '../i18n/index.ts'

const MeContext = createContext<Me | null>(null)

/** Who is signed in: the document, null when nobody is, undefined while it is being read. */
export function useSession() {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: keys.me,
    queryFn: async ({ signal }): Promise<Me | null> => {
      try {
        return await get<Me>('/me', signal)
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null
        throw error
      }
    },
    staleTime: 60_000,
  })
  useEffect(
    () =>
      onSignedOut(() => {
        if (client.getQueryData(keys.me) !== null) client.setQueryData(keys.me, null)
      }),
    [client],
  )
  const language = query.data?.user.language
  useEffect(() => {
    if (language !== undefined) changeLanguage(language)
  }, [language])
  return query
}

export function MeProvider({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  return <MeContext.Provider value={me}>{children}</MeContext.Provider>
}

/** The person at the screen; only inside the shell. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (me === null) throw new Error('useMe outside of MeProvider')
  return me
}

/** Takes over the answer of a sign-in, a setup or a change of one's own data. */
export function useTakeMe(): (me: Me | null) => void {
  const client = useQueryClient()
  return me => {
    const before = client.getQueryData<Me | null>(keys.me)?.user.id
    client.setQueryData(keys.me, me)
    // What one person saw is not for the next.
    if (me?.user.id !== before) client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] })
  }
}

export const signIn = (login: string, password: string): Promise<Me> =>
  request<Me>('POST', '/session', { body: { login, password } })

export const signOut = (): Promise<void> => request<void>('DELETE', '/session')
