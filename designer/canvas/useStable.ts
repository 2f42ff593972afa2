import { useMemo, useRef } from 'react'

type Acts = Readonly<Record<string, (...args: never[]) => unknown>>

/** The same functions for as long as the component lives; called, they are the latest. So what is given them is not drawn again for their sake. */
export function useStable<T extends Acts>(acts: T): T {
  const latest = useRef(acts)
  latest.current = acts
  return useMemo(() => {
    const names = Object.keys(latest.current)
    return Object.fromEntries(
      names.map(name => [name, (...args: never[]) => latest.current[name]!(...args)]),
    ) as unknown as T
  }, [])
}
