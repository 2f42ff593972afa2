import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, RouterProvider } from 'react-router'
import { startTexts, startTheme } from '../runtime/index.ts'
import { markKeys, markOf } from './commands/names.ts'
import { Designer } from './Designer.tsx'
import { Door } from './Door.tsx'
import './designer.css'
import './formula/formula.css'

startTheme()
startTexts()
markKeys(markOf(crypto.getRandomValues(new Uint8Array(4))))

const router = createBrowserRouter([
  {
    path: '/designer',
    Component: Door,
    children: [
      { path: ':app', Component: Designer },
      { path: ':app/:part', Component: Designer },
      { path: ':app/:part/:key', Component: Designer },
    ],
  },
])

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } })}
    >
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
