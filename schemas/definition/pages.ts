import { closed, expr, key, keys, kinds, label, list, oneOf, ref, type Schema, text, value, whole } from './shapes.ts'

const sort = list({ type: 'string', pattern: '^-?[a-z][a-z0-9_]{0,47}$' }, 10)
const view = (type: string, properties: Record<string, Schema>, required: readonly string[] = []): Schema =>
  closed(
    { key, label, type: { type: 'string', const: type }, form: key, icon: text(60), where: expr, sort, ...properties },
    ['key', 'label', 'type', 'form', ...required],
  )

/** Views this version shows. */
export const viewTypes: Record<string, Schema> = {
  table: view('table', { columns: keys(200), limit: whole(1, 200) }),
  kanban: view('kanban', { group: key, columns: keys(20) }),
}

const sampleValue: Schema = value

export const pageSchemas: Record<string, Schema> = {
  ...Object.fromEntries(Object.entries(viewTypes).map(([type, schema]) => [`${type}_view`, schema])),
  view: kinds(
    'type',
    Object.keys(viewTypes).map(type => ref(`${type}_view`)),
  ),
  grant: closed(
    {
      form: key,
      can: list(oneOf('read', 'create', 'update', 'delete', 'move', 'import', 'export', 'history'), 8),
      rows: expr,
      fields: {
        type: 'object',
        propertyNames: { pattern: '^(\\*|[a-z][a-z0-9_]{0,47})$' },
        additionalProperties: oneOf('read', 'write', 'hidden'),
        maxProperties: 1000,
      },
    },
    ['form', 'can'],
  ),
  role: closed(
    {
      key,
      label,
      help: ref('help'),
      grants: list(ref('grant'), 500),
      views: keys(500),
      dashboards: keys(200),
      workflows: keys(500),
    },
    ['key', 'label', 'grants'],
  ),
  navigationItem: closed(
    { key, label, icon: text(60), view: key, dashboard: key, items: list(ref('navigationItem'), 100) },
    ['key'],
  ),
  sampleRecord: {
    type: 'object',
    propertyNames: { pattern: '^[a-z_][a-z0-9_]{0,47}$' },
    additionalProperties: sampleValue,
    maxProperties: 1000,
  },
}
