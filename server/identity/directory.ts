import type { Directory } from '../../engine/expression/scope.ts'
import type { Database } from '../database/connect.ts'
import type { Transaction } from '../database/statements.ts'
import type { Caller } from '../http/caller.ts'

/** One person of an organisation as everybody in it may see him. */
export interface Person {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly title: string
  readonly department: string | null
  readonly manager: string | null
  readonly active: boolean
  readonly admin: boolean
  readonly demoRole: string | null
}

export interface Department {
  readonly id: string
  readonly name: string
  readonly parent: string | null
  readonly head: string | null
}

interface RoleRow {
  readonly user: string
  readonly app: string
  readonly role: string
}

/** What an app's own form says of a person (`extends: "user"`). */
interface AttributeRow {
  readonly app: string
  readonly user: string
  readonly attributes: Readonly<Record<string, unknown>>
}

interface Snapshot {
  readonly version: number
  readonly people: readonly Person[]
  readonly departments: readonly Department[]
  readonly roles: readonly RoleRow[]
  readonly attributes?: readonly AttributeRow[]
}

/** Chains of managers or departments are cut here, whatever the rows say. */
const LONGEST_CHAIN = 100

/** The people, departments and roles of one organisation at one moment. Immutable; reads are synchronous. */
export class OrganisationDirectory {
  readonly version: number
  readonly people: ReadonlyMap<string, Person>
  readonly departments: ReadonlyMap<string, Department>
  readonly #rolesOf = new Map<string, Map<string, string[]>>()
  readonly #reports = new Map<string, string[]>()
  readonly #perApp = new Map<string, Directory>()
  readonly #roles: readonly RoleRow[]
  readonly #attributes = new Map<string, Readonly<Record<string, unknown>>>()

  constructor(snapshot: Snapshot) {
    this.version = snapshot.version
    this.people = new Map(snapshot.people.map(person => [person.id, person]))
    this.departments = new Map(snapshot.departments.map(department => [department.id, department]))
    this.#roles = snapshot.roles
    for (const { user, app, role } of snapshot.roles) {
      const apps = this.#rolesOf.get(user) ?? new Map<string, string[]>()
      this.#rolesOf.set(user, apps.set(app, [...(apps.get(app) ?? []), role]))
    }
    for (const { app, user, attributes } of snapshot.attributes ?? [])
      this.#attributes.set(`${app} ${user}`, attributes)
    for (const { id, manager } of snapshot.people) {
      if (manager !== null) this.#reports.set(manager, [...(this.#reports.get(manager) ?? []), id])
    }
  }

  /** Keys of the roles a person holds in an app. */
  roles(user: string, app: string): readonly string[] {
    return this.#rolesOf.get(user)?.get(app) ?? []
  }

  /** All of a person's roles: `{ app: [role] }`. */
  rolesByApp(user: string): Record<string, string[]> {
    return Object.fromEntries(this.#rolesOf.get(user) ?? [])
  }

  /** Managers from the direct one upwards, each once. */
  managers(user: string): readonly string[] {
    return chain(user, id => this.people.get(id)?.manager ?? null)
  }

  /** A department and the ones above it. */
  withParents(department: string): readonly string[] {
    if (!this.departments.has(department)) return []
    return [department, ...chain(department, id => this.departments.get(id)?.parent ?? null)]
  }

  /** A department and all below it. */
  withChildren(department: string): readonly string[] {
    const found = [department]
    for (const id of found) {
      for (const child of this.departments.values())
        if (child.parent === id && !found.includes(child.id)) found.push(child.id)
    }
    return found
  }

  /** Everybody below a person, all levels down, not the person. */
  subordinates(user: string): readonly string[] {
    const found = new Set<string>()
    const queue = [user]
    for (const id of queue) {
      for (const report of this.#reports.get(id) ?? []) {
        if (report === user || found.has(report)) continue
        found.add(report)
        queue.push(report)
      }
    }
    return [...found]
  }

  /** What expressions see: roles are those of one app. */
  forApp(app: string): Directory {
    const known = this.#perApp.get(app)
    if (known !== undefined) return known
    const made = this.#directoryOf(app)
    this.#perApp.set(app, made)
    return made
  }

  #directoryOf(app: string): Directory {
    const holders = new Map<string, string[]>()
    for (const row of this.#roles) {
      if (row.app !== app || this.people.get(row.user)?.active !== true) continue
      holders.set(row.role, [...(holders.get(row.role) ?? []), row.user])
    }
    return {
      manager: (user, level) => this.managers(user)[level - 1] ?? null,
      managers: (user, levels) => this.managers(user).slice(0, levels),
      head: (department, level) => this.departments.get(this.withParents(department)[level] ?? '')?.head ?? null,
      usersWithRole: role => holders.get(role) ?? [],
      read: (user, path) => this.#read(user, path) ?? this.#attribute(app, user, path),
      subordinates: user => this.subordinates(user),
      departmentOf: user => this.people.get(user)?.department ?? null,
      hasRole: (user, role) => this.roles(user, app).includes(role),
    }
  }

  #attribute(app: string, user: string, [name = '', ...rest]: readonly string[]): unknown {
    const attributes = this.#attributes.get(`${app} ${user}`)
    return attributes !== undefined && rest.length === 0 && Object.hasOwn(attributes, name) ? attributes[name] : null
  }

  /** Attributes a condition about people may name; anything else is blank. */
  #read(user: string, path: readonly string[]): unknown {
    const person = this.people.get(user)
    if (person === undefined) return null
    const [first, second] = path
    if (first === 'manager' && second !== undefined)
      return person.manager === null ? null : this.#read(person.manager, path.slice(1))
    if (first === 'department' && second === 'name') return this.departments.get(person.department ?? '')?.name ?? null
    if (path.length !== 1) return null
    if (first === 'id' || first === 'name' || first === 'title' || first === 'department' || first === 'manager')
      return person[first]
    return null
  }
}

function chain(start: string, above: (id: string) => string | null): string[] {
  const found: string[] = []
  let id = above(start)
  while (id !== null && id !== start && !found.includes(id) && found.length < LONGEST_CHAIN) {
    found.push(id)
    id = above(id)
  }
  return found
}

/** One statement, so that all of it is from one moment. */
const READ = `
  select o.directory_version::float8 as version,
    (select coalesce(json_agg(json_build_object('id', u.id, 'login', u.login, 'name', u.name, 'title', u.title, 'department', u.department_id,
       'manager', u.manager_id, 'active', u.active, 'admin', u.admin, 'demoRole', u.demo_role) order by u.name collate "C", u.id), '[]')
     from formwork.app_user u where u.org_id = o.id) as people,
    (select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'parent', d.parent_id, 'head', d.head_id) order by d.id), '[]')
     from formwork.department d where d.org_id = o.id) as departments,
    (select coalesce(json_agg(json_build_object('user', r.user_id, 'app', r.app_key, 'role', r.role_key) order by r.user_id, r.role_key), '[]')
     from formwork.user_role r where r.org_id = o.id) as roles,
    (select coalesce(json_agg(json_build_object('app', a.key, 'user', p.user_id, 'attributes', p.attributes)), '[]')
     from formwork.person_attribute p join formwork.app a on a.org_id = p.org_id and a.id = p.app_id and a.deleted_at is null
     where p.org_id = o.id) as attributes
  from formwork.organisation o where o.id = $1`

/** The directory as a transaction sees it, its own changes included. */
export async function readDirectory(transaction: Transaction, orgId: string): Promise<OrganisationDirectory> {
  const { rows } = await transaction.query<Snapshot>(READ, [orgId])
  if (rows[0] === undefined) throw new Error('directory of an organisation that does not exist')
  return new OrganisationDirectory(rows[0])
}

/** Directories of this process, one per organisation, read again when a caller knows of a newer version. */
export class Directories {
  readonly #database: Database
  readonly #known = new Map<string, OrganisationDirectory>()
  readonly #loading = new Map<string, Promise<OrganisationDirectory>>()

  constructor(database: Database) {
    this.#database = database
  }

  /** At least as new as the caller's sign-in check. Without a round trip when it is known. */
  async of(caller: Pick<Caller, 'orgId' | 'directoryVersion'>): Promise<OrganisationDirectory> {
    const known = this.#known.get(caller.orgId)
    if (known !== undefined && known.version >= caller.directoryVersion) return known
    const read = await this.latest(caller.orgId)
    // A read that was under way may have begun before the change.
    return read.version >= caller.directoryVersion ? read : this.latest(caller.orgId)
  }

  /** As it is now; for workers that act without a caller. Parallel readers share one round trip. */
  async latest(orgId: string): Promise<OrganisationDirectory> {
    const loading = this.#loading.get(orgId) ?? this.#load(orgId)
    this.#loading.set(orgId, loading)
    try {
      return await loading
    } finally {
      this.#loading.delete(orgId)
    }
  }

  forget(orgId?: string): void {
    if (orgId === undefined) this.#known.clear()
    else this.#known.delete(orgId)
    this.#loading.clear()
  }

  async #load(orgId: string): Promise<OrganisationDirectory> {
    const directory = await readDirectory(this.#database.pool, orgId)
    const known = this.#known.get(orgId)
    if (known === undefined || known.version <= directory.version) this.#known.set(orgId, directory)
    return directory
  }
}
