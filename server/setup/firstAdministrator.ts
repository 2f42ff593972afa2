import type { FastifyRequest } from 'fastify'
import type { Language } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem, invalidValues } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { createOrganisation, zoneProblems } from '../identity/organisation.ts'
import { hashPassword, passwordProblems } from '../identity/password.ts'
import { insertPerson } from '../identity/people.ts'
import { startSession } from '../identity/sessions.ts'

export interface FirstAdministrator {
  readonly organisation: string
  readonly name: string
  readonly login: string
  readonly password: string
  readonly language?: Language
  /** IANA; by default Shanghai for zh, UTC for en */
  readonly zone?: string
}

/** Whether nobody can sign in yet. */
export async function needsSetup(connection: Transaction): Promise<boolean> {
  const { rows } = await connection.query<{ needed: boolean }>(
    'select not exists (select 1 from formwork.organisation) as needed',
  )
  return rows[0]?.needed === true
}

/**
 * Creates the organisation and its first administrator exactly once, however many requests come at the same moment
 * (SR-20, SR-32), and signs him in: answers the session's secret.
 * @throws HttpProblem 409 `already_set_up`, 422 `weak_password` | `unknown_time_zone`
 */
export async function createFirstAdministrator(
  platform: Platform,
  request: FastifyRequest | null,
  first: FirstAdministrator,
): Promise<string> {
  const { organisation, name, login, password, language = 'zh' } = first
  const zone = first.zone ?? (language === 'zh' ? 'Asia/Shanghai' : 'UTC')
  if (!(await needsSetup(platform.database.pool))) throw new HttpProblem(409, 'already_set_up')
  const problems = [...passwordProblems(password, '/password', login), ...zoneProblems(zone, '/zone')]
  if (problems.length > 0) throw invalidValues(problems)
  const passwordHash = await hashPassword(password)
  return platform.transaction(async transaction => {
    await transaction.query("select pg_advisory_xact_lock(hashtext('formwork.setup'))")
    if (!(await needsSetup(transaction))) throw new HttpProblem(409, 'already_set_up')
    const orgId = await createOrganisation(platform, transaction, { name: organisation, zone, language })
    const userId = await insertPerson(platform, transaction, orgId, { login, name, passwordHash, admin: true })
    await audit(
      platform,
      transaction,
      request,
      { orgId, userId },
      { action: 'set_up', subject: { user: userId }, detail: { organisation, login } },
    )
    return startSession(platform, transaction, { orgId, userId })
  })
}
