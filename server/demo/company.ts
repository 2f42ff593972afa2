import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'
import type { Platform } from '../http/platform.ts'
import { newSecret } from '../identity/accounts.ts'
import { hashPassword } from '../identity/password.ts'
import { insertPerson } from '../identity/people.ts'
import { insertCompany } from '../setup/demo.ts'
import { demoPeople } from '../setup/demoPeople.ts'

const administrator = { zh: '管理员', en: 'Administrator' }

/**
 * The made-up company of a demo: the one to try things with, an administrator, and somebody for each role the company does not know. Nobody can sign in as
 * one of them: their password is a secret that is not kept.
 */
export async function settleCompany(
  platform: Platform,
  transaction: Transaction,
  orgId: string,
  language: Language,
  { roles = [] }: AppDefinition,
): Promise<string> {
  const passwordHash = await hashPassword(newSecret(platform.random))
  const login = (name: string): string => `${name}@${orgId}`
  const add = (name: string, text: string, more: { admin?: boolean; demoRole?: string }): Promise<string> =>
    insertPerson(platform, transaction, orgId, { login: login(name), name: text, title: text, passwordHash, ...more })
  await insertCompany(platform, transaction, orgId, language, async person => ({
    login: login(person.login),
    passwordHash,
  }))
  for (const { key, label } of roles)
    if (!demoPeople.some(({ role }) => role === key))
      await add(`role.${key}`, label[language] ?? label.zh ?? label.en ?? key, { demoRole: key })
  return add('administrator', administrator[language], { admin: true })
}
