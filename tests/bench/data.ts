import type pg from 'pg'
import { tablesForBench } from './tables.ts'

/** The same rows in our tables and in the floor's: 10,000 customers, 100,000 opportunities. Deterministic. */
export async function fill(
  client: pg.Client,
  schema: string,
  storage: Parameters<typeof tablesForBench>[0],
): Promise<void> {
  const { customer, opportunity } = tablesForBench(storage)
  const id = (prefix: string, n: string) => `(${`'${prefix}'`} || lpad(to_hex(${n}), 12, '0'))::uuid`
  const customerId = id('01980000-0000-7000-8000-', 'g')
  const opportunityId = id('01980000-0000-7000-9000-', 'g')
  const row = {
    title: `'商机 ' || (g % 5000) || ' ' || substr(md5(g::text), 1, 8)`,
    customer: id('01980000-0000-7000-8000-', '(1 + g % 10000)'),
    stage: `(array['lead','need','quote','contract','won','lost'])[1 + g % 6]`,
    source: `(array['web','call','fair','partner'])[1 + g % 4]`,
    amount: `round(((g::bigint * 7919) % 100000000) / 100.0, 2)`,
    probability: '(g % 100)::numeric',
    close_on: `date '2026-01-01' + g % 700`,
    first_contact: `date '2025-01-01' + g % 300`,
    next_step: `'下一步 ' || g % 50`,
    competitor: `'竞品 ' || g % 20`,
    remark: `repeat('备注', 10)`,
    hot: 'g % 2 = 0',
    contact: `'联系人 ' || g % 1000`,
  }
  const at = `timestamptz '2026-01-01' + g * interval '1 second'`
  const system = ['id', 'version', 'created_at', 'updated_at', 'rules_version', 'is_sample']
  const ours = (columns: Record<string, string>, values: Record<string, string>, idSql: string) =>
    `(${[...system, ...Object.values(columns)].join(', ')}) select ${[idSql, '1', at, at, '1', 'false', ...Object.keys(columns).map(key => values[key])].join(', ')} from generate_series`
  const customerRow = { name: `'客户 ' || g`, city: `'城市 ' || g % 300` }
  await client.query(
    `insert into "${schema}"."${customer.table}" ${ours(customer.columns, customerRow, customerId)}(1, 10000) g`,
  )
  await client.query(
    `insert into "${schema}"."${opportunity.table}" ${ours(opportunity.columns, row, opportunityId)}(1, 100000) g`,
  )
  await client.query('create schema floor')
  await client.query('create table floor.customer (id uuid primary key, name text not null, city text)')
  await client.query(
    `insert into floor.customer select ${customerId}, ${customerRow.name}, ${customerRow.city} from generate_series(1, 10000) g`,
  )
  await client.query(
    'create table floor.opportunity (id uuid primary key, title text not null, customer uuid not null references floor.customer, stage text not null, source text, amount numeric not null, probability numeric, close_on date, first_contact date, next_step text, competitor text, remark text, hot boolean, contact text, created_at timestamptz not null)',
  )
  await client.query(
    `insert into floor.opportunity (id, ${Object.keys(row).join(', ')}, created_at) select ${opportunityId}, ${Object.values(row).join(', ')}, ${at} from generate_series(1, 100000) g`,
  )
  await client.query('create index on floor.opportunity (stage, amount desc, id desc)')
  await client.query('create index on floor.opportunity (created_at desc, id desc)')
  // The same index as ours, so that O7 compares servers, not indexes.
  await client.query('create index on floor.opportunity using gin (title public.gin_trgm_ops)')
  await client.query('vacuum analyze')
}
