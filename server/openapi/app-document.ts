import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import type { Caller } from '../http/caller.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { type FormAccess, formAccess } from '../records/access.ts'
import { inputSchema, recordSchema } from './schemas.ts'

type Json = Readonly<Record<string, unknown>>

const json = (schema: Json): Json => ({ 'application/json': { schema } })
const answer = (description: string, schema: Json): Json => ({ description, content: json(schema) })
const problem: Json = {
  description: 'Problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
const query = (name: string, description: string, schema: Json = { type: 'string' }): Json => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
})
const idInPath: Json = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
const ifMatch: Json = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'Version in quotes, e.g. "3"',
  schema: { type: 'string' },
}
const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 200 },
}

/** OpenAPI 3.1 of one app's forms, as far as the caller may see them. */
export function appDocument(
  installation: Installation,
  caller: Caller,
  directory: OrganisationDirectory,
  now: string,
): Json {
  const paths: Record<string, Json> = {}
  const schemas: Record<string, Json> = { Problem: problemSchema }
  for (const form of installation.app.forms.values()) {
    if (form.parent !== undefined) continue
    const access = formAccess(installation, form, caller, directory, now)
    if (!access.can('read') && !access.can('create')) continue
    const name = pascal(form.key)
    schemas[name] = recordSchema(form, access)
    schemas[`${name}Input`] = inputSchema(form, access)
    Object.assign(paths, formPaths(installation.key, form, name, access))
    if (access.can('read')) Object.assign(paths, paperPaths(installation, form, name))
  }
  const { name, version } = installation.app.definition
  return {
    openapi: '3.1.0',
    info: { title: name.en ?? name.zh ?? installation.key, version: `${version}+${installation.version}` },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'formwork_session' },
      },
    },
  }
}

const pascal = (key: string): string => key.replace(/(^|_)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())

function formPaths(app: string, form: CompiledForm, name: string, access: FormAccess): Record<string, Json> {
  const base = `/api/apps/${app}/forms/${form.key}`
  const record = { $ref: `#/components/schemas/${name}` }
  const input = { required: true, content: json({ $ref: `#/components/schemas/${name}Input` }) }
  const label = form.name.en ?? form.name.zh ?? form.key
  const errors = { default: problem }
  const read = access.can('read')
  return {
    [`${base}/records`]: {
      ...(read
        ? {
            get: {
              operationId: `list${name}`,
              summary: `List: ${label}`,
              parameters: listParameters,
              responses: { 200: answer('A page', pageSchema(record)), ...errors },
            },
          }
        : {}),
      ...(access.can('create')
        ? {
            post: {
              operationId: `create${name}`,
              summary: `Create: ${label}`,
              parameters: [idempotencyKey],
              requestBody: input,
              responses: { 201: answer('The record', record), ...errors },
            },
          }
        : {}),
    },
    [`${base}/records/{id}`]: {
      parameters: [idInPath],
      ...(read
        ? {
            get: {
              operationId: `read${name}`,
              summary: `Read: ${label}`,
              parameters: [query('fields', 'Comma-separated field keys'), query('expand', 'Comma-separated relations')],
              responses: { 200: answer('The record', record), ...errors },
            },
          }
        : {}),
      ...(access.can('update')
        ? {
            patch: {
              operationId: `change${name}`,
              summary: `Change: ${label}`,
              parameters: [ifMatch, idempotencyKey],
              requestBody: input,
              responses: { 200: answer('The record', record), ...errors },
            },
          }
        : {}),
      ...(access.can('delete')
        ? {
            delete: {
              operationId: `delete${name}`,
              summary: `Delete: ${label}`,
              parameters: [ifMatch],
              responses: {
                200: answer('Deleted', { type: 'object', properties: { deleted: { type: 'boolean' } } }),
                ...errors,
              },
            },
          }
        : {}),
    },
    ...(read
      ? {
          [`${base}/aggregate`]: {
            post: {
              operationId: `aggregate${name}`,
              summary: `Aggregate: ${label}`,
              requestBody: { required: true, content: json(aggregateSchema) },
              responses: {
                200: answer('Groups', {
                  type: 'object',
                  properties: { groups: { type: 'array', items: { type: 'object', additionalProperties: true } } },
                  required: ['groups'],
                }),
                ...errors,
              },
            },
          },
        }
      : {}),
    ...(access.can('move') && form.stageField !== undefined
      ? {
          [`${base}/records/{id}/stage`]: {
            parameters: [idInPath],
            post: {
              operationId: `move${name}`,
              summary: `Move to a stage: ${label}`,
              requestBody: {
                required: true,
                content: json({
                  type: 'object',
                  properties: { to: { type: 'string', enum: form.stages.map(({ key }) => key) } },
                  required: ['to'],
                }),
              },
              responses: { 200: answer('The record', record), ...errors },
            },
          },
        }
      : {}),
  }
}

/** The documents of a form, filled in for one record and one reader. */
function paperPaths({ key: app, app: { documents } }: Installation, form: CompiledForm, name: string) {
  const keys = [...documents.values()].filter(one => one.form.key === form.key).map(({ key }) => key)
  if (keys.length === 0) return {}
  const block = { type: 'object', properties: { key: text, kind: text }, required: ['key', 'kind'] }
  const paper = {
    type: 'object',
    properties: { key: text, name: text, language: text, blocks: { type: 'array', items: block } },
    required: ['key', 'name', 'language', 'blocks'],
  }
  return {
    [`/api/apps/${app}/forms/${form.key}/records/{id}/documents/{document}`]: {
      parameters: [idInPath, { name: 'document', in: 'path', required: true, schema: { type: 'string', enum: keys } }],
      get: {
        operationId: `print${name}`,
        summary: 'A document of a record, as words',
        parameters: [query('language', 'zh or en, default the reader’s own', { type: 'string', enum: ['zh', 'en'] })],
        responses: { 200: answer('The document', paper), 404: problem },
      },
    },
  }
}

const text: Json = { type: 'string' }

const listParameters: readonly Json[] = [
  query('filter', 'JsonLogic over field keys, as JSON text'),
  query('view', 'Key of a view of the form: its condition joins the filter'),
  query('sort', 'e.g. -amount,title'),
  query('fields', 'Comma-separated field keys'),
  query('expand', 'Comma-separated relations'),
  query('limit', '1 to 200, default 50', { type: 'integer', minimum: 1, maximum: 200 }),
  query('cursor', 'nextCursor of the page before'),
  query('q', 'Contains-search'),
  query('count', 'true adds the number of all matches', { type: 'string', enum: ['true', 'false'] }),
]

const pageSchema = (record: Json): Json => ({
  type: 'object',
  properties: {
    records: { type: 'array', items: record },
    nextCursor: { type: ['string', 'null'] },
    count: { type: 'integer' },
  },
  required: ['records', 'nextCursor'],
})

const aggregateSchema: Json = {
  type: 'object',
  properties: {
    groupBy: { type: 'array', items: { type: 'string' }, maxItems: 5 },
    measures: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: {
          count: { type: 'string' },
          sum: { type: 'string' },
          avg: { type: 'string' },
          min: { type: 'string' },
          max: { type: 'string' },
        },
      },
    },
    filter: { type: 'object', additionalProperties: true },
  },
  required: ['measures'],
}

const problemSchema: Json = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
          params: { type: 'object', additionalProperties: true },
        },
        required: ['path', 'code', 'message'],
      },
    },
  },
  required: ['title', 'status', 'code', 'errors'],
}
