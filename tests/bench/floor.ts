/**
 * L1, the floor: what a careful developer writes by hand for this one table. Fastify, ajv, pg with named statements, typed columns, the same indexes.
 * No permissions, no history, no metadata. Started as its own process by run.ts.
 */

import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import pg from 'pg'

const url = process.env.DATABASE_URL
const token = process.env.TOKEN
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 1082 ? (value: string) => value : pg.types.getTypeParser(oid, format as 'text'),
}
const pool = new pg.Pool({
  connectionString: url,
  max: 20,
  types: types as pg.CustomTypesConfig,
  options: '-c TimeZone=UTC',
})
const app = Fastify()
app.addHook('onRequest', async (request, reply) => {
  if (request.headers.authorization !== `Bearer ${token}`) return reply.code(401).send()
})

const text = { type: ['string', 'null'], maxLength: 200 } as const
const body = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'customer', 'stage', 'amount'],
  properties: {
    title: { type: 'string', maxLength: 200 },
    customer: { type: 'string', format: 'uuid' },
    stage: { enum: ['lead', 'need', 'quote', 'contract', 'won', 'lost'] },
    source: { enum: ['web', 'call', 'fair', 'partner', null] },
    amount: { type: 'string', pattern: '^[0-9]+(\\.[0-9]{1,2})?$' },
    probability: text,
    close_on: text,
    first_contact: text,
    next_step: text,
    competitor: text,
    remark: text,
    hot: { type: ['boolean', 'null'] },
    contact: text,
  },
} as const
const columns = Object.keys(body.properties)
const insert = `insert into floor.opportunity (id, ${columns.join(', ')}, created_at) select $1, ${columns.map((_, at) => `$${at + 2}`).join(', ')}, $${columns.length + 2} where exists (select 1 from floor.customer c where c.id = $3) returning *`

app.post('/opportunity', { schema: { body } }, async (request, reply) => {
  const values = request.body as Record<string, unknown>
  const { rows } = await pool.query({
    name: 'create',
    text: insert.replace(/\$(\d+)/g, (mark, n) => (Number(n) === 3 ? '$3::uuid' : mark)),
    values: [randomUUID(), ...columns.map(column => values[column] ?? null), new Date().toISOString()],
  })
  return rows.length === 0 ? reply.code(422).send({ error: 'customer' }) : reply.code(201).send(rows[0])
})
app.get('/opportunity/:id', async (request, reply) => {
  const { rows } = await pool.query({
    name: 'one',
    text: 'select * from floor.opportunity where id = $1',
    values: [(request.params as { id: string }).id],
  })
  return rows[0] ?? reply.code(404).send()
})
app.patch(
  '/opportunity/:id',
  { schema: { body: { type: 'object', additionalProperties: false, properties: { next_step: text } } } },
  async (request, reply) => {
    const { rows } = await pool.query({
      name: 'update',
      text: 'update floor.opportunity set next_step = $2 where id = $1 returning *',
      values: [(request.params as { id: string }).id, (request.body as { next_step: string }).next_step],
    })
    return rows[0] ?? reply.code(404).send()
  },
)
app.get('/list', async request => {
  const { stage, above } = request.query as { stage: string; above: string }
  const { rows } = await pool.query({
    name: 'list',
    text: 'select id, title, stage, amount, close_on, probability from floor.opportunity where stage = $1 and amount > $2 order by amount desc, id desc limit 50',
    values: [stage, above],
  })
  return rows
})
app.get('/list-with-customer', async request => {
  const { stage, above } = request.query as { stage: string; above: string }
  const { rows } = await pool.query({
    name: 'joined',
    text: 'select o.id, o.title, o.stage, o.amount, o.close_on, o.probability, c.id as customer_id, c.name as customer_name from floor.opportunity o join floor.customer c on c.id = o.customer where o.stage = $1 and o.amount > $2 order by o.amount desc, o.id desc limit 50',
    values: [stage, above],
  })
  return rows
})
app.get(
  '/sums',
  async () =>
    (
      await pool.query({
        name: 'sums',
        text: 'select stage, count(*)::int as n, sum(amount) as s from floor.opportunity group by stage order by stage',
      })
    ).rows,
)
app.get('/search', async request => {
  const { q } = request.query as { q: string }
  const { rows } = await pool.query({
    name: 'search',
    text: 'select id, title from floor.opportunity where title ilike $1 order by created_at desc, id desc limit 20',
    values: [`%${q}%`],
  })
  return rows
})
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
console.log('ready')
