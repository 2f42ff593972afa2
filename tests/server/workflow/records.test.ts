import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, base, box, contract, notices, openHouse, people, record, server, taskOf, upload } from './house.ts'

beforeAll(openHouse)
afterAll(() => server.close())

describe('the rule of the large amount (P3)', () => {
  it('refuses it without the risk assessment, and with it starts the director’s approval', async () => {
    const refused = await server.call(people.seller, 'POST', `${base}/contract/records`, {
      title: '大单',
      amount: '10000001',
    })
    expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, '/risk'])
    const id = await contract({ title: '大单', amount: '10000001', risk: [await upload(people.seller)] })
    const task = await taskOf(people.director, id)
    expect((await act(people.director, task.id, 'approve')).statusCode).toBe(200)
    const after = await record(id)
    expect(after).toMatchObject({ log: 'approved', customer: expect.any(String) })
    const small = await contract({ amount: '5' })
    expect((await box(people.director)).some(({ record }) => record === small)).toBe(false)
  })
})

describe('a stage gate with approval', () => {
  it('starts on the move, and moves the record when approved', async () => {
    const id = await contract({ title: '签约' })
    const moved = await server.call(people.seller, 'POST', `${base}/contract/records/${id}/stage`, { to: 'signed' })
    expect([moved.statusCode, moved.json()]).toEqual([
      202,
      expect.objectContaining({ stage: 'draft', pending: { workflow: 'gate' } }),
    ])
    expect(
      (await server.call(people.seller, 'POST', `${base}/contract/records/${id}/stage`, { to: 'signed' })).statusCode,
    ).toBe(409)
    await act(people.director, (await taskOf(people.director, id)).id, 'approve')
    expect(await record(id)).toMatchObject({ stage: 'signed', log: 'signed 签约' })
  })

  it('asks again after a rejection', async () => {
    const id = await contract()
    const move = () => server.call(people.seller, 'POST', `${base}/contract/records/${id}/stage`, { to: 'signed' })
    await move()
    await act(people.director, (await taskOf(people.director, id)).id, 'reject')
    expect(await record(id)).toMatchObject({ stage: 'draft' })
    expect((await move()).statusCode).toBe(202)
  })
})

describe('an automation', () => {
  it('updates another record and gives a task with a due time', async () => {
    const customer = (
      await server.call(people.seller, 'POST', `${base}/customer/records`, { name: '客户', visits: 1 })
    ).json()
    const id = await contract({ customer: customer.id })
    const after = (await server.call(people.seller, 'GET', `${base}/customer/records/${customer.id}`)).json()
    expect(after.visits).toBe('2')
    const task = await taskOf(people.seller, id)
    expect(task.title).toEqual({ zh: '回访 客户', en: 'Call back 客户' })
    // The seller may read the customer, the director may not.
    const told = { zh: '合同A 的客户是 客户', en: '合同A of 客户' }
    expect((await notices(people.seller)).map(({ text }) => text)).toContainEqual(told)
    expect((await notices(people.director)).map(({ text }) => text)).toContainEqual({
      zh: '合同A 的客户是 …',
      en: '合同A of …',
    })
    expect(task.dueAt).toBe(new Date(server.clock.epochMs() + 3 * 86_400_000).toISOString())
    expect((await act(people.seller, task.id, 'done')).statusCode).toBe(200)
    expect((await act(people.seller, task.id, 'done')).json().code).toBe('task_finished')
  })

  it('that fails leaves the write alone and tells an administrator', async () => {
    const id = await contract()
    const saved = await server.call(people.seller, 'PATCH', `${base}/contract/records/${id}`, { title: 'break' })
    expect(saved.statusCode, saved.body).toBe(200)
    expect(await record(id)).toMatchObject({ title: 'break', stage: 'draft' })
    expect((await notices(people.admin)).some(({ text }) => text.zh.includes('拒绝测试'))).toBe(true)
  })

  it('that sets itself off is stopped after ten links', async () => {
    const made = await server.call(people.admin, 'POST', `${base}/customer/records`, { name: '循环', visits: 1 })
    const { id } = made.json()
    const saved = await server.call(people.admin, 'PATCH', `${base}/customer/records/${id}`, { visits: 100 })
    expect(saved.statusCode, saved.body).toBe(200)
    const after = (await server.call(people.admin, 'GET', `${base}/customer/records/${id}`)).json()
    expect(after.visits).toBe('110')
    expect((await notices(people.admin)).filter(({ text }) => text.zh.includes('10 层'))).toHaveLength(1)
  })
})
