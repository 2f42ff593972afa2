import { type Language, type Problem, problem } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'
import type { Stamps } from '../ids.ts'

export interface NewOrganisation {
  readonly name: string
  readonly zone: string
  readonly language: Language
}

/** A new organisation without people; add an administrator in the same transaction. */
export async function createOrganisation(
  platform: Stamps,
  transaction: Transaction,
  organisation: NewOrganisation,
): Promise<string> {
  const id = platform.newId()
  await transaction.query(
    'insert into formwork.organisation (id, name, zone, language, directory_version, created_at) values ($1, $2, $3, $4, 1, $5)',
    [id, organisation.name.trim(), organisation.zone, organisation.language, platform.clock.now()],
  )
  return id
}

/** An IANA zone this server knows. */
export function zoneProblems(zone: string | undefined, path: string): Problem[] {
  if (zone === undefined) return []
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return []
  } catch {
    return [problem('unknown_time_zone', path, { zone })]
  }
}
