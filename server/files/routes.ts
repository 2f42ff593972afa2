import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { callerOf } from '../http/caller.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { queryOf } from '../http/schema.ts'
import { isId } from '../ids.ts'
import { Contents } from './contents.ts'
import { type FileDocument, type FileRow, fileDocument, visibleFiles } from './fileRows.ts'
import { isShown } from './fileType.ts'

/** 50 MB (SR-19). */
const LARGEST = 50_000_000
const MOST_IDS = 200

/** Uploads and downloads (docs/api.md). */
export const fileRoutes: Routes = async (app, platform) => {
  const contents = new Contents(platform.config.dataFolder)
  await app.register(multipart, {
    limits: { fileSize: LARGEST, files: 1, fields: 0, headerPairs: 20 },
    throwFileSizeLimit: false,
  })

  app.post('/api/files', { bodyLimit: LARGEST + 100_000, config: { anyApp: true } }, async (request, reply) =>
    reply.code(201).send(await upload(platform, contents, request)),
  )

  app.get<{ Querystring: { ids?: string } }>(
    '/api/files',
    { schema: { querystring: queryOf('ids') }, config: { anyApp: true } },
    async request => {
      const ids = [...new Set((request.query.ids ?? '').split(',').filter(Boolean))]
      if (ids.length > MOST_IDS || !ids.every(isId))
        throw new HttpProblem(400, 'invalid_parameter', { parameter: 'ids', reason: `UUID,… ≤ ${MOST_IDS}` })
      return { files: (await visibleFiles(platform, callerOf(request), ids)).map(fileDocument), nextCursor: null }
    },
  )

  app.get<{ Params: { id: string } }>('/api/files/:id', { config: { anyApp: true } }, async request =>
    fileDocument(await oneFile(platform, request, request.params.id)),
  )

  app.get<{ Params: { id: string } }>('/api/files/:id/content', { config: { anyApp: true } }, async (request, reply) =>
    sendContent(contents, request, reply, await oneFile(platform, request, request.params.id)),
  )
}

async function oneFile(platform: Platform, request: FastifyRequest, id: string): Promise<FileRow> {
  const [file] = await visibleFiles(platform, callerOf(request), [id])
  if (file === undefined) throw notFound()
  return file
}

/** Content first and durable, row second: a row never names a content that is not there. */
async function upload(platform: Platform, contents: Contents, request: FastifyRequest): Promise<FileDocument> {
  const caller = callerOf(request)
  const part = request.isMultipart() ? await request.file() : undefined
  if (part === undefined) throw new HttpProblem(415, 'one_file')
  const id = platform.newId()
  const { size, sha256, type } = await contents.write(id, part.file)
  try {
    if (part.file.truncated) throw new HttpProblem(413, 'file_too_large', { limit: LARGEST })
    const name = shownName(part.filename)
    await platform.database.pool.query(
      `insert into formwork.file (org_id, id, name, size, type, sha256, state, by, created_at) values ($1, $2, $3, $4, $5, $6, 'pending', $7, $8)`,
      [caller.orgId, id, name, size, type, sha256, caller.userId, platform.clock.now()],
    )
    return { id, name, size, type }
  } catch (error) {
    await contents.remove(id)
    throw error
  }
}

/** The name for people: no folders, no control or direction characters, at most 200 characters. */
function shownName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()
  return [...plain].slice(-200).join('') || 'file'
}

function sendContent(contents: Contents, request: FastifyRequest, reply: FastifyReply, file: FileRow): FastifyReply {
  const etag = `"${file.sha256.toString('base64url')}"`
  const name = encodeURIComponent(file.name).replace(/['()*]/g, letter => `%${letter.charCodeAt(0).toString(16)}`)
  // The PDF viewer of browsers does not start inside a sandbox; everything else is shown in one.
  const sandbox = file.type === 'application/pdf' ? '' : '; sandbox'
  reply.headers({
    etag,
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    'content-type': file.type.startsWith('text/') ? `${file.type}; charset=utf-8` : file.type,
    'content-disposition': `${isShown(file.type) ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'content-security-policy': `default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'${sandbox}`,
  })
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  if (file.size === 0) return reply.send('')
  const range = rangeOf(request.headers.range, file.size)
  if (range === null) return reply.code(416).header('content-range', `bytes */${file.size}`).send('')
  const { start, end } = range ?? { start: 0, end: file.size - 1 }
  if (range !== undefined) reply.code(206).header('content-range', `bytes ${start}-${end}/${file.size}`)
  return reply.header('content-length', end - start + 1).send(contents.read(file.id, start, end))
}

/** One range of bytes; undefined = the whole file, null = outside of it. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | null | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return undefined
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  return start <= end && start < size ? { start, end } : null
}
