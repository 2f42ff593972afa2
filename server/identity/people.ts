import { type Problem, problem } from '../../schemas/problem.ts'
import { sqlStateOf } from '../database/databaseError.ts'
import type { Transaction } from '../database/statements.ts'
import { HttpProblem, invalidValues } from '../http/problem.ts'
import type { Stamps } from '../ids.ts'

/** What an administrator may say of a person. Absent = stays as it is, or the ordinary value of a new one. */
export interface PersonChange {
  readonly login?: string
  readonly name?: string
  readonly title?: string
  readonly department?: string | null
  readonly manager?: string | null
  readonly language?: string | null
  readonly zone?: string | null
  readonly admin?: boolean
  readonly active?: boolean
  /** Per app the roles he shall hold there; apps that are not named stay as they are. */
  readonly roles?: Readonly<Record<string, readonly string[]>>
}

/** A column per property; nothing else of a request reaches the table. */
const columns = {
  login: 'login',
  name: 'name',
  title: 'title',
  department: 'department_id',
  manager: 'manager_id',
  language: 'language',
  zone: 'zone',
  admin: 'admin',
  active: 'active',
  passwordHash: 'password_hash',
  demoRole: 'demo_role',
} as const

type Values = Partial<Record<keyof typeof columns, unknown>>

const ordinary = { title: '', department: null, manager: null, language: null, zone: null, admin: false, active: true }

/** Adds a person. @throws HttpProblem 422 `login_taken` | `unknown_department` | `unknown_user` */
export async function insertPerson(
  platform: Stamps,
  transaction: Transaction,
  orgId: string,
  person: PersonChange & {
    readonly login: string
    readonly name: string
    readonly passwordHash: string
    readonly demoRole?: string
  },
): Promise<string> {
  const id = platform.newId()
  const { roles, ...values } = { ...ordinary, ...person }
  const entries = entriesOf(values)
  const names = entries.map(([column]) => column)
  const marks = entries.map((_, at) => `$${at + 4}`)
  await refusingBadReferences(values, () =>
    transaction.query(
      `insert into formwork.app_user (org_id, id, created_at, ${names.join(', ')}) values ($1, $2, $3, ${marks.join(', ')})`,
      [orgId, id, platform.clock.now(), ...entries.map(([, value]) => value)],
    ),
  )
  if (roles !== undefined) await setRoles(transaction, orgId, id, roles)
  return id
}

/** Changes a person; false when there is none. The same errors as `insertPerson`. */
export async function updatePerson(
  transaction: Transaction,
  orgId: string,
  id: string,
  change: PersonChange & { readonly passwordHash?: string },
): Promise<boolean> {
  const { roles, ...values } = change
  const entries = entriesOf(values)
  const sets = entries.map(([column], at) => `${column} = $${at + 3}`)
  const { rowCount } = await refusingBadReferences(values, () =>
    transaction.query(
      `update formwork.app_user set ${['org_id = org_id', ...sets].join(', ')} where org_id = $1 and id = $2`,
      [orgId, id, ...entries.map(([, value]) => value)],
    ),
  )
  if (rowCount === 0) return false
  if (roles !== undefined) await setRoles(transaction, orgId, id, roles)
  return true
}

function entriesOf(values: Values): [string, unknown][] {
  return Object.entries(columns).flatMap(([name, column]): [string, unknown][] => {
    const value = values[name as keyof typeof columns]
    if (value === undefined) return []
    return [[column, (name === 'login' || name === 'name') && typeof value === 'string' ? value.trim() : value]]
  })
}

/** What the table's own keys refuse, told as errors of the request: checking first would race (SR-20). */
async function refusingBadReferences<T>(values: Values, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const constraint = error instanceof Error && 'constraint' in error ? String(error.constraint) : ''
    const state = sqlStateOf(error)
    if (state === '23505' && constraint === 'app_user_login')
      throw invalidValues([problem('login_taken', '/login', { login: values.login })])
    if (state === '23503' && constraint.includes('department'))
      throw invalidValues([problem('unknown_department', '/department')])
    if (state === '23503' && constraint.includes('manager')) throw invalidValues([problem('unknown_user', '/manager')])
    throw error
  }
}

export interface RoleRow {
  readonly app: string
  readonly key: string
  readonly label: unknown
}

/** The roles of the organisation's published apps. */
export async function definedRoles(connection: Transaction, orgId: string): Promise<RoleRow[]> {
  const { rows } = await connection.query<RoleRow>(
    `select a.key as app, r.role ->> 'key' as key, r.role -> 'label' as label
     from formwork.app a
     join formwork.app_version v on v.org_id = a.org_id and v.app_id = a.id and v.version = a.version
     cross join jsonb_array_elements(coalesce(v.definition -> 'roles', '[]')) with ordinality as r(role, place)
     where a.org_id = $1 and a.deleted_at is null order by a.key, r.place`,
    [orgId],
  )
  return rows
}

async function setRoles(
  transaction: Transaction,
  orgId: string,
  userId: string,
  roles: NonNullable<PersonChange['roles']>,
): Promise<void> {
  const defined = new Set((await definedRoles(transaction, orgId)).map(({ app, key }) => `${app}/${key}`))
  const wanted = Object.entries(roles).flatMap(([app, keys]) => [...new Set(keys)].map(role => ({ app, role })))
  const problems: Problem[] = wanted
    .filter(({ app, role }) => !defined.has(`${app}/${role}`))
    .map(({ app, role }) => problem('unknown_role', `/roles/${app}`, { role, suggestion: '' }))
  if (problems.length > 0) throw invalidValues(problems)
  await transaction.query('delete from formwork.user_role where org_id = $1 and user_id = $2 and app_key = any($3)', [
    orgId,
    userId,
    Object.keys(roles),
  ])
  await transaction.query(
    `insert into formwork.user_role (org_id, user_id, app_key, role_key)
     select $1, $2, w.app, w.role from unnest($3::text[], $4::text[]) as w(app, role)`,
    [orgId, userId, wanted.map(({ app }) => app), wanted.map(({ role }) => role)],
  )
}

/** @throws HttpProblem 409 `department_in_use` instead of the database's own error */
export async function deleteDepartment(transaction: Transaction, orgId: string, id: string): Promise<boolean> {
  try {
    const { rowCount } = await transaction.query('delete from formwork.department where org_id = $1 and id = $2', [
      orgId,
      id,
    ])
    return rowCount === 1
  } catch (error) {
    if (sqlStateOf(error) === '23503') throw new HttpProblem(409, 'department_in_use')
    throw error
  }
}
