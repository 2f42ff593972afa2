import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { adminOf } from '../../http/caller.ts'
import { HttpProblem } from '../../http/problem.ts'
import type { Records } from '../../records/records.ts'
import { createFromSheet } from './create.ts'
import { sheetLimits } from './limits.ts'

const KEY = /^[a-z][a-z0-9_]{0,47}$/
const LONGEST_NAME = 200

interface Sent {
  readonly content: Buffer
  readonly key: string
  readonly name: string
}

/** `POST /api/apps/from-sheet`: an app of an Excel sheet or a table of text, with its rows. */
export function sheetRoutes(app: FastifyInstance, records: Records): void {
  app.register(async scope => {
    await scope.register(multipart, {
      limits: { fileSize: sheetLimits.file, files: 1, fields: 10, fieldSize: 1_000, headerPairs: 20 },
      throwFileSizeLimit: false,
    })
    scope.post('/api/apps/from-sheet', { bodyLimit: sheetLimits.file + 100_000 }, async (request, reply) => {
      const caller = adminOf(request)
      const { content, ...wish } = await readSent(request)
      return reply.code(201).send(await createFromSheet(records, request, caller, content, wish))
    })
  })
}

/** @throws HttpProblem 415 without a file, 413 when it is too large, 400 for a key or name that is none */
async function readSent(request: FastifyRequest): Promise<Sent> {
  if (!request.isMultipart()) throw new HttpProblem(415, 'one_file')
  const fields = new Map<string, string>()
  let content: Buffer | undefined
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname !== 'key' && part.fieldname !== 'name')
        throw new HttpProblem(400, 'unknown_parameter', { parameter: part.fieldname })
      fields.set(part.fieldname, String(part.value))
    } else {
      content = await part.toBuffer()
      if (part.file.truncated) throw new HttpProblem(413, 'file_too_large', { limit: sheetLimits.file })
    }
  }
  if (content === undefined) throw new HttpProblem(415, 'one_file')
  const key = fields.get('key') ?? ''
  const name = (fields.get('name') ?? '').trim()
  if (!KEY.test(key)) throw new HttpProblem(400, 'invalid_parameter', { parameter: 'key', reason: 'a-z 0-9 _ ≤ 48' })
  if (name === '' || name.length > LONGEST_NAME || !name.isWellFormed() || name.includes('\0'))
    throw new HttpProblem(400, 'invalid_parameter', { parameter: 'name', reason: `1–${LONGEST_NAME}` })
  return { content, key, name }
}
