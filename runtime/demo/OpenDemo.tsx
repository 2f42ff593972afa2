import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useParams } from 'react-router'
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

/** Makes a template's demo ready and goes in, as the first of its roles. */
export default function OpenDemo() {
  const { template = '' } = useParams()
  const w = useWords(demoWords)
  usePage(w('demo.making'), '/store')
  const { data, error, refetch } = useQuery({
    queryKey: ['demo', template],
    queryFn: ({ signal }) => request<Opened>('POST', '/demos', { body: { template }, signal }),
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  useEffect(() => {
    if (data !== undefined) location.replace(`/demo/${data.demo}/${data.roles[0]?.key}/a/${data.app}`)
  }, [data])
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
