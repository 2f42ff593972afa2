import type { FastifyRequest } from 'fastify'
import type { Language } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'
import type { Caller } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { changeDirectory } from '../identity/changeDirectory.ts'
import { hashPassword } from '../identity/password.ts'
import { insertPerson } from '../identity/people.ts'
import { readablePassword } from '../identity/readablePassword.ts'
import { type DemoPerson, demoDepartments, demoPeople } from './demoPeople.ts'

export interface DemoUser {
  readonly name: string
  readonly login: string
  readonly password: string
  readonly title: string
}

/**
 * Fills an organisation with a company to try things with: departments, managers, sellers. Passwords are random and shown
 * in this answer only. Once per organisation.
 * @throws HttpProblem 409 `demo_exists`
 */
export async function createDemoCompany(
  platform: Platform,
  request: FastifyRequest,
  caller: Caller,
): Promise<DemoUser[]> {
  const passwords = demoPeople.map(() => readablePassword(platform.random))
  const hashes = await Promise.all(passwords.map(hashPassword))
  return changeDirectory(platform, caller.orgId, async transaction => {
    const language = await claimDemo(platform, transaction, caller.orgId)
    const users: DemoUser[] = []
    await insertCompany(platform, transaction, caller.orgId, language, async (person, at) => {
      const login = await freeLogin(transaction, person.login)
      users.push({ name: person.name[language], login, password: passwords[at]!, title: person.title[language] })
      return { login, passwordHash: hashes[at]! }
    })
    await audit(platform, transaction, request, caller, {
      action: 'demo_created',
      subject: {},
      detail: { logins: users.map(({ login }) => login) },
    })
    return users
  })
}

/** Departments and people of the company, each with the login and password hash given for him. */
export async function insertCompany(
  platform: Platform,
  transaction: Transaction,
  orgId: string,
  language: Language,
  accountOf: (person: DemoPerson, at: number) => Promise<{ readonly login: string; readonly passwordHash: string }>,
): Promise<void> {
  const departments = await insertDepartments(platform, transaction, orgId, language)
  const ids = new Map<string, string>()
  for (const [at, person] of demoPeople.entries()) {
    const id = await insertPerson(platform, transaction, orgId, {
      ...(await accountOf(person, at)),
      name: person.name[language],
      title: person.title[language],
      department: departments.get(person.department) ?? null,
      manager: person.manager === null ? null : (ids.get(person.manager) ?? null),
      demoRole: person.role,
    })
    ids.set(person.login, id)
  }
  for (const { key, head } of demoDepartments) {
    if (head === null) continue
    await transaction.query('update formwork.department set head_id = $3 where org_id = $1 and id = $2', [
      orgId,
      departments.get(key),
      ids.get(head),
    ])
  }
}

async function claimDemo(platform: Platform, transaction: Transaction, orgId: string): Promise<Language> {
  const { rows } = await transaction.query<{ language: Language }>(
    'update formwork.organisation set demo_at = $2 where id = $1 and demo_at is null returning language',
    [orgId, platform.clock.now()],
  )
  const claimed = rows[0]
  if (claimed === undefined) throw new HttpProblem(409, 'demo_exists')
  return claimed.language
}

async function insertDepartments(
  platform: Platform,
  transaction: Transaction,
  orgId: string,
  language: Language,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { key, name, parent } of demoDepartments) {
    const id = platform.newId()
    ids.set(key, id)
    await transaction.query('insert into formwork.department (org_id, id, name, parent_id) values ($1, $2, $3, $4)', [
      orgId,
      id,
      name[language],
      parent === null ? null : ids.get(parent),
    ])
  }
  return ids
}

/** Logins are unique over the installation: another organisation may have its own demo company. */
async function freeLogin(transaction: Transaction, wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const login = n === 1 ? wanted : `${wanted}${n}`
    const { rowCount } = await transaction.query('select 1 from formwork.app_user where lower(login) = lower($1)', [
      login,
    ])
    if (rowCount === 0) return login
  }
}
