import { closed, list, type Schema, text } from './shapes.ts'

/** Scalars every primitive uses. Limits are those of SEMANTICS "Limits". */
export const valueSchemas: Record<string, Schema> = {
  key: { type: 'string', pattern: '^[a-z][a-z0-9_]{0,47}$', description: 'Identity of an element: never changes.' },
  label: closed({ zh: text(200), en: text(200) }, [], { minProperties: 1 }),
  help: closed({ zh: text(2000), en: text(2000) }, [], { minProperties: 1 }),
  decimal: { type: ['number', 'string'], pattern: '^-?[0-9]{1,40}(\\.[0-9]{1,40})?$' },
  expr: {
    type: ['string', 'number', 'boolean', 'object'],
    maxLength: 20_000,
    description: 'Formula text, a JsonLogic rule, or a constant number or boolean.',
  },
  duration: { type: 'string', pattern: '^-?[0-9]{1,7}(h|min|d|wd|wh|mo)$' },
  timeOfDay: { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' },
  day: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
  zone: { ...text(60), description: 'An IANA time zone: Asia/Shanghai.' },
  color: {
    type: 'string',
    enum: ['grey', 'blue', 'cyan', 'green', 'lime', 'gold', 'orange', 'red', 'magenta', 'purple'],
  },
  calendar: closed(
    {
      key: { $ref: '#/$defs/key' },
      label: { $ref: '#/$defs/label' },
      zone: { $ref: '#/$defs/zone' },
      week: {
        type: 'object',
        propertyNames: { enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
        additionalProperties: list(
          { type: 'array', items: { $ref: '#/$defs/timeOfDay' }, minItems: 2, maxItems: 2 },
          12,
        ),
      },
      holidays: list({ $ref: '#/$defs/day' }, 5000),
      workdays: list({ $ref: '#/$defs/day' }, 5000),
    },
    ['key', 'week'],
  ),
  option: closed(
    {
      key: { $ref: '#/$defs/key' },
      label: { $ref: '#/$defs/label' },
      color: { $ref: '#/$defs/color' },
      score: { $ref: '#/$defs/decimal' },
      parent: { $ref: '#/$defs/key' },
      words: list(text(100), 100),
      active: { type: 'boolean' },
    },
    ['key', 'label'],
  ),
  optionLibrary: closed(
    {
      key: { $ref: '#/$defs/key' },
      label: { $ref: '#/$defs/label' },
      parent: { $ref: '#/$defs/key' },
      options: list({ $ref: '#/$defs/option' }, 10_000),
    },
    ['key', 'label', 'options'],
  ),
  setting: closed(
    {
      key: { $ref: '#/$defs/key' },
      label: { $ref: '#/$defs/label' },
      help: { $ref: '#/$defs/help' },
      type: { type: 'string', enum: ['number', 'money', 'percent', 'text', 'yes_no', 'date', 'user', 'table'] },
      value: {},
      columns: list(
        closed(
          {
            key: { $ref: '#/$defs/key' },
            label: { $ref: '#/$defs/label' },
            type: { type: 'string', enum: ['number', 'money', 'percent', 'text', 'yes_no', 'date', 'select'] },
            options: { $ref: '#/$defs/key' },
          },
          ['key', 'label', 'type'],
        ),
        50,
      ),
      valid: { $ref: '#/$defs/expr' },
    },
    ['key', 'label', 'type', 'value'],
  ),
}
