import { deepStrictEqual } from 'node:assert'

export type Side = 'ours' | 'floor'
export interface Target {
  readonly address: string
  readonly token: string
}
interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly body?: string
}
export interface Operation {
  readonly name: string
  request(side: Side, n: number): Request
}

const base = '/api/apps/bench/forms/opportunity'
const id = (prefix: string, n: number): string => prefix + n.toString(16).padStart(12, '0')
const opportunityId = (n: number): string => id('01980000-0000-7000-9000-', 1 + ((n * 7919) % 100_000))
const customerId = (n: number): string => id('01980000-0000-7000-8000-', 1 + (n % 10_000))
const filter = (n: number): string =>
  encodeURIComponent(
    JSON.stringify({ and: [{ '==': [{ var: 'stage' }, stageOf(n)] }, { '>': [{ var: 'amount' }, aboveOf(n)] }] }),
  )
const stageOf = (n: number): string => ['lead', 'need', 'quote', 'contract', 'won', 'lost'][n % 6]!
const aboveOf = (n: number): string => String(100_000 + (n % 20) * 10_000)
const fields = 'title,stage,amount,close_on,probability'
const word = (n: number): string => `${n % 5000} `
const bodyOf = (n: number): string =>
  JSON.stringify({
    title: `新商机 ${n}`,
    customer: customerId(n),
    stage: stageOf(n),
    source: 'web',
    amount: `${n % 1000}.25`,
    probability: '50',
    close_on: '2027-01-31',
    first_contact: '2026-05-05',
    next_step: '拜访',
    competitor: '甲',
    remark: '备注',
    hot: true,
    contact: '王',
  })

export const operations: readonly Operation[] = [
  {
    name: 'O1 create',
    request: (side, n) => ({
      method: 'POST',
      path: side === 'ours' ? `${base}/records` : '/opportunity',
      body: bodyOf(n),
    }),
  },
  {
    name: 'O2 read',
    request: (side, n) => ({
      method: 'GET',
      path: side === 'ours' ? `${base}/records/${opportunityId(n)}` : `/opportunity/${opportunityId(n)}`,
    }),
  },
  {
    name: 'O3 list',
    request: (side, n) => ({
      method: 'GET',
      path:
        side === 'ours'
          ? `${base}/records?filter=${filter(n)}&sort=-amount&fields=${fields}&limit=50`
          : `/list?stage=${stageOf(n)}&above=${aboveOf(n)}`,
    }),
  },
  {
    name: 'O4 list with customer',
    request: (side, n) => ({
      method: 'GET',
      path:
        side === 'ours'
          ? `${base}/records?filter=${filter(n)}&sort=-amount&fields=${fields}&expand=customer&limit=50`
          : `/list-with-customer?stage=${stageOf(n)}&above=${aboveOf(n)}`,
    }),
  },
  {
    name: 'O5 update',
    request: (side, n) => ({
      method: 'PATCH',
      path: side === 'ours' ? `${base}/records/${opportunityId(n)}` : `/opportunity/${opportunityId(n)}`,
      body: JSON.stringify({ next_step: `第 ${n} 步` }),
    }),
  },
  {
    name: 'O6 sums',
    request: side =>
      side === 'ours'
        ? {
            method: 'POST',
            path: `${base}/aggregate`,
            body: '{"groupBy":["stage"],"measures":{"n":{"count":"*"},"s":{"sum":"amount"}}}',
          }
        : { method: 'GET', path: '/sums' },
  },
  {
    name: 'O7 search',
    request: (side, n) => ({
      method: 'GET',
      path:
        side === 'ours'
          ? `${base}/records?q=${encodeURIComponent(word(n))}&fields=title&limit=20`
          : `/search?q=${encodeURIComponent(word(n).trim())}`,
    }),
  },
]

export async function send(
  target: Target,
  { method, path, body }: Request,
): Promise<{ status: number; json: unknown }> {
  const headers = {
    authorization: `Bearer ${target.token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const answer = await fetch(target.address + path, { method, headers, ...(body === undefined ? {} : { body }) })
  return { status: answer.status, json: await answer.json() }
}

type Row = Record<string, unknown>
const pick = (row: Row, keys: readonly string[]): Row => Object.fromEntries(keys.map(key => [key, row[key] ?? null]))

/** Both sides answer the same, or nothing is timed. */
export async function prove(targets: Record<Side, Target>): Promise<void> {
  const both = async (name: string, n: number) => {
    const operation = operations.find(one => one.name.startsWith(name))!
    const [ours, floor] = await Promise.all(
      (['ours', 'floor'] as const).map(side => send(targets[side], operation.request(side, n))),
    )
    if (ours!.status >= 300 || floor!.status >= 300)
      throw new Error(
        `${name}: ${ours!.status} ${JSON.stringify(ours!.json)} / ${floor!.status} ${JSON.stringify(floor!.json)}`,
      )
    return { ours: ours!.json as Row, floor: floor!.json as Row }
  }
  const all = [
    'title',
    'customer',
    'stage',
    'source',
    'amount',
    'probability',
    'close_on',
    'first_contact',
    'next_step',
    'competitor',
    'remark',
    'hot',
    'contact',
  ]
  const one = await both('O2', 5)
  deepStrictEqual(pick(one.ours, all), pick(one.floor, all))
  const listed = ['id', ...fields.split(',')]
  const list = await both('O3', 2)
  deepStrictEqual(
    (list.ours.records as Row[]).map(row => pick(row, listed)),
    (list.floor as unknown as Row[]).map(row => pick(row, listed)),
  )
  const joined = await both('O4', 2)
  deepStrictEqual(
    (joined.ours.records as Row[]).map(row => ({
      ...pick(row, listed),
      name: (row.expanded as { customer: Row }).customer.name,
    })),
    (joined.floor as unknown as Row[]).map(row => ({ ...pick(row, listed), name: row.customer_name })),
  )
  const sums = await both('O6', 0)
  deepStrictEqual(
    (sums.ours.groups as Row[]).map(({ key, n, s }) => ({ stage: (key as Row).stage, n, s })),
    (sums.floor as unknown as Row[]).map(row => pick(row, ['stage', 'n', 's'])),
  )
  const created = await both('O1', 3)
  deepStrictEqual(pick(created.ours, all), pick(created.floor, all))
  const changed = await both('O5', 9)
  deepStrictEqual(pick(changed.ours, all), pick(changed.floor, all))
}
