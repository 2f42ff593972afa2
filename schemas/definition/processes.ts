import { closed, expr, flag, key, keys, kinds, label, list, oneOf, ref, type Schema, value } from './shapes.ts'

const values: Schema = {
  type: 'object',
  propertyNames: { pattern: '^[a-z][a-z0-9_]{0,47}$' },
  additionalProperties: value,
  maxProperties: 1000,
}
/** Ways a notice leaves; the pages show it in any case. */
const noticeChannel = oneOf('app', 'email', 'sms', 'wecom', 'dingtalk', 'feishu', 'webhook')

const actions = list(ref('action'), 50)

const action = (kind: string, properties: Record<string, Schema>, required: readonly string[] = []): Schema =>
  closed({ do: { type: 'string', const: kind }, as: key, when: expr, ...properties }, ['do', ...required])

/** Actions this version carries out; the other kinds of DEFINITION-FORMAT.md are reserved (reserved.ts). */
export const actionKinds: Record<string, Schema> = {
  notify: action('notify', { to: expr, message: ref('help'), channels: list(noticeChannel, 7) }, ['to', 'message']),
  task: action('task', { to: expr, title: label, due: value }, ['to', 'title']),
  create: action('create', { form: key, set: values }, ['form', 'set']),
  update: action('update', { target: expr, set: values }, ['set']),
  move: action('move', { target: expr, to: key }, ['to']),
  start: action('start', { workflow: key, target: expr }, ['workflow']),
  act: action('act', { on: expr, as: oneOf('approve', 'reject', 'return', 'transfer', 'urge', 'close'), to: expr }, [
    'on',
    'as',
  ]),
  upsert: action('upsert', { form: key, by: list(key, 10, 1), set: values }, ['form', 'by', 'set']),
  delete: action('delete', { target: expr }),
  find: action('find', { query: ref('query'), one: actions, none: actions, many: actions }, ['query']),
  choose: action(
    'choose',
    { cases: list(closed({ when: expr, then: actions }, ['when', 'then']), 50, 1), otherwise: actions },
    ['cases'],
  ),
  each: action('each', { query: ref('query'), list: expr, then: actions }, ['then']),
  http: action(
    'http',
    {
      connector: key,
      method: oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
      path: { type: 'string', maxLength: 2000 },
      query: values,
      payload: { type: 'object', maxProperties: 1000 },
    },
    ['connector', 'method', 'path'],
  ),
  signal: action('signal', { signal: key, target: expr }, ['signal']),
  assign: action('assign', { policy: key, target: expr, except: expr, release: flag }, ['policy']),
  lock: action('lock', { fields: keys(200) }),
  unlock: action('unlock', { fields: keys(200) }),
}

export const processSchemas: Record<string, Schema> = {
  ...Object.fromEntries(Object.entries(actionKinds).map(([kind, schema]) => [`${kind}_action`, schema])),
  action: kinds(
    'do',
    Object.keys(actionKinds).map(kind => ref(`${kind}_action`)),
  ),
}
