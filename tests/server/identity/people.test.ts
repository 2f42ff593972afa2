import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Client, cookieOf, startTestServer, type TestServer, testPassword } from '../testServer.ts'

let server: TestServer
let org: string
let admin: Client
let stranger: Client
beforeAll(async () => {
  server = await startTestServer()
  org = await server.addOrganisation('甲')
  admin = await server.addPerson(org, 'admin', { admin: true })
  stranger = await server.addPerson(await server.addOrganisation('乙'), 'stranger', { admin: true })
})
afterAll(() => server.close())

let count = 0
let person: Client
beforeEach(async () => {
  count += 1
  person = await server.addPerson(org, `person${count}`)
})

const signIn = (login: string, password: string) => server.call(null, 'POST', '/api/session', { login, password })

describe('sign-in', () => {
  it('answers unknown, wrong and disabled alike (SR-31)', async () => {
    await server.call(admin, 'PATCH', `/api/users/${person.id}`, { active: false })
    const answers = await Promise.all([
      signIn('nobody', testPassword),
      signIn('admin', 'wrong-password'),
      signIn(person.login, testPassword),
    ])
    const shown = answers.map(answer => {
      const { requestId: _, ...rest } = answer.json()
      return [answer.statusCode, rest]
    })
    expect(shown[0]).toMatchObject([401, { code: 'wrong_credentials' }])
    expect(shown[1]).toEqual(shown[0])
    expect(shown[2]).toEqual(shown[0])
  })

  it('slows down after ten wrong tries, also parallel ones, for known and unknown logins (SR-31)', async () => {
    for (const login of [person.login, `ghost${count}`]) {
      const answers = await Promise.all(Array.from({ length: 14 }, () => signIn(login, 'wrong-password')))
      const codes = answers.map(({ statusCode }) => statusCode)
      expect(codes.filter(code => code === 401).length).toBeLessThanOrEqual(10)
      expect(codes).toContain(429)
      await server.database.pool.query(`delete from formwork.sign_in_attempt where failures > 20`)
    }
    const right = await signIn(person.login, testPassword)
    expect([right.statusCode, Number(right.headers['retry-after']) > 0]).toEqual([429, true])
    server.clock.advance(3_600_000)
    expect((await signIn(person.login, testPassword)).statusCode).toBe(200)
    server.clock.advance(-3_600_000)
    await server.database.pool.query('delete from formwork.sign_in_attempt')
  })

  it('the cookie is out of reach of scripts and of foreign posts (SR-23)', async () => {
    const answer = await signIn(person.login.toUpperCase(), testPassword)
    expect(answer.headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Lax$/)
    expect(
      (await server.database.pool.query('select id from formwork.session')).rows.some(({ id }) =>
        cookieOf(answer).cookie?.includes(id),
      ),
    ).toBe(false)
  })

  it('sessions end by sign-out and idle time (SR-33)', async () => {
    const second = { ...person, headers: cookieOf(await signIn(person.login, testPassword)) }
    expect((await server.call(person, 'DELETE', '/api/session')).statusCode).toBe(204)
    expect((await server.call(person, 'GET', '/api/me')).statusCode).toBe(401)
    expect((await server.call(second, 'GET', '/api/me')).statusCode).toBe(200)
    server.clock.advance(12 * 3_600_000 + 1000)
    server.platform.accounts.forget()
    expect((await server.call(second, 'GET', '/api/me')).statusCode).toBe(401)
    server.clock.advance(-12 * 3_600_000 - 1000)
  })
})

describe('passwords (SR-30)', () => {
  it('a change needs the present one, and ends all other sessions and tokens', async () => {
    const second = { ...person, headers: cookieOf(await signIn(person.login, testPassword)) }
    const token = (await server.call(person, 'POST', '/api/tokens', { name: 't', scopes: ['read'] })).json().token
    const wrong = await server.call(person, 'PATCH', '/api/me', {
      password: { current: 'guess-guess', next: '12345678' },
    })
    expect(wrong.json().errors.map((error: { path: string; code: string }) => `${error.code} ${error.path}`)).toEqual([
      'current_password_wrong /password/current',
      'weak_password /password/next',
    ])
    const right = await server.call(person, 'PATCH', '/api/me', {
      password: { current: testPassword, next: 'another-good-one' },
    })
    expect(right.statusCode).toBe(200)
    expect((await server.call(person, 'GET', '/api/me')).statusCode).toBe(200)
    expect((await server.call(second, 'GET', '/api/me')).statusCode).toBe(401)
    expect(
      (await server.call({ ...person, headers: { authorization: `Bearer ${token}` } }, 'GET', '/api/me')).statusCode,
    ).toBe(401)
    expect((await signIn(person.login, 'another-good-one')).statusCode).toBe(200)
  })
})

describe('people', () => {
  it('are made, shown and changed by administrators only', async () => {
    expect((await server.call(person, 'POST', '/api/users', { login: 'x', name: 'x' })).statusCode).toBe(403)
    const made = await server.call(admin, 'POST', '/api/users', {
      login: `neu${count}`,
      name: '新人',
      manager: person.id,
    })
    expect([made.statusCode, made.json()]).toMatchObject([
      201,
      { name: '新人', manager: person.id, admin: false, roles: {} },
    ])
    expect((await signIn(`neu${count}`, made.json().password)).statusCode).toBe(200)
    const list = (await server.call(person, 'GET', `/api/users?q=${encodeURIComponent('新人')}`)).json().users
    expect(Object.keys(list[0])).toEqual(['id', 'name', 'title', 'department', 'manager', 'active'])
    const twice = await server.call(admin, 'POST', '/api/users', { login: `NEU${count}`, name: 'x' })
    expect([twice.statusCode, twice.json().errors[0].code]).toEqual([422, 'login_taken'])
  })

  it('pages go through everybody once', async () => {
    const all = (await server.call(admin, 'GET', '/api/users?limit=200'))
      .json()
      .users.map((user: { id: string }) => user.id)
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const answer = (await server.call(admin, 'GET', `/api/users?limit=2${cursor}`)).json()
      seen.push(...answer.users.map((user: { id: string }) => user.id))
      if (answer.nextCursor === null) break
      cursor = `&cursor=${answer.nextCursor}`
    }
    expect(seen).toEqual(all)
  })

  it('managers cannot form a circle', async () => {
    const second = await server.addPerson(org, `second${count}`, { manager: person.id })
    const answer = await server.call(admin, 'PATCH', `/api/users/${person.id}`, { manager: second.id })
    expect([answer.statusCode, answer.json().errors[0].code]).toEqual([422, 'manager_cycle'])
    const self = await server.call(admin, 'PATCH', `/api/users/${person.id}`, { manager: person.id })
    expect(self.json().errors[0].params.cycle).toBe(`${person.login} → ${person.login}`)
  })

  it('the last administrator stays, also when two leave at once (SR-09, SR-20)', async () => {
    const alone = await server.call(admin, 'PATCH', `/api/users/${admin.id}`, { admin: false })
    expect([alone.statusCode, alone.json().code]).toEqual([409, 'last_admin'])
    await server.call(admin, 'PATCH', `/api/users/${person.id}`, { admin: true })
    const both = await Promise.all(
      [admin, person].map(who => server.call(admin, 'PATCH', `/api/users/${who.id}`, { admin: false })),
    )
    expect(both.map(({ statusCode }) => statusCode).sort()).not.toEqual([200, 200])
    const { rows } = await server.database.pool.query(
      `select id from formwork.app_user where org_id = $1 and admin and active`,
      [org],
    )
    expect(rows).toHaveLength(1)
    await server.database.pool.query('update formwork.app_user set admin = (id = $2) where org_id = $1', [
      org,
      admin.id,
    ])
    server.platform.accounts.forget()
  })

  it('rights taken away by another node work within a second (SR-08)', async () => {
    expect((await server.call(person, 'GET', '/api/me')).statusCode).toBe(200)
    // What another node does: no local cache is told, only the database.
    await server.database.pool.query('update formwork.app_user set active = false where id = $1', [person.id])
    await expect
      .poll(async () => (await server.call(person, 'GET', '/api/me')).statusCode, { timeout: 1_000, interval: 100 })
      .toBe(401)
  })

  it('of another organisation do not exist (SR-06)', async () => {
    const department = (await server.call(admin, 'POST', '/api/departments', { name: '部门' })).json().id
    const answers = await Promise.all([
      server.call(stranger, 'PATCH', `/api/users/${person.id}`, { name: 'x' }),
      server.call(stranger, 'PATCH', `/api/departments/${department}`, { name: 'x' }),
      server.call(stranger, 'DELETE', `/api/departments/${department}`),
      server.call(stranger, 'PATCH', `/api/organisations/${org}`, { name: 'x' }),
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404])
    const manager = await server.call(stranger, 'PATCH', `/api/users/${stranger.id}`, { manager: person.id })
    expect([manager.statusCode, manager.json().errors[0].code]).toEqual([422, 'unknown_user'])
    const names = (await server.call(stranger, 'GET', '/api/users'))
      .json()
      .users.map((user: { name: string }) => user.name)
    expect(names).toEqual(['stranger'])
  })
})

describe('departments', () => {
  it('form a tree with heads', async () => {
    const top = (await server.call(admin, 'POST', '/api/departments', { name: '销售部', head: person.id })).json()
    const below = (await server.call(admin, 'POST', '/api/departments', { name: '华东区', parent: top.id })).json()
    expect(below).toEqual({ id: below.id, name: '华东区', parent: top.id, head: null })
    const circle = await server.call(admin, 'PATCH', `/api/departments/${top.id}`, { parent: below.id })
    expect(circle.json().errors[0]).toMatchObject({
      code: 'department_cycle',
      params: { cycle: '销售部 → 华东区 → 销售部' },
    })
    expect((await server.call(admin, 'DELETE', `/api/departments/${top.id}`)).json().code).toBe('department_in_use')
    expect((await server.call(admin, 'DELETE', `/api/departments/${below.id}`)).statusCode).toBe(204)
    expect((await server.call(person, 'DELETE', `/api/departments/${top.id}`)).statusCode).toBe(403)
  })
})

describe('roles', () => {
  it('are those the apps define', async () => {
    const app = server.platform.newId()
    await server.database.pool.query(
      `insert into formwork.app (org_id, id, key, schema_name, version, created_at) values ($1, $2, 'sales', 'a1', 1, $3)`,
      [org, app, server.clock.now()],
    )
    await server.database.pool.query(
      `insert into formwork.app_version (org_id, app_id, version, definition, storage, published_at) values ($1, $2, 1, $3, '{}', $4)`,
      [org, app, JSON.stringify({ roles: [{ key: 'seller', label: { zh: '销售' }, grants: [] }] }), server.clock.now()],
    )
    const given = await server.call(admin, 'PATCH', `/api/users/${person.id}`, { roles: { sales: ['seller'] } })
    expect(given.json().roles).toEqual({ sales: ['seller'] })
    const roles = await server.call(admin, 'GET', '/api/roles')
    expect(roles.json().roles).toEqual([{ app: 'sales', key: 'seller', label: { zh: '销售' }, users: [person.id] }])
    const directory = (await server.platform.directories.latest(org)).forApp('sales')
    expect([
      directory.usersWithRole('seller'),
      directory.hasRole(person.id, 'seller'),
      directory.hasRole(admin.id, 'seller'),
    ]).toEqual([[person.id], true, false])
    const unknown = await server.call(admin, 'PATCH', `/api/users/${person.id}`, {
      roles: { sales: ['king'], other: ['x'] },
    })
    expect(unknown.json().errors.map((error: { path: string; code: string }) => `${error.code} ${error.path}`)).toEqual(
      ['unknown_role /roles/sales', 'unknown_role /roles/other'],
    )
    const taken = await server.call(admin, 'PATCH', `/api/users/${person.id}`, { roles: { sales: [] } })
    expect(taken.json().roles).toEqual({})
  })
})

describe('the audit trail (SR-38)', () => {
  it('tells who did what, without secrets, and cannot be changed', async () => {
    await server.call(admin, 'PATCH', `/api/users/${person.id}`, { title: '经理', password: 'another-good-one' })
    const { rows } = await server.database.pool.query(
      `select user_id, action, subject, detail::text from formwork.audit where org_id = $1 order by id desc limit 1`,
      [org],
    )
    expect(rows[0]).toMatchObject({ user_id: admin.id, action: 'user_changed', subject: { user: person.id } })
    expect(rows[0].detail).toContain('经理')
    expect(rows[0].detail).not.toMatch(/another-good-one|argon2/)
    for (const sql of [
      'update formwork.audit set action = $$x$$',
      'delete from formwork.audit',
      'truncate formwork.audit',
    ]) {
      await expect(server.database.pool.query(sql)).rejects.toThrow(/append-only/)
    }
  })
})
