import { Outlet, useParams } from 'react-router'
import { Failed, MeProvider, PageSkeleton, useSession } from '../runtime/index.ts'
import { useKeptFocus } from './shell/useKeptFocus.ts'
import { useDesign } from './texts.ts'

/** Only administrators design; others are shown the way to their apps, nobody to the sign-in. */
export function Door() {
  const { data: me, error, refetch } = useSession()
  const { app } = useParams()
  const { label } = useDesign()
  useKeptFocus()
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (me === undefined) return <PageSkeleton />
  if (me === null) {
    location.replace('/')
    return <PageSkeleton />
  }
  if (app === undefined)
    return (
      <main className="fd-apps">
        {me.apps.map(one => (
          <a key={one.key} className="fd-app" href={`/designer/${one.key}`}>
            {label(one.name)}
          </a>
        ))}
      </main>
    )
  return (
    <MeProvider me={me}>
      <Outlet />
    </MeProvider>
  )
}
