import { closed, expr, flag, key, keys, label, list, oneOf, ref, type Schema, text, whole } from './shapes.ts'

const message = ref('help')
const ruleBody: Record<string, Schema> = {
  when: expr,
  require: keys(200),
  invalid: closed({ fields: keys(50), message }, ['message']),
  anyOf: closed({ fields: keys(50), atLeast: whole(1, 50) }, ['fields']),
  message,
}

export const formSchemas: Record<string, Schema> = {
  rule: closed(
    {
      key,
      label,
      for: key,
      ...ruleBody,
      show: keys(200),
      hide: keys(200),
      readOnly: keys(200),
      warn: closed({ fields: keys(50), message }, ['message']),
      options: {
        type: 'object',
        propertyNames: { pattern: '^[a-z][a-z0-9_]{0,47}$' },
        additionalProperties: expr,
        maxProperties: 200,
      },
    },
    ['key'],
  ),
  ruleBody: closed(ruleBody),
  query: closed({ form: key, where: expr, sort: list(text(60), 10), limit: whole(1, 10_000) }, ['form']),
  gate: closed({
    ...ruleBody,
    rules: list(ref('ruleBody'), 50),
    related: list(closed({ query: ref('query'), atLeast: whole(1, 10_000), message }, ['query', 'atLeast']), 20),
    approval: closed(
      { workflow: key, start: oneOf('ready', 'on_move'), voidOn: keys(200), then: oneOf('advance', 'allow') },
      ['workflow'],
    ),
  }),
  stage: closed(
    {
      key,
      label,
      kind: oneOf('open', 'won', 'lost', 'done'),
      color: ref('color'),
      help: ref('help'),
      appliesWhen: expr,
      enter: ref('ruleBody'),
      gate: ref('gate'),
      onEnter: list(ref('action'), 50),
      onLeave: list(ref('action'), 50),
      ladder: ref('ladder'),
      from: keys(100),
    },
    ['key', 'label'],
  ),
  stages: closed(
    { field: key, label, pipeline: list(ref('stage'), 100, 1), back: closed({ roles: keys(100) }, ['roles']) },
    ['pipeline'],
  ),
  section: closed(
    {
      key,
      label,
      help: ref('help'),
      tab: key,
      columns: whole(1, 4),
      collapsed: flag,
      when: expr,
      fields: list(
        {
          type: ['string', 'object'],
          if: { type: 'object' },
          then: closed({ field: key, span: whole(1, 4) }, ['field']),
          else: key,
        },
        1000,
      ),
    },
    ['key', 'fields'],
  ),
  layout: closed({ tabs: list(closed({ key, label }, ['key', 'label']), 50), sections: list(ref('section'), 200) }, [
    'sections',
  ]),
  unique: closed({ key, fields: { ...keys(10), minItems: 1 }, where: expr, message }, ['fields']),
  form: closed(
    {
      key,
      name: label,
      words: list(text(100), 100),
      help: ref('help'),
      icon: text(60),
      titleField: key,
      extends: oneOf('user'),
      fields: list(ref('field'), 1000),
      layout: ref('layout'),
      rules: list(ref('rule'), 1000),
      stages: ref('stages'),
      unique: list(ref('unique'), 50),
      ladders: list(ref('ladder'), 200),
    },
    ['key', 'name', 'fields'],
  ),
}
