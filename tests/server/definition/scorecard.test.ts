/** A scorecard gives the same digits in the closure and in PostgreSQL, for written rows and generated ones. */
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bindReferences,
  Decimal,
  FormulaError,
  rawSql,
  type SqlEnvironment,
  sql,
  sqlText,
  toSql,
} from '../../../engine/expression/index.ts'
import { type CompiledApp, compileApp, noRelated, recordScope } from '../../../engine/index.ts'
import type { Dimension, Expr, Scorecard } from '../../../schemas/generated/definition.ts'
import { type FreshDatabase, freshDatabase } from '../../database.ts'
import { scored } from '../../fixtures/scored.ts'

const NUMBERS = ['pay', 'use', 'rivals', 'bonus'] as const
type Missing = NonNullable<Dimension['missing']>
type Row = Readonly<Record<(typeof NUMBERS)[number], string | null> & { loyal: boolean | null }>

let database: FreshDatabase
let client: pg.Client
beforeAll(async () => {
  database = await freshDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const settings = Object.fromEntries(scored.settings!.map(({ key, value }) => [key, value]))
const env: SqlEnvironment = {
  column: ([key]) => (key === undefined || key.startsWith('$') ? undefined : rawSql(`r."${key}"`)),
  today: sql`${'2026-11-22'}::date`,
  now: sql`${'2026-11-22T05:00:00.000Z'}::timestamptz`,
  zone: 'Asia/Shanghai',
}

const spelled = (value: unknown): unknown =>
  value instanceof FormulaError ? null : Decimal.isDecimal(value) ? value.toFixed() : value

type Change = (scorecard: Scorecard) => void

/** The total and a dimension, and the grade of a form that shows no total (it rounds the total itself). */
async function agree(change: Change, rows: readonly Row[]): Promise<void> {
  const definition = structuredClone(scored)
  change(definition.scorecards![0]!)
  const bare = structuredClone(definition)
  bare.forms[0]!.fields.splice(5, 1)
  for (const [source, keys] of [
    [definition, ['total', 'rival']],
    [bare, ['grade']],
  ] as const) {
    const { app, findings } = compileApp(source)
    expect(findings).toEqual([])
    for (const key of keys) await agreeOn(app!, key, rows)
  }
}

async function agreeOn(app: CompiledApp, key: string, rows: readonly Row[]): Promise<void> {
  const form = app.forms.get('partner')!
  const { typed, type, evaluate } = form.fields.get(key)!.formula!
  const now = '2026-11-22T05:00:00.000Z'
  const context = { app, settings, user: null, now, today: '2026-11-22', zone: 'Asia/Shanghai', related: noRelated }
  const bound = bindReferences(typed, ([head, name]) => (head === '$settings' ? settings[name!] : undefined))
  const fragment = toSql(bound, env)
  if ('unsupported' in fragment) throw new Error(`not for SQL: ${fragment.unsupported}`)
  const { text, values } = sqlText(fragment, 2)
  const shown = type.kind === 'number' ? `trim_scale((${text})::numeric)::text` : text
  const answer = await client.query({
    text: `select ${shown} as value from jsonb_to_recordset($1::jsonb) r (n int, pay numeric, use numeric, rivals numeric, bonus numeric, loyal boolean) order by n`,
    values: [JSON.stringify(rows.map((row, n) => ({ ...row, n }))), ...values],
  })
  expect(answer.rows.map(({ value }) => value)).toEqual(
    rows.map(row => spelled(evaluate(recordScope({ form, values: row }, context)))),
  )
}

const blank: Row = { pay: null, use: null, rivals: null, bonus: null, loyal: null }
const EDGES: readonly Row[] = [
  blank,
  ...['-1', '0', '1.99', '2', '3', '3.0000000001', '10'].map(rivals => ({ ...blank, pay: '90', use: '40', rivals })),
  ...['0.5', '0.504', '0.505', '20.494', '20.495', '-1000', '1000'].map(bonus => ({
    pay: '90',
    use: '40',
    rivals: '2',
    bonus,
    loyal: true,
  })),
  { ...blank, use: '33.3333333333', rivals: '2', bonus: '1', loyal: false },
]

const plain: Change = () => undefined
const variants: readonly (readonly [string, Change])[] = [
  ['as written', plain],
  [
    'bands of a table setting',
    card => {
      card.dimensions[2]!.bands!.rows = '{$settings.bands}'
    },
  ],
  [
    'edges, scores, weights that are fields',
    card => {
      card.dimensions[2]!.weight = '{pay}'
      card.dimensions[2]!.bands = {
        of: '{rivals}',
        rows: [
          { above: '{use}', score: '{bonus}' },
          { from: '{pay}', score: 7 },
          { above: '{pay}', score: '{use}' },
        ],
      }
      card.grades![1] = { key: 'b', from: '{bonus}' }
    },
  ],
  [
    'everything skipped',
    card => {
      for (const dimension of card.dimensions) dimension.missing = 'skip'
    },
  ],
  [
    'an error in one dimension',
    card => {
      card.dimensions[0]!.score = '{pay} / ({bonus} - 1)'
    },
  ],
  [
    'an error behind a condition',
    card => {
      card.adjust![0]!.by = '1 / {bonus}'
    },
  ],
]

describe('the closure and PostgreSQL agree on a scorecard', () => {
  it.each(variants)('%s', (_, change) => agree(change, EDGES))

  const number = fc.option(
    fc
      .tuple(fc.integer({ min: -2_000_000, max: 2_000_000 }), fc.integer({ min: 0, max: 9 }))
      .map(([n, places]) => new Decimal(n).div(new Decimal(10).pow(places)).toFixed()),
    { nil: null, freq: 6 },
  )
  const row = fc.record({ pay: number, use: number, rivals: number, bonus: number, loyal: fc.option(fc.boolean()) })
  const weight = fc.constantFrom('{pay}', '{bonus}', '0', '1', '33.3', '0.07', '-2')
  const missing = fc.constantFrom<Missing>('skip', 'zero', { value: '12.5' })
  const edges = fc.array(
    fc.record({
      kind: fc.constantFrom('from', 'above'),
      edge: fc.constantFrom<Expr>(0, 1, 50, '{bonus}', '99.5'),
      score: fc.constantFrom<Expr>(0, 40, '{use}', '1 / {bonus}'),
    }),
    { minLength: 1, maxLength: 5 },
  )

  it('generated', async () => {
    const generated = fc.record({
      weights: fc.tuple(weight, weight, weight),
      missings: fc.tuple(missing, missing, missing),
      edges,
    })
    await fc.assert(
      fc.asyncProperty(
        generated,
        fc.array(row, { minLength: 40, maxLength: 40 }),
        ({ weights, missings, edges: rows }, records) =>
          agree(card => {
            for (const [index, dimension] of card.dimensions.entries())
              Object.assign(dimension, {
                weight: weights[index] === '-2' ? '0 - 2' : weights[index],
                missing: missings[index],
              })
            card.dimensions[2]!.bands = {
              of: '{rivals}',
              rows: rows.map(({ kind, edge, score }) => ({ [kind]: edge, score })) as { score: Expr }[],
            }
          }, records),
      ),
      { numRuns: 100 },
    )
  })
})
