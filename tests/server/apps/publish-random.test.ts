import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition, Field, OptionLibrary } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const RUNS = Number(process.env.FORMWORK_RUNS ?? 25)

const both = (text: string) => ({ zh: text, en: text })
const libraries: OptionLibrary[] = ['level', 'rank'].map(key => ({
  key,
  label: both(key),
  options: ['a', 'b', 'c', 'd'].map(option => ({ key: option, label: both(`${key} ${option}`) })),
}))

/** What a field may be, and values people give such a one. */
const kinds: Readonly<Record<string, { readonly more?: object; readonly value: fc.Arbitrary<unknown> }>> = {
  text: {
    value: fc.constantFrom(
      '007',
      '1,200.50',
      '2026/5/1',
      '是',
      '很大',
      'level a',
      'a',
      'Acme',
      ' x ',
      '<b>&',
      '1e5',
      '3',
    ),
  },
  long_text: { value: fc.constantFrom('line\nline', '12', 'a, b；c', 'Acme') },
  rich_text: { value: fc.constantFrom('<p>5 &lt; 6</p>', '<p>12</p>', '<p><b>Acme</b></p>') },
  number: { value: fc.constantFrom('7', '0', '-3.25', '1', '12345678901234567890.123') },
  money: { value: fc.constantFrom('1200000.00', '0.01', '-5.50') },
  percent: { value: fc.constantFrom('0.0230', '1.0000') },
  date: { value: fc.constantFrom('2026-02-28', '2026-12-31', '2000-02-29') },
  datetime: { value: fc.constantFrom('2026-05-01T10:20:30.123Z', '2026-12-31T23:59:59.000Z') },
  time: { value: fc.constantFrom('09:30', '23:59') },
  duration: { more: { unit: 'h' }, value: fc.constantFrom(3_600_000, 5_400_000, 1) },
  yes_no: { value: fc.boolean() },
  select: { more: { options: 'level' }, value: fc.constantFrom('a', 'b', 'c') },
  rank: { more: { type: 'select', options: 'rank' }, value: fc.constantFrom('a', 'd') },
  selects: {
    more: { type: 'select', options: 'level', multiple: true },
    value: fc.subarray(['c', 'a', 'b'], { minLength: 1 }),
  },
  tags: { value: fc.subarray(['Acme', 'x', '1'], { minLength: 1 }) },
  phone: { value: fc.constantFrom('13800138000', '021-5555 0123') },
  company: { more: { type: 'relation', to: 'company' }, value: fc.constantFrom('@0', '@1') },
  companies: {
    more: { type: 'relation', to: 'company', multiple: true },
    value: fc.constantFrom(['@0'], ['@1', '@0']),
  },
  formula: { more: { formula: '1+1', result: 'number' }, value: fc.constant(undefined) },
}
const kindNames = Object.keys(kinds)
const fieldOf = (key: string, kind: string): Field =>
  ({ key, label: both(key), type: kind, ...kinds[kind]!.more }) as unknown as Field

const KEYS = ['f1', 'f2', 'f3', 'f4']
const ROWS = ['r1', 'r2']
/** Fields of a form by key: what each is. */
type Shape = {
  readonly fields: Readonly<Record<string, string>>
  readonly rows: Readonly<Record<string, string>> | null
}
const rowKinds = kindNames.filter(kind => kind !== 'formula')

const shape = (keys: readonly string[]): fc.Arbitrary<Shape> =>
  fc.record({
    fields: fc.record(
      Object.fromEntries(keys.map(key => [key, fc.constantFrom(...kindNames)])) as Record<string, fc.Arbitrary<string>>,
      {
        requiredKeys: keys.slice(0, 2),
      },
    ),
    rows: fc.option(
      fc.record(
        Object.fromEntries(ROWS.map(key => [key, fc.constantFrom(...rowKinds)])) as Record<
          string,
          fc.Arbitrary<string>
        >,
        {
          requiredKeys: ['r1'],
        },
      ),
      { nil: null, freq: 3 },
    ),
  }) as fc.Arbitrary<Shape>

function definitionOf(
  app: string,
  { fields, rows }: Shape,
  without: readonly string[],
  required: boolean,
): AppDefinition {
  const own = Object.entries(fields).map(([key, kind]) => fieldOf(key, kind))
  if (required && own[0]?.type !== 'formula') Object.assign(own[0]!, { required: true })
  const children: Field[] =
    rows === null
      ? []
      : [
          {
            key: 'lines',
            label: both('lines'),
            type: 'subform',
            fields: Object.entries(rows).map(([key, kind]) => fieldOf(key, kind)) as never,
          },
        ]
  return {
    formatVersion: 1,
    key: app,
    version: '1.0.0',
    name: both(app),
    optionLibraries: libraries.map(library => ({
      ...library,
      options: library.options.filter(({ key }) => !without.includes(`${library.key}.${key}`)),
    })),
    forms: [
      { key: 'company', name: both('company'), titleField: 'name', fields: [fieldOf('name', 'text')] },
      { key: 'item', name: both('item'), titleField: 'name', fields: [fieldOf('name', 'text'), ...own, ...children] },
    ],
  }
}

const values = (kindsByKey: Readonly<Record<string, string>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(Object.entries(kindsByKey).map(([key, kind]) => [key, kinds[kind]!.value])) as Record<
      string,
      fc.Arbitrary<unknown>
    >,
    { requiredKeys: [] },
  )

const story = shape(KEYS).chain(first =>
  fc.record({
    first: fc.constant(first),
    records: fc.array(
      fc.record({
        own: values(first.fields),
        lines:
          first.rows === null
            ? fc.constant<Record<string, unknown>[]>([])
            : fc.array(values(first.rows), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    later: fc.array(
      fc.record({
        shape: shape(KEYS),
        without: fc.subarray(['level.a', 'level.b', 'rank.d']),
        required: fc.boolean(),
        choice: fc.nat(3),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
)

let server: TestServer
let admin: Client
let made = 0
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('随机公司'), 'random', { admin: true })
})
afterAll(() => server.close())

async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, headers = {}) {
  const answer = await server.call(admin, method, `/api/apps${path}`, body, headers)
  expect([200, 201], `${method} ${path}: ${answer.body}`).toContain(answer.statusCode)
  return answer.json()
}

async function publish(app: string, definition: AppDefinition, choice: number): Promise<void> {
  const { revision } = await ask('GET', `/${app}/draft`)
  await ask('PUT', `/${app}/draft`, { definition }, { 'if-match': `"${revision}"` })
  const { plan, findings } = await ask('POST', `/${app}/draft/check`)
  expect(findings.filter((finding: { severity: string }) => finding.severity === 'error')).toEqual([])
  const choices = Object.fromEntries(
    plan.flatMap((step: { key: string; choices: { key: string }[] }) =>
      step.choices.length === 0 ? [] : [[step.key, step.choices[choice % step.choices.length]!.key]],
    ),
  )
  await ask('POST', `/${app}/publish`, { choices })
}

/** A record as people entered it: without what every save changes, and what is worked out. */
function entered(record: Record<string, unknown>, { fields, rows }: Shape): unknown {
  const own = Object.keys(fields)
    .filter(key => fields[key] !== 'formula')
    .map(key => [key, record[key]])
  const lines =
    rows === null
      ? []
      : (record.lines as Record<string, unknown>[]).map(line => Object.keys(rows).map(key => line[key]))
  return [record.name, own, lines]
}

describe('publishing forward and going back', () => {
  it(`loses no value, digit for digit (${RUNS} stories)`, { timeout: 30_000 + RUNS * 8_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ first, records, later }) => {
        made += 1
        const app = `random_${made}`
        await ask('POST', '', { definition: definitionOf(app, first, [], false) })
        const companies = [
          (await ask('POST', `/${app}/forms/company/records`, { name: 'Acme' })).id,
          (await ask('POST', `/${app}/forms/company/records`, { name: 'Beta' })).id,
        ]
        const named = (value: unknown): unknown =>
          Array.isArray(value)
            ? value.map(named)
            : value === '@0'
              ? companies[0]
              : value === '@1'
                ? companies[1]
                : value
        const real = (own: Record<string, unknown>) =>
          Object.fromEntries(
            Object.entries(own).flatMap(([key, value]) => (value === undefined ? [] : [[key, named(value)]])),
          )
        const before: [string, unknown][] = []
        for (const [n, { own, lines }] of records.entries()) {
          const body = { name: `n${n}`, ...real(own), ...(first.rows === null ? {} : { lines: lines.map(real) }) }
          const stored = await ask('POST', `/${app}/forms/item/records`, body)
          before.push([stored.id, entered(await ask('GET', `/${app}/forms/item/records/${stored.id}`), first)])
        }
        for (const { shape: next, without, required, choice } of later)
          await publish(app, definitionOf(app, next, without, required), choice)
        await ask('POST', `/${app}/versions/1/restore`)
        for (const [id, was] of before)
          expect(entered(await ask('GET', `/${app}/forms/item/records/${id}`), first)).toEqual(was)
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})
