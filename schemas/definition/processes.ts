import { closed, expr, flag, key, keys, kinds, label, list, oneOf, ref, type Schema, value, whole } from './shapes.ts'

const values: Schema = {
  type: 'object',
  propertyNames: { pattern: '^[a-z][a-z0-9_]{0,47}$' },
  additionalProperties: value,
  maxProperties: 1000,
}
const action = (kind: string, properties: Record<string, Schema>, required: readonly string[] = []): Schema =>
  closed({ do: { type: 'string', const: kind }, as: key, when: expr, ...properties }, ['do', ...required])

/** Actions this version carries out; the other kinds of DEFINITION-FORMAT.md are reserved (reserved.ts). */
export const actionKinds: Record<string, Schema> = {
  notify: action('notify', { to: expr, message: ref('help'), channels: list(oneOf('app'), 5) }, ['to', 'message']),
  task: action('task', { to: expr, title: label, due: value }, ['to', 'title']),
  create: action('create', { form: key, set: values }, ['form', 'set']),
  update: action('update', { target: expr, set: values }, ['set']),
  move: action('move', { target: expr, to: key }, ['to']),
  start: action('start', { workflow: key, target: expr }, ['workflow']),
  act: action('act', { on: expr, as: oneOf('approve', 'reject', 'return', 'transfer', 'urge', 'close'), to: expr }, [
    'on',
    'as',
  ]),
  assign: action('assign', { policy: key, target: expr, except: expr, release: flag }, ['policy']),
  lock: action('lock', { fields: keys(200) }),
  unlock: action('unlock', { fields: keys(200) }),
}

/** A value a field comes from or goes to, or a list of them; null = blank. */
const edgeValue: Schema = { type: ['string', 'number', 'boolean', 'null', 'array'], maxItems: 200 }

/** Events of records and workflows. Triggers have no tag of their own: the name that is present tells them apart. */
const eventTrigger = closed(
  {
    event: oneOf('created', 'updated', 'deleted', 'stage_entered', 'stage_left', 'workflow_finished'),
    form: key,
    fields: keys(200),
    from: edgeValue,
    to: edgeValue,
    stage: key,
    workflow: key,
    where: expr,
  },
  ['event'],
)

const step = closed(
  {
    key,
    after: ref('duration'),
    at: ref('timeOfDay'),
    when: expr,
    repeat: closed({ every: ref('duration'), times: whole(1, 100) }, ['every', 'times']),
    late: oneOf('run', 'skip'),
    do: list(ref('action'), 50, 1),
  },
  ['key', 'after', 'do'],
)

export const processSchemas: Record<string, Schema> = {
  ...Object.fromEntries(Object.entries(actionKinds).map(([kind, schema]) => [`${kind}_action`, schema])),
  action: kinds(
    'do',
    Object.keys(actionKinds).map(kind => ref(`${kind}_action`)),
  ),
  trigger: eventTrigger,
  ladder: closed({ key, calendar: key, steps: list(step, 100, 1) }, ['steps']),
  automation: closed(
    {
      key,
      name: label,
      form: key,
      on: list(ref('trigger'), 20, 1),
      where: expr,
      then: list(ref('action'), 50, 1),
      with: oneOf('after', 'save'),
      onError: oneOf('stop', 'continue'),
      enabled: flag,
    },
    ['key', 'name', 'on', 'then'],
  ),
}
