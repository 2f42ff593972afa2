import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Navigate } from 'react-router'
import { demo } from '../api/base.ts'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { MeProvider, useSession } from '../app/session.tsx'
import { InlineNewContext } from '../form/control.ts'
import { Shell } from '../shell/Shell.tsx'
import { Failed, PageSkeleton } from '../ui/states.tsx'
import { SignIn } from './SignIn.tsx'

const DemoEnded = lazy(() => import('../demo/DemoEnded.tsx'))
const InlineNew = lazy(() => import('../form/InlineNew.tsx'))

/** Who stands at the door: the shell for a person, setup on an empty database, else sign-in. */
export function Gate() {
  const { data: me, error, refetch } = useSession()
  const setup = useQuery({
    queryKey: keys.setup,
    queryFn: ({ signal }) => get<{ needed: boolean }>('/setup', signal),
    enabled: me === null && demo === undefined,
  })
  if (me !== undefined && me !== null)
    return (
      <MeProvider me={me}>
        <InlineNewContext value={InlineNew}>
          <Shell />
        </InlineNewContext>
      </MeProvider>
    )
  if (demo !== undefined && (error !== null || me === null))
    return (
      <Suspense fallback={<PageSkeleton />}>
        <DemoEnded />
      </Suspense>
    )
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (me === undefined || setup.data === undefined) return <PageSkeleton />
  return setup.data.needed ? <Navigate to="/setup" replace /> : <SignIn />
}
