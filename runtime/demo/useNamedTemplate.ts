import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import type { ListedTemplate } from '../api/types.ts'

/** Opens the template an address names (`?template=`), as a demo's way back does. */
export function useNamedTemplate(
  templates: readonly ListedTemplate[] | undefined,
  open: (template: ListedTemplate) => void,
): void {
  const [params, setParams] = useSearchParams()
  const found = templates?.find(({ key }) => key === params.get('template'))
  useEffect(() => {
    if (found === undefined) return
    open(found)
    setParams({}, { replace: true })
  }, [found, open, setParams])
}
