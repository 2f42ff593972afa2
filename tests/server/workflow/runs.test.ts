import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition, Automation } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const words = (text: string) => ({ zh: text, en: text })
const field = (key: string, type: 'text' | 'yes_no' | 'number' | 'user', more: object = {}) => ({
  ...{ key, label: words(key), type },
  ...more,
})
const relation = (key: string, to: string) => ({
  ...{ key, label: words(key), type: 'relation' as const, to },
  inverse: { key: 'tasks', label: words('tasks') },
})
const on = (form: string, where: string): Automation['on'] => [{ event: 'created', form, where }]
const named = (key: string) => ({ key, name: words(key) })

const automations: Automation[] = [
  {
    ...named('to_stores'),
    on: on('launch', '{kind} = "each"'),
    then: [
      {
        ...{ do: 'each', as: 'count' },
        query: { form: 'store', where: '{city} = {$record.city}', sort: ['-size'] },
        then: [
          {
            ...{ do: 'create', form: 'shelf' },
            set: {
              launch: '={$record}',
              store: '={$item}',
              owner: '={$item.keeper}',
              note: '={$item.name} & " " & {name}',
            },
          },
        ],
      },
      { do: 'update', set: { note: '=TEXT({$out.count}, "0") & " stores"' } },
    ],
  },
  {
    ...named('through_list'),
    on: on('launch', '{kind} = "list"'),
    then: [
      {
        ...{ do: 'each', list: '{lines}' },
        then: [{ do: 'create', form: 'shelf', set: { launch: '={$record}', note: '={$item.label} & "!"' } }],
      },
    ],
  },
  {
    ...named('look'),
    on: on('launch', '{kind} = "find"'),
    then: [
      {
        ...{ do: 'find', as: 'store', query: { form: 'store', where: '{name} = {$record.city}' } },
        one: [{ do: 'update', set: { note: '={$item.name} & " found"' } }],
        none: [{ do: 'update', set: { note: 'none found' } }],
        many: [{ do: 'update', set: { note: 'many found' } }],
      },
      {
        do: 'choose',
        cases: [
          { when: '{size} > 10', then: [{ do: 'update', set: { city: 'big' } }] },
          { when: '{size} > 5', then: [{ do: 'update', set: { city: 'middle' } }] },
        ],
        otherwise: [{ do: 'update', set: { city: 'small' } }],
      },
    ],
  },
  {
    ...named('keep_one'),
    on: on('launch', '{kind} = "upsert"'),
    then: [{ do: 'upsert', form: 'store', by: ['name'], set: { name: '={city}', size: '={size}' } }],
  },
  {
    ...named('clear'),
    on: [{ event: 'updated', form: 'launch', fields: ['size'], where: '{size} > 100' }],
    then: [{ do: 'delete', target: '{tasks}' }],
  },
  {
    ...named('two_events'),
    on: [
      { event: 'created', form: 'order' },
      { event: 'stage_entered', form: 'order', stage: 'open' },
    ],
    then: [{ do: 'notify', to: '{owner}', message: words('order {name}') }],
  },
  {
    ...named('says'),
    on: on('launch', '{kind} = "signal"'),
    then: [{ do: 'signal', signal: 'ready' }],
  },
  {
    ...named('hears'),
    on: [{ signal: 'ready', form: 'launch' }],
    where: '{size} > 1',
    then: [{ do: 'update', set: { note: '="heard " & {$event.signal}' } }],
  },
  {
    ...named('count_size'),
    on: [{ event: 'updated', form: 'launch', fields: ['size'], where: '{name} = "x"' }],
    limits: { runs: 3, per: '1h' },
    then: [{ do: 'update', set: { note: '="size " & {size}' } }],
  },
  ...(['stop', 'continue', 'retry', 'hand_over'] as const).map(
    (onError): Automation => ({
      ...named(`on_${onError}`),
      on: on('launch', `{kind} = "${onError}"`),
      onError,
      then: [
        { do: 'create', form: 'store', set: { name: `={name} & " ${onError}"` } },
        { do: 'update', set: { size: -5 }, when: '{$settings.broken} = TRUE' },
        { do: 'update', set: { note: 'went on' } },
      ],
    }),
  ),
]
const definition: AppDefinition = {
  ...{ formatVersion: 1, key: 'runs', version: '0.1.0', name: words('runs') },
  settings: [{ key: 'broken', label: words('broken'), type: 'yes_no', value: true }],
  forms: [
    {
      ...{ key: 'store', name: words('store'), titleField: 'name' },
      fields: [field('name', 'text'), field('city', 'text'), field('size', 'number'), field('keeper', 'user')],
    },
    {
      ...{ key: 'launch', name: words('launch'), titleField: 'name' },
      fields: [
        ...[field('name', 'text'), field('kind', 'text'), field('city', 'text'), field('note', 'text')],
        field('size', 'number', { min: 0 }),
        { key: 'lines', label: words('lines'), type: 'subform', fields: [field('label', 'text')] },
      ],
    },
    {
      ...{ key: 'order', name: words('order'), titleField: 'name' },
      fields: [field('name', 'text')],
      stages: { pipeline: ['open', 'done'].map(key => ({ key, label: words(key) })) },
    },
    {
      ...{ key: 'shelf', name: words('shelf'), titleField: 'note' },
      fields: [relation('launch', 'launch'), { ...relation('store', 'store') }, field('note', 'text')],
    },
  ],
  automations,
}

let server: TestServer
let admin: Client
let li: Client
beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('A')
  admin = await server.addPerson(org, 'admin', { admin: true })
  li = await server.addPerson(org, 'li')
  const made = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(made.statusCode, made.body).toBe(201)
})
afterAll(() => server.close())

const base = '/api/apps/runs'
async function create(form: string, values: object): Promise<string> {
  const made = await server.call(admin, 'POST', `${base}/forms/${form}/records`, values)
  expect(made.statusCode, made.body).toBe(201)
  return made.json().id
}
const read = async (form: string, id: string) =>
  (await server.call(admin, 'GET', `${base}/forms/${form}/records/${id}`)).json()
const list = async (form: string): Promise<Record<string, unknown>[]> =>
  (await server.call(admin, 'GET', `${base}/forms/${form}/records?limit=200&sort=created_at`)).json().records
const runsOf = async (record: string) => {
  const { runs } = (await server.call(admin, 'GET', `${base}/runs?record=${record}`)).json()
  const [run] = runs as { id: string }[]
  return (await server.call(admin, 'GET', `${base}/runs/${run!.id}`)).json()
}

describe('actions over found records', () => {
  it('goes through each record of a query, sorted, with $item and the record around it', async () => {
    await create('store', { name: 'one', city: 'sh', size: 1, keeper: li.id })
    await create('store', { name: 'two', city: 'sh', size: 2, keeper: admin.id })
    await create('store', { name: 'far', city: 'bj', size: 3 })
    const launch = await create('launch', { name: 'fridge', kind: 'each', city: 'sh' })
    expect((await list('shelf')).map(({ note, owner }) => [note, owner])).toEqual([
      ['two fridge', admin.id],
      ['one fridge', li.id],
    ])
    expect((await read('launch', launch)).note).toBe('2 stores')
    expect(await runsOf(launch)).toMatchObject({
      outcome: 'done',
      kind: 'event',
      name: words('to_stores'),
      steps: [
        { action: 0, do: 'each', state: 'done', result: 2 },
        { action: 1, do: 'update', state: 'done' },
      ],
    })
  })
  it('goes through rows of a list', async () => {
    await create('launch', { name: 'x', kind: 'list', lines: [{ label: 'a' }, { label: 'b' }] })
    expect((await list('shelf')).map(({ note }) => note).slice(-2)).toEqual(['a!', 'b!'])
  })
  it.each([
    [{ city: 'far', size: 11 }, 'far found', 'big'],
    [{ city: 'nowhere', size: 6 }, 'none found', 'middle'],
    [{ city: 'twin', size: 0 }, 'many found', 'small'],
  ])('finds none, one or many, and chooses: %j', async (values, note, city) => {
    if (values.city === 'twin') for (const size of [1, 2]) await create('store', { name: 'twin', size })
    const launch = await create('launch', { name: 'x', kind: 'find', ...values })
    expect(await read('launch', launch)).toMatchObject({ note, city })
  })
  it('deletes what a target names, to the recycle bin', async () => {
    const launch = await create('launch', { name: 'gone', kind: 'list', lines: [{ label: 'p' }, { label: 'q' }] })
    const before = (await list('shelf')).length
    await server.call(admin, 'PATCH', `${base}/forms/launch/records/${launch}`, { size: 200 })
    expect((await list('shelf')).length).toBe(before - 2)
    const { records } = (await server.call(admin, 'GET', `${base}/forms/shelf/recycled`)).json()
    expect(records).toHaveLength(2)
  })
  it('changes the one that is there or makes it, also with several at once', async () => {
    await Promise.all([1, 2, 3, 4].map(size => create('launch', { name: 'x', kind: 'upsert', city: 'only', size })))
    const made = (await list('store')).filter(({ name }) => name === 'only')
    expect(made).toHaveLength(1)
  })
})

describe('an automation that runs too often for one record', () => {
  it('stops, and says so', async () => {
    const id = await create('launch', { name: 'x', kind: 'list', size: 1 })
    for (let size = 2; size < 6; size += 1)
      await server.call(admin, 'PATCH', `${base}/forms/launch/records/${id}`, { size })
    const { runs } = (await server.call(admin, 'GET', `${base}/runs?record=${id}&automation=count_size`)).json()
    expect(runs.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['failed', 'done', 'done', 'done'])
    expect(runs[0].error.en).toMatch(/3 times .* within 1h/)
    expect((await read('launch', id)).note).toBe('size 4')
    server.clock.advance(3_600_000)
    await server.call(admin, 'PATCH', `${base}/forms/launch/records/${id}`, { size: 9 })
    expect((await read('launch', id)).note).toBe('size 9')
  })
})

describe('a signal', () => {
  it.each([
    [2, 'heard ready'],
    [1, null],
  ])('is heard by what listens to it, where its condition holds: %j', async (size, note) => {
    const id = await create('launch', { name: 's', kind: 'signal', size })
    expect((await read('launch', id)).note).toBe(note)
  })
})

describe('one save that is two events', () => {
  it('runs for each of them', async () => {
    const id = await create('order', { name: 'twice' })
    const { runs } = (await server.call(admin, 'GET', `${base}/runs?record=${id}`)).json()
    expect(runs.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['done', 'done'])
  })
})

describe('a run that fails', () => {
  const launch = (kind: string) => create('launch', { name: `try ${kind}`, kind, size: 1 })
  const stores = async (kind: string) =>
    (await list('store')).filter(({ name }) => name === `try ${kind} ${kind}`).length
  const broken = async (value: boolean) => {
    const set = await server.call(admin, 'PATCH', `${base}/settings`, { broken: value })
    expect(set.statusCode, set.body).toBe(200)
  }
  it('stop: undoes its actions, is told, and is run again by hand', async () => {
    const id = await launch('stop')
    expect(await stores('stop')).toBe(0)
    const run = await runsOf(id)
    expect(run).toMatchObject({ outcome: 'failed', attempts: 1 })
    expect(run.error.zh).toMatch(/\S/)
    expect(run.steps.map(({ state }: { state: string }) => state)).toEqual(['done', 'failed'])
    const told = await server.database.pool.query(
      `select 1 from formwork.notification where text ->> 'en' like '%on_stop%' and user_id = $1`,
      [admin.id],
    )
    expect(told.rows).toHaveLength(1)
    const still = await server.call(admin, 'POST', `${base}/runs/${run.id}/again`)
    expect(still.json()).toMatchObject({ outcome: 'failed', attempts: 2 })
    await broken(false)
    const again = await server.call(admin, 'POST', `${base}/runs/${run.id}/again`)
    expect(again.json()).toMatchObject({ outcome: 'done', error: null })
    expect(await stores('stop')).toBe(1)
    expect((await server.call(admin, 'POST', `${base}/runs/${run.id}/again`)).statusCode).toBe(409)
    await broken(true)
  })
  it('continue: the others are done, the run is not called a success, and only what failed is run again', async () => {
    const id = await launch('continue')
    expect(await stores('continue')).toBe(1)
    expect((await read('launch', id)).note).toBe('went on')
    const run = await runsOf(id)
    expect(run).toMatchObject({ outcome: 'failed' })
    await broken(false)
    expect((await server.call(admin, 'POST', `${base}/runs/${run.id}/again`)).json()).toMatchObject({ outcome: 'done' })
    expect(await stores('continue')).toBe(1)
    await broken(true)
  })
  it('retry: is tried again later, with longer and longer waits', async () => {
    const id = await launch('retry')
    expect(await stores('retry')).toBe(0)
    expect(await runsOf(id)).toMatchObject({ outcome: 'waiting', attempts: 1 })
    const attempts = async () => (await runsOf(id)).attempts
    server.clock.advance(60_000)
    await expect.poll(attempts).toBe(2)
    server.clock.advance(60_000)
    await broken(false)
    expect(await attempts()).toBe(2)
    server.clock.advance(60_000)
    await expect.poll(async () => (await runsOf(id)).outcome).toBe('done')
    expect(await stores('retry')).toBe(1)
    await broken(true)
  })
  it('hand over: becomes a task of the administrators', async () => {
    const id = await launch('hand_over')
    expect(await runsOf(id)).toMatchObject({ outcome: 'handed_over' })
    const { tasks } = (await server.call(admin, 'GET', '/api/tasks')).json()
    expect(tasks).toMatchObject([{ record: id }])
  })
  it('is among those that failed', async () => {
    const { runs } = (await server.call(admin, 'GET', `${base}/runs?outcome=handed_over`)).json()
    expect(runs.map((run: { automation: string }) => run.automation)).toEqual(['on_hand_over'])
    expect((await server.call(admin, 'GET', `${base}/runs?outcome=nonsense`)).statusCode).toBe(400)
    const first = (await server.call(admin, 'GET', `${base}/runs?limit=2`)).json()
    const next = (await server.call(admin, 'GET', `${base}/runs?limit=2&cursor=${first.nextCursor}`)).json()
    expect(new Set([...first.runs, ...next.runs].map(({ id }) => id)).size).toBe(4)
  })
})
