import type { FastifyInstance, FastifyRequest } from 'fastify'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import { readDraft } from '../apps/drafts.ts'
import { adminOf, assertApp } from '../http/caller.ts'
import { closedObject } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { type AutomationChange, addAutomation, changeAutomation, readText, removeAutomation } from './change.ts'
import { automationLines, ladderLinesOf } from './list.ts'

interface Path {
  readonly app: string
  readonly key: string
}

const text = { type: 'string', minLength: 1, maxLength: 1000 }

/** Automations as sentences: told, read, and changed in the app's draft. For administrators, as the draft is. */
export function automationRoutes(app: FastifyInstance, { platform, installations }: Records): void {
  const open = async (request: FastifyRequest) => {
    const caller = adminOf(request)
    const { app: key } = request.params as Path
    assertApp(caller, key)
    return { caller, installation: await installations.get(caller.orgId, key) }
  }
  const place = '/api/apps/:app/automations'
  const told = async (request: FastifyRequest) => {
    const { caller, installation } = await open(request)
    const draft = await readDraft(platform, installation)
    return {
      automations: automationLines(installation, draft, caller.language),
      ladders: ladderLinesOf(installation, caller.language),
    }
  }

  app.get(place, told)
  app.post<{ Params: Path; Body: { text: string } }>(
    `${place}/read`,
    { schema: { body: closedObject({ text }, ['text']) }, config: { reads: true } },
    async request => {
      const { caller, installation } = await open(request)
      const { mistakes, ...reading } = readText(
        installation,
        await readDraft(platform, installation),
        request.body.text,
        caller.language,
      )
      const shown = mistakes.map(({ code, path, params }) => ({
        code,
        path,
        message: errorMessage(code, params, caller.language),
      }))
      return { ...reading, mistakes: shown }
    },
  )
  app.post<{ Params: Path; Body: { text: string } }>(
    place,
    { schema: { body: closedObject({ text }, ['text']) } },
    async (request, reply) => {
      const { caller, installation } = await open(request)
      const key = await addAutomation(platform, installation, caller, request.body.text)
      return reply.code(201).send({ key, ...(await told(request)) })
    },
  )
  app.patch<{ Params: Path; Body: AutomationChange }>(
    `${place}/:key`,
    { schema: { body: closedObject({ text, enabled: { type: 'boolean' } }) } },
    async request => {
      const { caller, installation } = await open(request)
      await changeAutomation(platform, installation, caller, request.params.key, request.body)
      return told(request)
    },
  )
  app.delete<{ Params: Path }>(`${place}/:key`, async request => {
    const { caller, installation } = await open(request)
    await removeAutomation(platform, installation, caller, request.params.key)
    return told(request)
  })
}
