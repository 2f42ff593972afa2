import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cookieOf, startTestServer, type TestServer } from './testServer.ts'

const first = { organisation: '上海样品公司', name: '管理员', login: 'boss', password: 'krumme-lanke-42' }

describe('set-up', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  it('refuses a weak password with the place, and stores nothing', async () => {
    const answer = await server.call(null, 'POST', '/api/setup', { ...first, password: 'password1' })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors).toEqual([expect.objectContaining({ code: 'weak_password', path: '/password' })])
    expect((await server.call(null, 'GET', '/api/setup')).json()).toEqual({ needed: true })
  })

  it('creates one administrator for ten requests at the same moment (SR-20)', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => server.call(null, 'POST', '/api/setup', { ...first, login: `boss${n}` })),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array(9).fill(409)])
    const made = answers.find(({ statusCode }) => statusCode === 201)!
    expect(made.json()).toMatchObject({
      user: { name: '管理员', admin: true, zone: 'Asia/Shanghai' },
      organisation: { name: '上海样品公司' },
      apps: [],
    })
    const me = await server.app.inject({ url: '/api/me', headers: cookieOf(made) })
    expect(me.json()).toEqual(made.json())

    const demo = await server.app.inject({ method: 'POST', url: '/api/setup/demo', headers: cookieOf(made) })
    expect(demo.statusCode).toBe(201)
    const { users } = demo.json<{ users: { name: string; login: string; password: string; title: string }[] }>()
    expect(users).toHaveLength(17)
    const seller = users.find(({ login }) => login === 'wang.jing')!
    const signedIn = await server.call(null, 'POST', '/api/session', { login: seller.login, password: seller.password })
    expect(signedIn.json()).toMatchObject({ user: { name: '王静', title: '销售代表', admin: false } })
    const again = await server.app.inject({ method: 'POST', url: '/api/setup/demo', headers: cookieOf(made) })
    expect([again.statusCode, again.json().code]).toEqual([409, 'demo_exists'])

    const directory = await server.platform.directories.latest(made.json().organisation.id)
    const idOf = (login: string) => [...directory.people.values()].find(person => person.login === login)!.id
    expect(directory.managers(idOf('wang.jing'))).toEqual([idOf('lin.xiaofeng'), idOf('chen.zhiyuan')])
    expect(directory.subordinates(idOf('chen.zhiyuan'))).toHaveLength(8)
    const east = directory.people.get(idOf('wang.jing'))!.department!
    expect(directory.forApp('any').head(east, 0)).toBe(idOf('lin.xiaofeng'))
    expect(directory.forApp('any').head(east, 1)).toBe(idOf('chen.zhiyuan'))
  })

  it('is over for good', async () => {
    expect((await server.call(null, 'GET', '/api/setup')).json()).toEqual({ needed: false })
    const answer = await server.call(null, 'POST', '/api/setup', first)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'already_set_up'])
  })
})

describe('an administrator from the settings', () => {
  it('is there after the start on an empty database', async () => {
    const server = await startTestServer({
      environment: { FORMWORK_ADMIN_LOGIN: 'root', FORMWORK_ADMIN_PASSWORD: 'krumme-lanke-42' },
    })
    const answer = await server.call(null, 'POST', '/api/session', { login: 'ROOT', password: 'krumme-lanke-42' })
    expect(answer.json().user.admin).toBe(true)
    await server.close()
  })

  it('with a weak password stops the start (SR-32)', async () => {
    await expect(
      startTestServer({ environment: { FORMWORK_ADMIN_LOGIN: 'root', FORMWORK_ADMIN_PASSWORD: 'admin123' } }),
    ).rejects.toThrow(/too weak/)
  })
})
