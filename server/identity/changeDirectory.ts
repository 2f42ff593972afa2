import { problem } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'
import { publishEvent } from '../events/listener.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem, invalidValues } from '../http/problem.ts'
import { type OrganisationDirectory, readDirectory } from './directory.ts'

/**
 * Must end every change of people, departments and roles, inside its transaction: raises the version, which every sign-in
 * check reads at least once a second, so that no node works with rights that were taken away. After the commit call
 * `forgetOrganisation`, so that this node knows at once.
 */
export async function directoryChanged(transaction: Transaction, orgId: string): Promise<void> {
  await transaction.query('update formwork.organisation set directory_version = directory_version + 1 where id = $1', [
    orgId,
  ])
  await publishEvent(transaction, { kind: 'directory', org: orgId })
}

export function forgetOrganisation(platform: Pick<Platform, 'accounts' | 'directories'>, orgId: string): void {
  platform.accounts.forgetOrganisation(orgId)
  platform.directories.forget(orgId)
}

/**
 * A change of an organisation's people, one at a time: checks that hold over several rows (last administrator, circles of
 * managers or departments) cannot be raced past (SR-20). Nothing is stored when one fails.
 * @throws HttpProblem 409 `last_admin`, 422 `manager_cycle` | `department_cycle`
 */
export async function changeDirectory<T>(
  platform: Platform,
  orgId: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const result = await platform.transaction(async transaction => {
    await transaction.query('select 1 from formwork.organisation where id = $1 for update', [orgId])
    const done = await work(transaction)
    assertSound(await readDirectory(transaction, orgId))
    await directoryChanged(transaction, orgId)
    return done
  })
  forgetOrganisation(platform, orgId)
  return result
}

function assertSound(directory: OrganisationDirectory): void {
  const people = [...directory.people.values()]
  if (!people.some(({ admin, active }) => admin && active)) throw new HttpProblem(409, 'last_admin')
  const managers = findCircle(directory.people, ({ manager }) => manager)
  if (managers !== undefined) throw invalidValues([problem('manager_cycle', '/manager', { cycle: managers })])
  const departments = findCircle(directory.departments, ({ parent }) => parent)
  if (departments !== undefined) throw invalidValues([problem('department_cycle', '/parent', { cycle: departments })])
}

/** The names along a circle: "甲 → 乙 → 甲"; undefined when every chain ends. Linear: each node is walked once. */
function findCircle<T extends { readonly id: string; readonly name: string }>(
  nodes: ReadonlyMap<string, T>,
  above: (node: T) => string | null,
): string | undefined {
  const ended = new Set<string>()
  for (const start of nodes.values()) {
    const path: T[] = []
    let node: T | undefined = start
    while (node !== undefined && !ended.has(node.id)) {
      const seenAt = path.indexOf(node)
      if (seenAt !== -1) return [...path.slice(seenAt), node].map(({ name }) => name).join(' → ')
      path.push(node)
      node = nodes.get(above(node) ?? '')
    }
    for (const { id } of path) ended.add(id)
  }
  return undefined
}
