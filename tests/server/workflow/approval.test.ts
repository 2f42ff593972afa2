import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, base, box, contract, notices, openHouse, people, record, server, start, taskOf, upload } from './house.ts'

beforeAll(openHouse)
afterAll(() => server.close())

describe('an approval through two people', () => {
  it('goes from the manager to legal, holds the record, and ends with a trail', async () => {
    const id = await contract({ amount: '100', secret: '7' })
    const started = await start(id, 'approval')
    expect(started.statusCode, started.body).toBe(201)
    expect((await start(id, 'approval')).json().code).toBe('already_running')

    const held = await server.call(people.seller, 'PATCH', `${base}/contract/records/${id}`, { amount: '200' })
    expect([held.statusCode, held.json().code]).toEqual([409, 'record_locked'])
    expect((await server.call(people.seller, 'DELETE', `${base}/contract/records/${id}`)).json().code).toBe(
      'record_locked',
    )

    const first = await taskOf(people.manager, id)
    expect(first).toMatchObject({
      acts: ['approve', 'reject', 'return', 'transfer', 'add-signer'],
      recordTitle: '合同A',
    })
    expect(first.fields).toMatchObject({ title: 'read', discount: 'write', secret: 'hidden' })
    const whole = (await server.call(people.manager, 'GET', `/api/tasks/${first.id}`)).json()
    expect(whole.values).toMatchObject({ title: '合同A', amount: '100.00' })
    expect(whole.values).not.toHaveProperty('secret')
    expect((await server.call(people.manager, 'GET', `${base}/contract/records/${id}`)).statusCode).toBe(404)
    expect((await server.call(people.stranger, 'GET', `/api/tasks/${first.id}`)).statusCode).toBe(404)
    expect((await act(people.stranger, first.id, 'approve')).statusCode).toBe(404)
    expect((await act(people.seller, first.id, 'approve')).statusCode).toBe(403)

    const wrong = await act(people.manager, first.id, 'approve', { values: { amount: '1' } })
    expect([wrong.statusCode, wrong.json().errors[0].path]).toEqual([403, '/values/amount'])
    const approved = await act(people.manager, first.id, 'approve', { opinion: '好', values: { discount: '0.1' } })
    expect(approved.statusCode, approved.body).toBe(200)
    expect(await record(id)).toMatchObject({ discount: '0.1000', version: 2 })

    const second = await taskOf(people.lawyer, id)
    const other = await taskOf(people.lawyer2, id)
    const silent = await act(people.lawyer, second.id, 'approve')
    expect([silent.statusCode, silent.json().errors[0].code]).toEqual([422, 'opinion_required'])
    expect((await act(people.lawyer, second.id, 'approve', { opinion: '可以' })).statusCode).toBe(200)
    expect(await record(id)).toMatchObject({ log: 'approved' })

    await act(people.lawyer2, other.id, 'reject', { opinion: 'x' })
    const late = await act(people.lawyer2, other.id, 'approve', { opinion: 'x' })
    expect(late.json()).toMatchObject({ status: 409, code: 'task_finished', detail: expect.stringContaining('lawyer') })
    const { instances } = (await server.call(people.seller, 'GET', `${base}/contract/records/${id}/workflows`)).json()
    expect(instances[0]).toMatchObject({ status: 'ended', outcome: 'approved', holders: [] })
    expect(
      instances[0].trail.map((entry: { act: string; by: string; opinion: string }) => [
        entry.act,
        entry.by,
        entry.opinion,
      ]),
    ).toEqual([
      ['approve', people.manager.id, '好'],
      ['approve', people.lawyer.id, '可以'],
      ['late', people.lawyer2.id, null],
    ])
    expect((await taskOf(people.director, id, 'cc')).acts).toEqual(['done'])
    expect((await taskOf(people.manager, id, 'done')).acts).toEqual([])
    expect(await notices(people.seller)).toContainEqual(
      expect.objectContaining({
        text: {
          zh: expect.stringMatching(/^合同审批已通过（.+）$/),
          en: expect.stringMatching(/^Contract approval was approved \(.+\)$/),
        },
      }),
    )
    expect(
      (await server.call(people.seller, 'PATCH', `${base}/contract/records/${id}`, { amount: '200' })).statusCode,
    ).toBe(200)
  })

  it('goes back to the applicant, who amends and submits again, or withdraws', async () => {
    const id = await contract()
    await start(id, 'approval')
    const task = await taskOf(people.manager, id)
    expect((await act(people.manager, task.id, 'return', { opinion: '补充' })).statusCode).toBe(200)
    expect(
      (await server.call(people.seller, 'PATCH', `${base}/contract/records/${id}`, { amount: '300' })).statusCode,
    ).toBe(200)
    const amend = await taskOf(people.seller, id)
    expect(amend.acts).toEqual(['submit', 'withdraw'])
    expect((await act(people.seller, amend.id, 'submit', { values: { title: '合同B' } })).statusCode).toBe(200)
    const again = await taskOf(people.manager, id)
    expect(again.recordTitle).toBe('合同B')
    const mine = await taskOf(people.seller, id, 'started')
    expect(mine).toMatchObject({ id: again.id, acts: ['urge', 'withdraw'] })
    expect((await act(people.seller, again.id, 'urge')).statusCode).toBe(200)
    expect((await act(people.seller, again.id, 'urge')).json().code).toBe('urged_recently')
    expect((await act(people.seller, again.id, 'withdraw')).statusCode).toBe(200)
    const finished = await act(people.manager, again.id, 'approve')
    expect(finished.json()).toMatchObject({ code: 'task_finished', detail: expect.stringContaining('seller') })
  })

  it('is transferred and takes signers', async () => {
    const id = await contract()
    await start(id, 'approval')
    const task = await taskOf(people.manager, id)
    expect((await act(people.manager, task.id, 'transfer', { to: people.seller.id })).json().code).toBe('self_approval')
    expect((await act(people.manager, task.id, 'transfer', { to: people.director.id })).statusCode).toBe(200)
    expect((await act(people.manager, task.id, 'approve')).json().code).toBe('task_not_yours')
    expect(
      (await act(people.director, task.id, 'add-signer', { kind: 'before', users: [people.stranger.id] })).statusCode,
    ).toBe(200)
    expect((await box(people.director)).some(({ record }) => record === id)).toBe(false)
    const signer = await taskOf(people.stranger, id)
    expect((await act(people.stranger, signer.id, 'approve')).statusCode).toBe(200)
    expect((await act(people.director, task.id, 'approve')).statusCode).toBe(200)
    expect((await taskOf(people.lawyer, id)).acts).toContain('approve')
  })
})

describe('the app as a task shows it', () => {
  it('is the form with the fields of the task for who has no role, and nothing else', async () => {
    const id = await contract({ amount: '100', secret: '7' })
    await start(id, 'approval')
    const task = await taskOf(people.manager, id)
    const appOf = (who: typeof people.manager) => server.call(who, 'GET', `/api/tasks/${task.id}/app`)
    const app = (await appOf(people.manager)).json()
    expect(app.definition.forms.map(({ key }: { key: string }) => key)).toEqual(['contract'])
    expect(app.rights.forms.contract.fields).toMatchObject({ title: 'read', discount: 'write' })
    expect(app.definition).not.toHaveProperty('workflows')
    expect(JSON.stringify(app)).not.toMatch(/secret|底价/)
    expect((await appOf(people.stranger)).statusCode).toBe(404)
    expect((await appOf(people.seller)).json().rights.forms.contract.fields).toHaveProperty('secret')
    await act(people.manager, task.id, 'approve')
    expect((await appOf(people.manager)).statusCode).toBe(404)
  })
})

describe('acts at the same moment (M18)', () => {
  it('has exactly one winner of two, and tells the loser who was first', async () => {
    const id = await contract()
    await start(id, 'approval')
    await act(people.manager, (await taskOf(people.manager, id)).id, 'approve')
    const [one, two] = [await taskOf(people.lawyer, id), await taskOf(people.lawyer2, id)]
    const answers = await Promise.all([
      act(people.lawyer, one.id, 'approve', { opinion: 'a' }),
      act(people.lawyer2, two.id, 'reject', { opinion: 'b' }),
    ])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
    const loser = answers.find(({ statusCode }) => statusCode === 409)!.json()
    expect(loser.code).toBe('task_finished')
    expect(loser.detail).toMatch(/lawyer/)
    const { instances } = (await server.call(people.seller, 'GET', `${base}/contract/records/${id}/workflows`)).json()
    expect(instances[0].status).toBe('ended')
    expect(instances[0].trail.at(-1)).toMatchObject({ act: 'late', tried: expect.stringMatching(/approve|reject/) })
    expect(instances[0].trail).toHaveLength(3)
  })
})

describe('a running instance', () => {
  it('keeps the version it began with (M19)', async () => {
    const id = await contract()
    await start(id, 'approval')
    const url = '/api/apps/contracts/draft'
    const draft = await server.call(people.admin, 'GET', url)
    const { definition } = draft.json()
    const approval = definition.workflows.find(({ key }: { key: string }) => key === 'approval')
    approval.nodes = approval.nodes.filter(({ key }: { key: string }) => key !== 'law')
    approval.nodes[0].next = [{ to: 'note' }]
    const put = await server.call(people.admin, 'PUT', url, { definition }, { 'if-match': draft.headers.etag ?? '"1"' })
    expect(put.statusCode, put.body).toBe(200)
    const published = await server.call(people.admin, 'POST', '/api/apps/contracts/publish', {})
    expect(published.json()).toMatchObject({ version: 2 })
    await act(people.manager, (await taskOf(people.manager, id)).id, 'approve')
    expect((await taskOf(people.lawyer, id)).acts).toEqual(['approve', 'reject'])
    const fresh = await contract()
    await start(fresh, 'approval')
    await act(people.manager, (await taskOf(people.manager, fresh)).id, 'approve')
    expect(await record(fresh)).toMatchObject({ log: 'approved' })
  })

  it('goes with its record', async () => {
    const id = await contract()
    await start(id, 'slow')
    const task = await taskOf(people.manager, id)
    expect((await server.call(people.seller, 'DELETE', `${base}/contract/records/${id}`)).statusCode).toBe(200)
    expect((await box(people.manager)).some(({ record: about }) => about === id)).toBe(false)
    expect((await act(people.manager, task.id, 'approve')).json()).toMatchObject({ code: 'task_finished' })
  })

  it('lets the holder of a task open the files of the record, while he holds it', async () => {
    const file = await upload(people.seller)
    const id = await contract({ risk: [file] })
    const see = async () => (await server.call(people.manager, 'GET', `/api/files/${file}`)).statusCode
    expect(await see()).toBe(404)
    await start(id, 'slow')
    expect(await see()).toBe(200)
    await act(people.manager, (await taskOf(people.manager, id)).id, 'approve')
    expect(await see()).toBe(404)
  })
})
