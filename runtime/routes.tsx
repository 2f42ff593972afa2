import type { RouteObject } from 'react-router'
import { Gate } from './pages/Gate.tsx'
import { PageSkeleton } from './ui/states.tsx'

/** A page loaded when it is first opened. */
const page = (load: () => Promise<{ default: React.ComponentType }>) => async () => ({
  Component: (await load()).default,
})

/** Every address of the pages. */
export const routes: RouteObject[] = [
  {
    path: '/setup',
    HydrateFallback: PageSkeleton,
    lazy: async () => ({ Component: (await import('./pages/Setup.tsx')).Setup }),
  },
  {
    path: '/',
    Component: Gate,
    HydrateFallback: PageSkeleton,
    children: [
      { index: true, lazy: page(() => import('./pages/Home.tsx')) },
      { path: 'apps', lazy: page(() => import('./pages/Apps.tsx')) },
      { path: 'demo/:template', lazy: page(() => import('./demo/OpenDemo.tsx')) },
      { path: 'store', lazy: page(() => import('./store/StorePage.tsx')) },
      { path: 'store/removed', lazy: page(() => import('./store/RemovedApps.tsx')) },
      { path: 'store/settings', lazy: page(() => import('./store/StoreSettings.tsx')) },
      { path: 'tasks', lazy: page(() => import('./pages/Tasks.tsx')) },
      { path: 'tasks/:task', lazy: page(() => import('./pages/Tasks.tsx')) },
      { path: 'me', lazy: page(() => import('./pages/MePage.tsx')) },
      { path: 'settings/people', lazy: page(() => import('./settings/People.tsx')) },
      { path: 'settings/tokens', lazy: page(() => import('./settings/Tokens.tsx')) },
      { path: 'settings/notifications', lazy: page(() => import('./settings/Notifications.tsx')) },
      { path: 'settings/channels', lazy: page(() => import('./settings/Channels.tsx')) },
      { path: 'settings/workflows', lazy: page(() => import('./settings/Running.tsx')) },
      { path: 'settings/delegation', lazy: page(() => import('./settings/Delegation.tsx')) },
      { path: 'settings/password', lazy: page(() => import('./settings/Password.tsx')) },
      {
        path: 'a/:app',
        lazy: page(() => import('./pages/AppPage.tsx')),
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./pages/AppPage.tsx')).AppStart }) },
          { path: 'v/:view', lazy: page(() => import('./pages/ViewPage.tsx')) },
          { path: 'd/:dashboard', lazy: page(() => import('./pages/DashboardPage.tsx')) },
          { path: 'f/:form', lazy: page(() => import('./pages/ViewPage.tsx')) },
          { path: 'f/:form/new', lazy: page(() => import('./pages/NewPage.tsx')) },
          { path: 'f/:form/r/:record', lazy: page(() => import('./pages/RecordPage.tsx')) },
          { path: 'f/:form/r/:record/print/:document', lazy: page(() => import('./pages/DocumentPage.tsx')) },
          { path: 'settings', lazy: page(() => import('./settings/AppSettings.tsx')) },
          { path: 'automations', lazy: page(() => import('./settings/Automations.tsx')) },
          { path: 'calendars', lazy: page(() => import('./settings/Calendars.tsx')) },
          { path: 'connections', lazy: page(() => import('./settings/Webhooks.tsx')) },
          { path: 'bin', lazy: page(() => import('./settings/Bin.tsx')) },
        ],
      },
      { path: '*', lazy: page(() => import('./pages/NotFound.tsx')) },
    ],
  },
]
