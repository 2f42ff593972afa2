import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Directory as EngineDirectory } from '../../engine/expression/index.ts'
import { get, queryText } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Department, Person } from '../api/types.ts'
import { useText } from '../i18n/useText.ts'

export interface DirectoryData {
  readonly people: ReadonlyMap<string, Person>
  readonly departments: ReadonlyMap<string, Department>
}

const empty: DirectoryData = { people: new Map(), departments: new Map() }
/** More people than this are searched by page, not held. */
const MOST_PAGES = 10

async function readDirectory(signal: AbortSignal): Promise<DirectoryData> {
  const [people, { departments }] = await Promise.all([
    readPeople(signal),
    get<{ departments: readonly Department[] }>('/departments', signal),
  ])
  return {
    people: new Map(people.map(person => [person.id, person])),
    departments: new Map(departments.map(department => [department.id, department])),
  }
}

async function readPeople(signal: AbortSignal): Promise<Person[]> {
  const people: Person[] = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: { users: readonly Person[]; nextCursor: string | null } = await get(
      `/users${queryText({ limit: 200, cursor })}`,
      signal,
    )
    people.push(...answer.users)
    cursor = answer.nextCursor
    if (cursor === null) break
  }
  return people
}

/** The organisation's people and departments, held for the whole page. */
export function useDirectory(): DirectoryData {
  const { data } = useQuery({
    queryKey: keys.directory,
    queryFn: ({ signal }) => readDirectory(signal),
    staleTime: 300_000,
  })
  return data ?? empty
}

/** Names of people and departments by id. */
export function useNames(): { person: (id: unknown) => string; department: (id: unknown) => string } {
  const { people, departments } = useDirectory()
  const { t } = useText()
  return useMemo(
    () => ({
      person: id => people.get(String(id))?.name ?? (people.size === 0 ? '' : t('word.unknownPerson')),
      department: id => departments.get(String(id))?.name ?? '',
    }),
    [people, departments, t],
  )
}

const LONGEST_CHAIN = 50

/** People as formulas read them. Roles of others are not known in a browser; such rules are settled by the server. */
export function engineDirectory(data: DirectoryData, me: string, roles: readonly string[]): EngineDirectory {
  const managerOf = (user: string): string | null => data.people.get(user)?.manager ?? null
  const chain = (user: string, levels: number): string[] => {
    const found: string[] = []
    for (let at = managerOf(user); at !== null && found.length < Math.min(levels, LONGEST_CHAIN); at = managerOf(at))
      found.push(at)
    return found
  }
  return {
    manager: (user, level) => chain(user, level)[level - 1] ?? null,
    managers: chain,
    head(department, level) {
      let at = data.departments.get(department)
      for (let up = 0; up < level; up += 1) at = data.departments.get(at?.parent ?? '')
      return at?.head ?? null
    },
    usersWithRole: role => (roles.includes(role) ? [me] : []),
    read(user, [name]) {
      const person = data.people.get(user)
      const value =
        person === undefined || name === undefined ? undefined : (person as unknown as Record<string, unknown>)[name]
      return value ?? null
    },
    subordinates: user => [...data.people.values()].filter(({ manager }) => manager === user).map(({ id }) => id),
    departmentOf: user => data.people.get(user)?.department ?? null,
    hasRole: (user, role) => user === me && roles.includes(role),
  }
}
