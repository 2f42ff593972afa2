import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CompiledDocument } from '../../engine/definition/documents.ts'
import { fillDocument, isOffered, type Paper } from '../../engine/document/paper.ts'
import type { Finding } from '../../engine/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Document } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import { checkDefinition } from '../apps/publish.ts'
import { adminOf, assertApp, callerOf } from '../http/caller.ts'
import { notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { readOne } from '../records/one.ts'
import type { Records } from '../records/records.ts'
import { type FormScope, openForm } from '../records/scope.ts'
import { sourceOf, unfilled } from './source.ts'

type Request = FastifyRequest<{
  Params: { app: string; form: string; id: string; document: string }
  Querystring: { language?: Language }
}>

const { language } = shapes

/** Papers of a record: which are offered, and what one says to its reader. */
export function documentRoutes(app: FastifyInstance, { platform, installations }: Records): void {
  const { pool } = platform.database
  const base = '/api/apps/:app/forms/:form/records/:id/documents'
  const open = async (request: Request): Promise<{ scope: FormScope; documents: readonly CompiledDocument[] }> => {
    const { app: key, form } = request.params
    const scope = await openForm(platform, installations, callerOf(request), key, form)
    scope.access.assert('read')
    return { scope, documents: [...scope.installation.app.documents.values()].filter(one => one.form.key === form) }
  }

  app.get(base, async request => {
    const { scope, documents } = await open(request as Request)
    const { id } = (request as Request).params
    await readOne(scope, id, { fields: 'id' }, pool)
    const offered = await Promise.all(
      documents.map(async document => {
        const { key, form, when, definition } = document
        const source = await sourceOf(scope, { key, form, when, definition, blocks: [] }, id, 'zh', pool)
        return isOffered(document, source) ? [{ key, name: definition.name }] : []
      }),
    )
    return { documents: offered.flat() }
  })

  app.get(
    `${base}/:document`,
    { schema: { querystring: closedObject({ language }) } },
    async (request): Promise<Paper> => {
      const { scope, documents } = await open(request as Request)
      const { params, query } = request as Request
      const document = documents.find(({ key }) => key === params.document)
      if (document === undefined) throw notFound()
      const source = await sourceOf(scope, document, params.id, query.language ?? scope.caller.language, pool)
      if (!isOffered(document, source)) throw notFound()
      return fillDocument(document, source)
    },
  )

  // What a document of the draft would say, over the forms in use: for its author, before the publish. Without a record names stand for values.
  app.post(
    '/api/apps/:app/draft/document',
    {
      schema: {
        body: closedObject({ document: { type: 'object' }, record: { type: 'string', maxLength: 60 }, language }, [
          'document',
        ]),
      },
      config: { reads: true },
    },
    async request => {
      const caller = adminOf(request)
      const { app: key } = (request as Request).params
      assertApp(caller, key)
      const installation = await installations.get(caller.orgId, key)
      const asked = request.body as { document: Document; record?: string; language?: Language }
      const { app: checked, faults } = soundDocument(installation.app.definition, asked.document)
      const document = checked?.documents.get('preview')
      const told = Object.fromEntries(
        [...faults].map(([block, { code, params }]) => [block, errorMessage(code, params, caller.language)]),
      )
      if (document === undefined) return { paper: null, offered: false, faults: told }
      const scope = await openForm(platform, installations, caller, key, document.form.key)
      const spoken = asked.language ?? caller.language
      const source =
        asked.record === undefined
          ? unfilled(scope, document.form, spoken)
          : await sourceOf(scope, document, asked.record, spoken, pool)
      return { paper: fillDocument(document, source), offered: isOffered(document, source), faults: told }
    },
  )
}

/** A document whose blocks can be filled in over a definition's forms, and what is wrong with the others. */
function soundDocument(definition: Parameters<typeof checkDefinition>[0], document: Document) {
  const base = definition as { readonly documents?: readonly Document[] }
  const attempt = (one: Document) => checkDefinition({ ...base, documents: [{ ...one, key: 'preview' }] })
  const first = attempt(document)
  const faults = new Map<string, Finding>()
  for (const finding of first.findings) {
    const at = /^\/documents\/0\/blocks\/(\d+)/.exec(finding.path)?.[1]
    if (finding.severity === 'error') faults.set(String(document.blocks?.[Number(at)]?.key ?? ''), finding)
  }
  if (faults.size === 0) return { ...first, faults }
  const sound = (document.blocks ?? []).filter(({ key }) => !faults.has(String(key)))
  return { ...attempt({ ...document, blocks: sound }), faults }
}
