import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, RouterProvider } from 'react-router'
import { ApiError } from './api/apiError.ts'
import { base } from './api/base.ts'
import { startTexts } from './i18n/index.ts'
import { routes } from './routes.tsx'
import './styles/base.css'
import './styles/shell.css'
import './styles/pages.css'
import './styles/table.css'
import './styles/form.css'
import './styles/record.css'
import { startTheme } from './theme.ts'

startTheme()
startTexts()

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only a lost connection or a busy server is worth another try.
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.offline || error.status === 503),
      refetchOnWindowFocus: true,
    },
  },
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={createBrowserRouter(routes, { basename: base || '/' })} />
    </QueryClientProvider>
  </StrictMode>,
)
