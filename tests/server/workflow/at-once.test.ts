import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directoryChanged, forgetOrganisation } from '../../../server/identity/changeDirectory.ts'
import { startSession } from '../../../server/identity/sessions.ts'
import type { Client } from '../testServer.ts'
import { flows } from './flows.ts'
import { act, openHouse, people, server, taskOf } from './house.ts'

/** RL-07 and RL-08: many people at one moment, and two acts that exclude each other. */
const base = '/api/apps/flows/forms'
const CROWD = 500
const crowd: Client[] = []

async function addCrowd(): Promise<void> {
  const { orgId } = people.admin
  await server.platform.transaction(async transaction => {
    for (let index = 0; index < CROWD; index += 1) {
      const id = server.platform.newId()
      const login = `crowd${index}`
      await transaction.query(
        `insert into formwork.app_user (org_id, id, login, name, password_hash, title, admin, active, created_at) values ($1, $2, $3, $3, '', '', false, true, $4)`,
        [orgId, id, login, server.clock.now()],
      )
      await transaction.query(
        `insert into formwork.user_role (org_id, user_id, app_key, role_key) values ($1, $2, 'flows', 'crowd')`,
        [orgId, id],
      )
      const secret = await startSession(server.platform, transaction, { orgId, userId: id })
      const headers = { cookie: `formwork_session=${secret}`, 'sec-fetch-site': 'same-origin' }
      crowd.push({ id, userId: id, orgId, login, headers })
    }
    await directoryChanged(transaction, orgId)
  })
  forgetOrganisation(server.platform, orgId)
}

beforeAll(async () => {
  await openHouse()
  const made = await server.call(people.admin, 'POST', '/api/apps', { definition: flows })
  expect(made.statusCode, made.body).toBe(201)
  for (const [name, role] of [
    ['seller', 'seller'],
    ['lawyer', 'law'],
    ['director', 'director'],
  ] as const)
    await server.call(people.admin, 'PATCH', `/api/users/${people[name].id}`, { roles: { flows: [role] } })
  await addCrowd()
}, 60_000)
afterAll(() => server?.close())

const start = async (workflow: string, body: object = {}): Promise<{ id: string; instance: string }> => {
  const made = await server.call(people.seller, 'POST', `${base}/deal/records`, { title: '项目', amount: '1' })
  const { id } = made.json()
  const answer = await server.call(people.seller, 'POST', `${base}/deal/records/${id}/workflows/${workflow}`, body)
  expect(answer.statusCode, answer.body).toBe(201)
  return { id, instance: answer.json().instance }
}
const ended = async (instance: string) => {
  const { rows } = await server.database.pool.query<{ status: string; outcome: string; open: number; notices: number }>(
    `select i.status, i.outcome, (select count(*)::int from formwork.task t where t.instance_id = i.id and t.state = 'open') as open,
       (select count(*)::int from formwork.notification n where n.dedupe_key like 'ended:' || i.id || '%') as notices
     from formwork.workflow_instance i where i.id = $1`,
    [instance],
  )
  return rows[0]
}
const decisions = async (instance: string): Promise<string[]> =>
  (
    await server.database.pool.query<{ act: string }>(
      'select act from formwork.decision where instance_id = $1 order by at, id',
      [instance],
    )
  ).rows.map(row => row.act)

/** A server that has too much to do answers 503; a client tries again with the same key. */
async function approve(who: Client, task: string) {
  for (;;) {
    const answer = await act(who, task, 'approve')
    if (answer.statusCode !== 503) return answer
  }
}

/** All of them approve at the same moment; answers how often each status came, and one who was too late. */
async function approveAtOnce(instance: string) {
  const { rows } = await server.database.pool.query<{ id: string; assignee: string }>(
    `select id, assignee_id as assignee from formwork.task where instance_id = $1 and state = 'open'`,
    [instance],
  )
  const byId = new Map(crowd.map(one => [one.id, one]))
  const answers = await Promise.all(rows.map(({ id, assignee }) => approve(byId.get(assignee)!, id)))
  const counts: Record<number, number> = {}
  for (const { statusCode } of answers) counts[statusCode] = (counts[statusCode] ?? 0) + 1
  return { counts, late: answers.find(({ statusCode }) => statusCode === 409)?.json() }
}

describe('500 people at once (RL-07)', () => {
  it('any: one moves on, the others read who it was', { timeout: 120_000 }, async () => {
    const { instance } = await start('many')
    const { counts, late } = await approveAtOnce(instance)
    expect(counts).toEqual({ 200: 1, 409: CROWD - 1 })
    expect(late).toMatchObject({ code: 'task_finished', detail: expect.stringMatching(/crowd\d+/) })
    expect(await ended(instance)).toEqual({ status: 'ended', outcome: 'approved', open: 0, notices: 1 })
  })

  it('all: one move on, after the last', { timeout: 120_000 }, async () => {
    const { instance } = await start('every')
    expect((await approveAtOnce(instance)).counts).toEqual({ 200: CROWD })
    expect(await ended(instance)).toEqual({ status: 'ended', outcome: 'approved', open: 0, notices: 1 })
    expect(await decisions(instance)).toHaveLength(CROWD)
  })

  it('votes: the threshold is crossed once', { timeout: 120_000 }, async () => {
    const { instance } = await start('ballot')
    expect((await approveAtOnce(instance)).counts).toEqual({ 200: 300, 409: 200 })
    expect(await ended(instance)).toEqual({ status: 'ended', outcome: 'approved', open: 0, notices: 1 })
  })
})

describe('two acts at one moment: one wins, and the trail shows both (RL-08)', () => {
  const pause = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms))

  it('approve and withdraw', async () => {
    const won = new Set<string>()
    for (let round = 0; round < 20; round += 1) {
      const { id, instance } = await start('timed')
      const task = (await taskOf(people.director, id)).id
      const both = [() => act(people.director, task, 'approve'), () => act(people.seller, task, 'withdraw')]
      const answers = await Promise.all((round % 2 === 0 ? both : [...both].reverse()).map(one => one()))
      const [approved, withdrawn] = round % 2 === 0 ? answers : [...answers].reverse()
      expect([approved?.statusCode, withdrawn?.statusCode].sort()).toEqual([200, 409])
      const state = await ended(instance)
      expect(state).toMatchObject(
        approved?.statusCode === 200 ? { status: 'ended', outcome: 'approved' } : { status: 'withdrawn' },
      )
      expect(await decisions(instance)).toEqual([approved?.statusCode === 200 ? 'approve' : 'withdraw', 'late'])
      won.add(state?.status ?? '')
    }
    expect([...won]).toEqual(expect.arrayContaining(['ended', 'withdrawn']))
  })

  it('approve and time-out', { timeout: 60_000 }, async () => {
    const won = new Set<string>()
    for (let round = 0; round < 30 && won.size < 2; round += 1) {
      const { id, instance } = await start('soon')
      const task = (await taskOf(people.director, id)).id
      server.clock.advance(61_000)
      await pause((round * 130) % 1_100)
      const answer = await act(people.director, task, 'approve')
      for (let wait = 0; wait < 40 && (await ended(instance))?.status === 'running'; wait += 1) await pause(50)
      const state = await ended(instance)
      expect(state).toMatchObject({ status: 'ended', outcome: answer.statusCode === 200 ? 'approved' : 'rejected' })
      expect(await decisions(instance)).toEqual(answer.statusCode === 200 ? ['approve'] : ['close', 'late'])
      won.add(state?.outcome ?? '')
    }
    expect([...won].sort()).toEqual(['approved', 'rejected'])
  })

  it('approve and edit', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, instance } = await start('chosen', { choose: { one: [people.lawyer.id] } })
      const task = (await taskOf(people.lawyer, id)).id
      const before = (await server.call(people.seller, 'GET', `${base}/deal/records/${id}`)).json()
      const edit = () =>
        server.call(
          people.seller,
          'PATCH',
          `${base}/deal/records/${id}`,
          { amount: '2' },
          { 'if-match': `"${before.version}"` },
        )
      const both = [() => act(people.lawyer, task, 'approve'), edit]
      const answers = await Promise.all((round % 2 === 0 ? both : [...both].reverse()).map(one => one()))
      const [approved, edited] = round % 2 === 0 ? answers : [...answers].reverse()
      expect(approved?.statusCode).toBe(200)
      expect((await ended(instance))?.outcome).toBe('approved')
      const after = (await server.call(people.seller, 'GET', `${base}/deal/records/${id}`)).json()
      expect(after.amount).toBe(edited?.statusCode === 200 ? '2.00' : '1.00')
      if (edited?.statusCode !== 200) expect([409, 423]).toContain(edited?.statusCode)
    }
  })
})
