import { closed, expr, flag, key, keys, kinds, label, list, ref, type Schema, text, value, whole } from './shapes.ts'

const values: Schema = {
  type: 'object',
  propertyNames: { pattern: '^[a-z_][a-z0-9_]{0,47}$' },
  additionalProperties: value,
  maxProperties: 1000,
}
const act = (name: string, properties: Record<string, Schema>, required: readonly string[] = []): Schema =>
  closed({ do: { type: 'string', const: name }, ...properties }, ['do', ...required])

/** What somebody does in a scenario: the same doors a person has. */
export const actKinds: Record<string, Schema> = {
  create: act('create', { form: key, as: key, set: values }, ['form', 'set']),
  update: act('update', { record: key, set: values }, ['record', 'set']),
  delete: act('delete', { record: key }, ['record']),
  move: act('move', { record: key, to: key }, ['record', 'to']),
  start: act('start', { record: key, workflow: key }, ['record', 'workflow']),
  claim: act('claim', { record: key, reason: text(2000) }, ['record']),
  press: act('press', { record: key, automation: key, set: values }, ['record', 'automation']),
  decide: act(
    'decide',
    {
      record: key,
      as: text(40),
      node: key,
      opinion: text(2000),
      to: key,
      users: keys(50),
      kind: text(20),
      set: values,
    },
    ['record', 'as'],
  ),
}

const moment: Schema = {
  type: 'string',
  pattern: '^([+-][0-9]{1,7}(h|min|d|wd|wh|mo)|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)$',
}

export const scenarioSchemas: Record<string, Schema> = {
  ...Object.fromEntries(Object.entries(actKinds).map(([name, schema]) => [`${name}_act`, schema])),
  act: kinds(
    'do',
    Object.keys(actKinds).map(name => ref(`${name}_act`)),
  ),
  expectation: closed(
    {
      record: key,
      holds: expr,
      person: key,
      notices: whole(0, 10_000),
      tasks: whole(0, 10_000),
      like: text(400),
      due: moment,
      refused: text(100),
    },
    [],
  ),
  scenario: closed(
    {
      key,
      name: label,
      clock: moment,
      people: list(
        closed({ key, roles: keys(100), manager: key, department: key, head: flag, admin: flag }, ['key']),
        500,
      ),
      settings: values,
      given: list(closed({ form: key, as: key, by: key, set: values }, ['form', 'set']), 10_000),
      steps: list(
        closed({ at: moment, by: key, act: list(ref('act'), 100), expect: list(ref('expectation'), 100) }),
        1000,
        1,
      ),
    },
    ['key', 'clock', 'steps'],
  ),
}
