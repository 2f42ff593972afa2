import { closed, expr, flag, key, keys, kinds, label, list, oneOf, ref, type Schema, value, whole } from './shapes.ts'

const outcomes = oneOf('approved', 'rejected', 'submitted', 'done', 'timeout')
const edge = closed({ to: key, on: outcomes, when: expr, label }, ['to'])

/** One of some words, or a count. */
const wordOrCount = (words: string, maximum: number): Schema => ({
  type: ['string', 'integer'],
  pattern: `^(${words})$`,
  minimum: 1,
  maximum,
})

/** How tokens that come along several edges meet, and what becomes of those that come after the round fired (M13). */
const joining: Record<string, Schema> = {
  join: wordOrCount('each|all|started', 500),
  rest: oneOf('ignore', 'cancel'),
}

/** What may happen while a node is active: an event of a record, or time. */
const event = closed(
  {
    on: ref('trigger'),
    after: ref('duration'),
    to: key,
    do: list(ref('action'), 50, 1),
    cancel: flag,
  },
  [],
)

const node = (type: string, properties: Record<string, Schema>, required: readonly string[] = []): Schema =>
  closed({ key, label, type: { type: 'string', const: type }, ...joining, next: list(edge, 500), ...properties }, [
    'key',
    'type',
    ...required,
  ])

/** Nodes that rest: others may have to wait for them, and things may happen meanwhile. */
const resting: Record<string, Schema> = { mutex: key, events: list(ref('nodeEvent'), 50, 1) }

const people: Record<string, Schema> = {
  ...resting,
  by: expr,
  each: expr,
  choose: closed({ max: whole(1, 1000) }),
  empty: closed({ to: expr }, ['to']),
  self: oneOf('skip', 'allow', 'forbid'),
  deadline: ref('ladder'),
  fields: { type: 'object', additionalProperties: oneOf('read', 'write', 'hidden'), maxProperties: 1000 },
  view: oneOf('live', 'snapshot'),
}

/** Workflow nodes this version runs. */
export const nodeTypes: Record<string, Schema> = {
  fill: node('fill', { ...people, require: keys(200) }, ['by']),
  approve: node(
    'approve',
    {
      ...people,
      mode: oneOf('any', 'all', 'sequence', 'share'),
      rejectWhen: oneOf('first', 'all'),
      passWhen: expr,
      failWhen: expr,
      skipWhen: list(oneOf('approved_previous', 'approved_before', 'applicant'), 3),
      require: list(oneOf('opinion', 'attachment', 'signature'), 3),
      locks: oneOf('record', 'none'),
      voidOn: keys(200),
      allow: closed({
        transfer: closed({}),
        add_signer: closed({ kinds: list(oneOf('before', 'after', 'beside'), 3), max: whole(1, 50) }),
        remove_signer: closed({}),
        delegate: closed({}),
        cc: closed({ max: whole(1, 1000) }),
        return: closed({
          to: list(oneOf('applicant', 'previous', 'any'), 3),
          then: oneOf('again', 'back', 'ask'),
          max: whole(1, 100),
        }),
        urge: closed({ every: ref('duration'), max: whole(1, 100) }),
        batch: flag,
      }),
    },
    ['by'],
  ),
  cc: node('cc', { by: expr, choose: closed({ max: whole(1, 1000) }), message: ref('help') }, ['by']),
  exclusive: node('exclusive', {}),
  parallel: node('parallel', {}),
  inclusive: node('inclusive', {}),
  do: node('do', { do: list(ref('action'), 50, 1) }, ['do']),
  wait: node('wait', {
    ...resting,
    on: list(ref('trigger'), 20, 1),
    where: expr,
    since: oneOf('now', 'start'),
    until: value,
    after: ref('duration'),
    calendar: key,
  }),
  subprocess: node(
    'subprocess',
    {
      ...resting,
      workflow: key,
      each: expr,
      record: expr,
      wait: wordOrCount('all|none', 1000),
      as: key,
    },
    ['workflow'],
  ),
  end: closed(
    {
      key,
      label,
      type: { type: 'string', const: 'end' },
      outcome: oneOf('approved', 'rejected', 'done', 'cancelled'),
      scope: oneOf('all', 'branch'),
      ...joining,
    },
    ['key', 'type'],
  ),
}

/** What a workflow and its nodes may say. */
export const workflowSchemas: Record<string, Schema> = {
  ...Object.fromEntries(Object.entries(nodeTypes).map(([type, schema]) => [`${type}_node`, schema])),
  nodeEvent: event,
  node: kinds(
    'type',
    Object.keys(nodeTypes).map(type => ref(`${type}_node`)),
  ),
  workflow: closed(
    {
      key,
      name: label,
      form: key,
      start: closed({ to: key, on: list(ref('trigger'), 20), manual: flag, who: expr, where: expr }, ['to']),
      nodes: list(ref('node'), 5000, 1),
      ladder: ref('ladder'),
      onReject: oneOf('end', 'return_to_applicant'),
      allow: closed({
        withdraw: closed({ applicant: oneOf('before_first', 'before_end', 'never'), handler: flag }),
        urge: closed({ every: ref('duration'), max: whole(1, 100) }),
        reopen: closed({ who: expr, to: key }, ['who']),
      }),
    },
    ['key', 'name', 'form', 'start', 'nodes'],
  ),
}
