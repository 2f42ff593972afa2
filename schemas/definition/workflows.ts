import { closed, expr, flag, key, keys, kinds, label, list, oneOf, ref, type Schema, whole } from './shapes.ts'

const edge = closed({ to: key, on: oneOf('approved', 'rejected', 'submitted', 'done', 'timeout'), when: expr, label }, [
  'to',
])
const node = (type: string, properties: Record<string, Schema>, required: readonly string[] = []): Schema =>
  closed(
    {
      key,
      label,
      type: { type: 'string', const: type },
      join: oneOf('each', 'all'),
      next: list(edge, 500),
      ...properties,
    },
    ['key', 'type', ...required],
  )
const people: Record<string, Schema> = {
  by: expr,
  empty: closed({ to: expr }, ['to']),
  self: oneOf('skip', 'allow', 'forbid'),
  deadline: ref('ladder'),
  fields: { type: 'object', additionalProperties: oneOf('read', 'write', 'hidden'), maxProperties: 1000 },
}

/** Workflow nodes this version runs. */
export const nodeTypes: Record<string, Schema> = {
  fill: node('fill', { ...people, require: keys(200) }, ['by']),
  approve: node(
    'approve',
    {
      ...people,
      mode: oneOf('any', 'all', 'sequence'),
      rejectWhen: oneOf('first', 'all'),
      skipWhen: list(oneOf('approved_previous', 'approved_before', 'applicant'), 3),
      require: list(oneOf('opinion', 'attachment', 'signature'), 3),
      locks: oneOf('record', 'none'),
      voidOn: keys(200),
      allow: closed({
        transfer: closed({}),
        add_signer: closed({ kinds: list(oneOf('before', 'after', 'beside'), 3), max: whole(1, 50) }),
        return: closed({
          to: list(oneOf('applicant', 'previous', 'any'), 3),
          then: oneOf('again', 'back', 'ask'),
          max: whole(1, 100),
        }),
        urge: closed({ every: ref('duration') }),
        batch: flag,
      }),
    },
    ['by'],
  ),
  cc: node('cc', { by: expr, message: ref('help') }, ['by']),
  exclusive: node('exclusive', {}),
  parallel: node('parallel', {}),
  do: node('do', { do: list(ref('action'), 50, 1) }, ['do']),
  end: closed(
    {
      key,
      label,
      type: { type: 'string', const: 'end' },
      outcome: oneOf('approved', 'rejected', 'done', 'cancelled'),
      join: oneOf('each', 'all'),
    },
    ['key', 'type'],
  ),
}

/** What a workflow and its nodes may say. */
export const workflowSchemas: Record<string, Schema> = {
  ...Object.fromEntries(Object.entries(nodeTypes).map(([type, schema]) => [`${type}_node`, schema])),
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
      onReject: oneOf('end', 'return_to_applicant'),
      allow: closed({
        withdraw: closed({ applicant: oneOf('before_first', 'before_end', 'never'), handler: flag }),
        urge: closed({ every: ref('duration') }),
      }),
    },
    ['key', 'name', 'form', 'start', 'nodes'],
  ),
}
