import { useSyncExternalStore } from 'react'

/** Phones and narrow windows: one column, bottom bar, cards. */
export const PHONE = '(max-width: 767px)'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    listener => {
      const list = window.matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
  )
}

export const useIsPhone = (): boolean => useMedia(PHONE)
