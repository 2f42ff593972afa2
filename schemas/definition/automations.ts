import { closed, expr, flag, key, keys, label, list, oneOf, ref, type Schema, text, whole } from './shapes.ts'

/** A value a field comes from or goes to, or a list of them; null = blank. */
const edgeValue: Schema = { type: ['string', 'number', 'boolean', 'null', 'array'], maxItems: 200 }

/** A `Value` that stands for a duration: `48h`, or `={$settings.first_touch}`. */
const durationValue: Schema = {
  type: 'string',
  maxLength: 2000,
  pattern: '^(=[\\s\\S]+|-?[0-9]{1,7}(h|min|d|wd|wh|mo))$',
}

const triggers: Record<string, Schema> = {
  event: closed(
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
  ),
  becomes: closed({ becomes: expr, form: key }, ['becomes']),
  date: closed({ date: expr, offset: durationValue, at: ref('timeOfDay'), form: key, calendar: key }, ['date']),
  schedule: closed(
    {
      schedule: {
        type: ['string', 'object'],
        if: { type: 'object' },
        then: closed({ every: ref('duration'), from: ref('day'), at: ref('timeOfDay') }, ['every', 'from']),
        else: text(200),
        tsType: 'string | { every: Duration; from: Day; at?: TimeOfDay }',
      },
      for: ref('query'),
    },
    ['schedule'],
  ),
  webhook: closed({ webhook: key, where: expr }, ['webhook']),
  signal: closed({ signal: key, form: key }, ['signal']),
  window: closed(
    {
      window: closed(
        {
          of: {
            type: ['string', 'object'],
            if: { type: 'object' },
            then: ref('event_trigger'),
            else: key,
            tsType: 'Key | EventTrigger',
          },
          per: { type: ['string', 'array'], items: expr, maxItems: 5, tsType: 'Expr | Expr[]' },
          at: expr,
          over: { type: 'string', pattern: '^[0-9]{1,7}(h|min|d|wd|wh|mo)$' },
          last: whole(1, 100),
          bucket: oneOf('day', 'week', 'month'),
          missing: oneOf('skip', 'break', 'zero'),
          measure: expr,
          aggregate: oneOf('count', 'sum', 'average', 'min', 'max'),
          is: expr,
        },
        ['of', 'is'],
      ),
    },
    ['window'],
  ),
  button: closed(
    {
      button: closed({ form: key, label, help: ref('help'), roles: keys(100), ask: keys(50), when: expr }, ['label']),
    },
    ['button'],
  ),
}

/** The name that is present tells kinds apart: triggers have no tag of their own. The last kind is what a text without any of the names is taken for. */
function byName(schemas: Record<string, Schema>, otherwise: string): Schema {
  const names = Object.keys(schemas).filter(name => name !== otherwise)
  const ladder = names.reduceRight<Schema>(
    (other, name) => ({ if: { required: [name] }, then: ref(`${name}_trigger`), else: other }),
    ref(`${otherwise}_trigger`),
  )
  const typeOf = (name: string): string => `${name[0]!.toUpperCase()}${name.slice(1)}Trigger`
  return { type: 'object', ...ladder, tsType: [otherwise, ...names].map(typeOf).join(' | ') }
}

const step = closed(
  {
    key,
    after: durationValue,
    at: ref('timeOfDay'),
    when: expr,
    repeat: closed({ every: durationValue, times: whole(1, 100) }, ['every', 'times']),
    late: oneOf('run', 'skip'),
    do: list(ref('action'), 50, 1),
  },
  ['key', 'after', 'do'],
)

const trigger = list(ref('trigger'), 20, 1)

export const automationSchemas: Record<string, Schema> = {
  ...Object.fromEntries(Object.entries(triggers).map(([name, schema]) => [`${name}_trigger`, schema])),
  trigger: byName(triggers, 'event'),
  ladder: closed(
    {
      key,
      name: label,
      calendar: key,
      on: trigger,
      from: expr,
      where: expr,
      pauseWhen: expr,
      stopWhen: expr,
      stopOn: trigger,
      onStop: list(ref('action'), 50),
      catchUp: oneOf('all', 'last', 'none'),
      maxRuns: whole(1, 10_000),
      steps: list(step, 100, 1),
    },
    ['steps'],
  ),
  automation: closed(
    {
      key,
      name: label,
      form: key,
      on: trigger,
      where: expr,
      unless: trigger,
      same: list({ type: 'array', items: expr, minItems: 2, maxItems: 2, tsType: '[Expr, Expr]' }, 10),
      within: durationValue,
      per: oneOf('latest', 'each'),
      calendar: key,
      ladder: ref('ladder'),
      then: list(ref('action'), 50),
      with: oneOf('after', 'save'),
      onError: oneOf('stop', 'continue', 'retry', 'hand_over'),
      limits: closed({ runs: whole(1, 1_000_000), per: ref('duration') }, ['runs', 'per']),
      enabled: flag,
    },
    ['key', 'name', 'on'],
  ),
}
