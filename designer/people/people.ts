import { type Node, parseFormula } from '../../engine/expression/index.ts'

/**
 * Somebody a definition names, in the kinds people pick from. `of` is the path of a person: `owner`, `customer.owner`, `$applicant`, `$task.assignee`.
 * Whatever else a formula says is kept as it is.
 */
export type Person =
  | { readonly kind: 'person'; readonly of: string }
  | { readonly kind: 'manager'; readonly of: string; readonly level: number }
  | { readonly kind: 'managers'; readonly of: string; readonly levels: number }
  | { readonly kind: 'head'; readonly of: string }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'oneOf'; readonly role: string }
  /** the first, and where there is nobody the other */
  | { readonly kind: 'else'; readonly first: Person; readonly otherwise: Person }
  | { readonly kind: 'formula'; readonly text: string }

/** The people of a formula: one, or a list of them. */
export function readPeople(formula: string): readonly Person[] {
  const parsed = parseFormula(formula)
  if (formula.trim() === '' || !('tree' in parsed))
    return formula.trim() === '' ? [] : [{ kind: 'formula', text: formula }]
  const { tree } = parsed
  if (tree.type === 'blank') return []
  return itemsOf(tree).map(node => readPerson(formula, node))
}

const itemsOf = (tree: Node): readonly Node[] =>
  tree.type === 'list' ? tree.items : tree.type === 'call' && tree.name === 'UNION' ? tree.args : [tree]

function readPerson(formula: string, node: Node): Person {
  const text = formula.slice(node.start, node.end)
  return (
    readElse(formula, node) ??
    readCall(node) ??
    (node.type === 'path' ? { kind: 'person', of: node.path.join('.') } : { kind: 'formula', text })
  )
}

/** `IF(ISEMPTY(a), b, a)` */
function readElse(formula: string, node: Node): Person | undefined {
  if (node.type !== 'call' || node.name !== 'IF' || node.args.length !== 3) return undefined
  const [test, otherwise, first] = node.args
  const tested = test?.type === 'call' && test.name === 'ISEMPTY' ? test.args[0] : undefined
  const text = (one: Node | undefined): string => (one === undefined ? '' : formula.slice(one.start, one.end))
  if (tested === undefined || text(tested) !== text(first)) return undefined
  return { kind: 'else', first: readPerson(formula, first!), otherwise: readPerson(formula, otherwise!) }
}

function readCall(node: Node): Person | undefined {
  if (node.type !== 'call') return undefined
  const [first, second, ...more] = node.args
  if (first === undefined || more.length > 0) return undefined
  const of = first.type === 'path' ? first.path.join('.') : undefined
  const level = second === undefined ? 1 : second.type === 'number' ? Number(second.text) : undefined
  switch (node.name) {
    case 'ARRAYGET': {
      const role = readCall(first)
      return role?.kind === 'role' && second !== undefined && level === 1
        ? { kind: 'oneOf', role: role.role }
        : undefined
    }
    case 'ROLE':
      return first.type === 'text' && second === undefined ? { kind: 'role', role: first.value } : undefined
    case 'HEAD':
      return of?.endsWith('.department') === true && second === undefined
        ? { kind: 'head', of: of.slice(0, -'.department'.length) }
        : undefined
    case 'MANAGER':
      return of === undefined || level === undefined ? undefined : { kind: 'manager', of, level }
    case 'MANAGERS':
      return of === undefined || level === undefined || second === undefined
        ? undefined
        : { kind: 'managers', of, levels: level }
    default:
      return undefined
  }
}

export function writePerson(person: Person): string {
  switch (person.kind) {
    case 'person':
      return `{${person.of}}`
    case 'manager':
      return person.level === 1 ? `MANAGER({${person.of}})` : `MANAGER({${person.of}}, ${person.level})`
    case 'managers':
      return `MANAGERS({${person.of}}, ${person.levels})`
    case 'head':
      return `HEAD({${person.of}.department})`
    case 'role':
      return `ROLE("${person.role.replaceAll('"', '""')}")`
    case 'oneOf':
      return `ARRAYGET(${writePerson({ kind: 'role', role: person.role })}, 1)`
    case 'else': {
      const first = writePerson(person.first)
      return `IF(ISEMPTY(${first}), ${writePerson(person.otherwise)}, ${first})`
    }
    case 'formula':
      return person.text
  }
}

/** The formula for “nobody yet”, where one is needed. */
export const NOBODY = 'BLANK()'

/** Whether a person stands for one, not for a list: a role, several managers or a field of people may be many. */
const isOne = (person: Person): boolean =>
  person.kind === 'manager' ||
  person.kind === 'head' ||
  person.kind === 'oneOf' ||
  (person.kind === 'person' && /(^|\.)(owner|assignee|\$applicant|\$user)$/.test(person.of))

/** The formula of several people; empty for nobody. Lists are joined to one, each person once. */
export function writePeople(people: readonly Person[]): string {
  const texts = people.map(writePerson)
  if (texts.length <= 1) return texts.join('')
  return people.every(isOne) ? `[${texts.join(', ')}]` : `UNION(${texts.join(', ')})`
}
