import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { request } from '../api/client.ts'
import { useWords } from '../i18n/useWords.ts'
import { usePage } from '../shell/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { demoWords } from './texts.ts'
import '../styles/demo.css'

interface Opened {
  readonly demo: string
  readonly app: string
  readonly roles: readonly { readonly key: string }[]
}

/** Makes the demo of a template, or of an app's draft (`draft:sales`), ready and goes in: as the role the address asks for, else as the first. */
export default function OpenDemo() {
  const { template = '' } = useParams()
  const wanted = useSearchParams()[0].get('as')
  const w = useWords(demoWords)
  usePage(w('demo.making'), '/store')
  const { data, error, refetch } = useQuery({
    queryKey: ['demo', template],
    queryFn: ({ signal }) => {
      const [, app] = /^draft:(.+)$/.exec(template) ?? []
      return app === undefined
        ? request<Opened>('POST', '/demos', { body: { template }, signal })
        : request<Opened>('POST', `/apps/${app}/demo`, { body: { draft: true }, signal })
    },
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  useEffect(() => {
    if (data === undefined) return
    const role = data.roles.find(({ key }) => key === wanted) ?? data.roles[0]
    location.replace(`/demo/${data.demo}/${role?.key}/a/${data.app}`)
  }, [data, wanted])
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  return (
    <div className="fw-page" role="status">
      <Empty
        icon="store"
        title={w('demo.making')}
        hint={w('demo.makingHint')}
        action={
          <div className="fw-progress is-open fw-demo-progress">
            <i />
          </div>
        }
      />
    </div>
  )
}
