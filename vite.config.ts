import { readdirSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { withoutSql } from './scripts/without-sql.ts'

const root = import.meta.dirname
const server = `http://127.0.0.1:${process.env.PORT ?? 3000}`

/** Every page at the root is an entry; what it needs is found from there. */
const pages = readdirSync(root).filter(file => file.endsWith('.html'))

export default defineConfig({
  root,
  plugins: [react(), withoutSql()],
  worker: { format: 'es', plugins: () => [withoutSql()] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // antd's largest piece; pages load it in parts by route.
    chunkSizeWarningLimit: 1500,
    rollupOptions: { input: pages },
  },
  // `npm run dev`: pages from here, the API from the server beside it.
  server: { proxy: { '/api': server, '^/demo/[^/]+/[^/]+/api/': server, '/healthz': server } },
})
