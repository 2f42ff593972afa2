import { useQuery } from '@tanstack/react-query'
import type { Label } from '../../schemas/generated/definition.ts'
import { demo } from '../api/base.ts'
import { get } from '../api/client.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'
import { demoWords } from './texts.ts'
import '../styles/demo.css'

interface About {
  readonly template: string
  readonly app: string
  readonly name: Label
  readonly role: string
  readonly roles: readonly { readonly key: string; readonly label: Label | null }[]
  /** null = there are too many for a demo */
  readonly samples: number | null
  /** of an app that is being designed, before it is published */
  readonly draft: boolean
}

/** Above every page of a demo: of what, as whom, that nothing is saved, and the way to have it. */
export default function DemoBar() {
  const { label } = useText()
  const w = useWords(demoWords)
  const { data } = useQuery({
    queryKey: ['demo', demo?.id, demo?.role],
    queryFn: ({ signal }) => get<About>('/demo', signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const back = data?.draft === true ? `/designer/${data.app}/preview` : '/store'
  const title = data === undefined ? '' : w(data.draft ? 'demo.ofDraft' : 'demo.of', { name: label(data.name) })
  const nameOf = (role: About['roles'][number]): string =>
    role.label === null ? w('demo.administrator') : label(role.label)
  return (
    <aside className="fw-demobar" aria-label={title === '' ? w('demo.making') : title}>
      <strong className="fw-cut">{title}</strong>
      {data === undefined ? null : (
        <>
          <select
            aria-label={w('demo.as')}
            value={data.role}
            onChange={event => location.assign(`/demo/${demo?.id}/${event.target.value}/a/${data.app}`)}
          >
            {data.roles.map(role => (
              <option key={role.key} value={role.key}>
                {w('demo.role', { role: nameOf(role) })}
              </option>
            ))}
          </select>
          <span className="fw-demobar-note">{w(data.samples === null ? 'demo.noSamples' : 'demo.readOnly')}</span>
          {data.draft ? null : (
            <a className="fw-demobar-install" href={`/store?template=${encodeURIComponent(data.template)}`}>
              {w('demo.install')}
            </a>
          )}
        </>
      )}
      <a className="fw-demobar-leave" href={back} aria-label={w('demo.leave')} title={w('demo.leave')}>
        <Icon name="close" size={18} />
      </a>
    </aside>
  )
}
