import type { Language } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'
import type { Preference, Way } from './ways.ts'

/** A person as a message reaches him. */
export interface Reader {
  readonly id: string
  readonly language: Language
  readonly zone: string
  readonly preference: Preference
  readonly addresses: Partial<Readonly<Record<Way, string>>>
}

/** Active people of an organisation, with what they chose and where they are reached. */
export async function readReaders(
  connection: Transaction,
  orgId: string,
  users: readonly string[],
): Promise<readonly Reader[]> {
  const { rows } = await connection.query<Reader>(
    `select u.id, coalesce(u.language, o.language) as language, coalesce(u.zone, o.zone) as zone,
       coalesce(p.preference, '{}') as preference,
       coalesce((select jsonb_object_agg(a.channel, a.address) from formwork.person_address a where a.org_id = u.org_id and a.user_id = u.id), '{}') as addresses
     from formwork.app_user u join formwork.organisation o on o.id = u.org_id
     left join formwork.notice_preference p on p.org_id = u.org_id and p.user_id = u.id
     where u.org_id = $1 and u.id = any($2) and u.active`,
    [orgId, users],
  )
  return rows
}

/** The language of what goes to nobody in particular. */
export async function organisationLanguage(connection: Transaction, orgId: string): Promise<Language> {
  const { rows } = await connection.query<{ language: Language }>(
    'select language from formwork.organisation where id = $1',
    [orgId],
  )
  return rows[0]?.language ?? 'zh'
}

/** Kinds of channels that are set and switched on. */
export async function openKinds(
  connection: Transaction,
  orgId: string,
  byOperator: boolean,
): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ kind: string }>(
    'select kind from formwork.channel where org_id = $1 and enabled',
    [orgId],
  )
  return new Set([...rows.map(({ kind }) => kind), ...(byOperator ? ['email'] : [])])
}
