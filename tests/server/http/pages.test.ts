import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerErrors } from '../../../server/http/errors.ts'
import { servePages } from '../../../server/http/pages.ts'

let folder: string
let app: FastifyInstance
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formwork-test-pages-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Formwork</title>')
  writeFileSync(join(folder, 'assets', 'main-3f2a.js'), 'export {}')
  app = Fastify()
  app.decorateRequest('caller', null)
  answerErrors(app)
  await servePages(app, folder, true)
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

it.each([
  ['/', 200, 'text/html; charset=utf-8', 'no-cache'],
  ['/designer/apps/sales?tab=form', 200, 'text/html; charset=utf-8', 'no-cache'],
  ['/assets/main-3f2a.js', 200, 'application/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ['/assets/gone-1111.js', 404, 'application/problem+json; charset=utf-8', undefined],
  ['/api/unknown', 404, 'application/problem+json; charset=utf-8', undefined],
  ['/../package.json', 200, 'text/html; charset=utf-8', 'no-cache'],
  ['/..%2f..%2fetc/passwd', 200, 'text/html; charset=utf-8', 'no-cache'],
])('%s', async (url, status, type, cache) => {
  const answer = await app.inject({ url })
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
    status,
    type,
    cache,
  ])
  if (type.startsWith('text/html')) expect(answer.body).toContain('<title>Formwork</title>')
})

it('a page runs our scripts only and cannot be framed (SR-23)', async () => {
  const { headers } = await app.inject({ url: '/' })
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'strict-transport-security': expect.stringContaining('31536000'),
  })
})
