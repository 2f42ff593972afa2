import { existsSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { HttpProblem } from './problem.ts'

const YEAR_S = 31_536_000

/** antd writes style tags at run time, hence inline styles; scripts are ours only, and nothing may frame us (SR-23). */
const policy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}

/**
 * The built pages. Every address that is not the API's gets index.html, where the router of the page takes over; files
 * with a hash in their name never change.
 * @param folder `dist/`; when it is absent (tests, dev server) there are no pages
 */
export async function servePages(app: FastifyInstance, folder: string, secure: boolean): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return
  await app.register(async scope => {
    scope.addHook('onRoute', route => {
      route.config = { ...route.config, public: true }
    })
    await scope.register(helmet, {
      contentSecurityPolicy: { useDefaults: false, directives: policy },
      referrerPolicy: { policy: 'same-origin' },
      hsts: secure ? { maxAge: YEAR_S } : false,
      crossOriginEmbedderPolicy: false,
    })
    await scope.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: cacheHeaders,
    })
    const shell = (reply: FastifyReply): FastifyReply => reply.sendFile('index.html')
    scope.get('/', (_request, reply) => shell(reply))
    // The designer is a page of its own: people who only fill in forms never load it.
    const designer = (reply: FastifyReply): FastifyReply =>
      reply.sendFile(existsSync(join(folder, 'designer.html')) ? 'designer.html' : 'index.html')
    scope.get('/designer', (_request, reply) => designer(reply))
    scope.get('/designer/*', (_request, reply) => designer(reply))
    // A demo may stand in a page of ours: there its pictures are taken. It only reads, so a click in it is worth nothing.
    const framed = policyText({ ...policy, frameAncestors: ["'self'"] })
    scope.get('/demo/*', (_request, reply) => shell(reply.header('content-security-policy', framed)))
    scope.get('/*', (request, reply) => {
      const path = request.url.split('?', 1)[0] ?? ''
      // A missing script must not be answered with a page.
      if (path.startsWith('/api') || path.startsWith('/assets/')) throw new HttpProblem(404, 'not_found')
      return shell(reply)
    })
  })
}

/** A policy as its header says it. */
const policyText = (directives: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(directives)
    .map(([name, sources]) => [name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`), ...sources].join(' '))
    .join(';')

function cacheHeaders(reply: FastifyReply, path: string): void {
  const hashed = /[/\\]assets[/\\]/.test(path)
  reply.header('cache-control', hashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache')
}
