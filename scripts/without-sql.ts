import type { Plugin } from 'vite'

/** What an operation says of itself only to PostgreSQL. */
const SQL_MEMBERS: ReadonlySet<string> = new Set(['sql', 'sqlParts', 'sqlRows'])
const OPERATIONS = /\/engine\/expression\/functions\/.*\.ts$/

interface Member {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly key?: { readonly name?: string }
}

/**
 * Leaves the SQL back end of the functions out of the pages: a browser evaluates and explains, it never writes SQL, and a phone should not load what it
 * cannot use. A function is one file with all its back ends; only the build takes them apart.
 */
export function withoutSql(): Plugin {
  return {
    name: 'without-sql',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!OPERATIONS.test(id)) return undefined
      const found: Member[] = []
      collect(this.parse(code), found)
      // From the end, so that earlier places stay where they are.
      const kept = found.sort((a, b) => b.start - a.start).reduce((text, member) => without(text, member), code)
      return { code: kept, map: null }
    },
  }
}

function collect(node: unknown, found: Member[]): void {
  if (node === null || typeof node !== 'object') return
  if (Array.isArray(node)) {
    for (const item of node) collect(item, found)
    return
  }
  const member = node as Member
  if (member.type === 'Property' && SQL_MEMBERS.has(member.key?.name ?? '')) found.push(member)
  else for (const value of Object.values(node)) collect(value, found)
}

/** A member with the comma behind it. */
function without(code: string, { start, end }: Member): string {
  const comma = /^\s*,/.exec(code.slice(end))?.[0] ?? ''
  return code.slice(0, start) + code.slice(end + comma.length)
}
