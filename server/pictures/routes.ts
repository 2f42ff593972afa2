import type { FastifyInstance } from 'fastify'
import { adminOf } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { cleanPicture, MOST_PICTURE_BYTES, MOST_PICTURES } from './clean.ts'
import { dropPictures, keepPictures, pictureFolder } from './keep.ts'

/** Base64 of all of them, and the brackets around. */
const bodyLimit = Math.ceil((MOST_PICTURES * MOST_PICTURE_BYTES * 4) / 3) + 10_000

const picture = {
  type: 'string',
  maxLength: Math.ceil((MOST_PICTURE_BYTES * 4) / 3) + 4,
  pattern: '^[A-Za-z0-9+/]*={0,2}$',
}
const body = closedObject({ pictures: { type: 'array', maxItems: MOST_PICTURES, items: picture } }, ['pictures'])

/** Pictures of a template the organisation published itself. */
export function pictureRoutes(app: FastifyInstance, platform: Platform): void {
  /** Says what its pictures are, in order; while it waits for approval, so that what was approved stays as it is. */
  app.put<{ Params: { template: string; version: string }; Body: { pictures: string[] } }>(
    '/api/store/templates/:template/:version/pictures',
    { schema: { body }, bodyLimit },
    async request => {
      const caller = adminOf(request)
      const { template: key, version } = request.params
      const clean = request.body.pictures.map(text => cleanPicture(Buffer.from(text, 'base64')))
      const folder = pictureFolder(platform.config, { orgId: caller.orgId, key, version })
      const { before, names } = await platform.transaction(async transaction => {
        const { rows } = await transaction.query<{ state: string; pictures: string[] }>(
          'select state, pictures from formwork.template where org_id = $1 and key = $2 and version = $3 for update',
          [caller.orgId, key, version],
        )
        if (rows[0] === undefined) throw notFound()
        if (rows[0].state !== 'waiting') throw new HttpProblem(409, 'template_decided')
        const names = await keepPictures(folder, clean)
        await transaction.query(
          'update formwork.template set pictures = $4 where org_id = $1 and key = $2 and version = $3',
          [caller.orgId, key, version, names],
        )
        await audit(platform, transaction, request, caller, {
          action: 'template_pictures',
          subject: { template: key },
          detail: { version, pictures: names.length },
        })
        return { before: rows[0].pictures, names }
      })
      await dropPictures(
        folder,
        before.filter(name => !names.includes(name)),
      )
      return { pictures: names }
    },
  )
}
