import { Decimal, type TypedNode } from '../../expression/index.ts'
import { both, type Domain, domainOf, isEmpty, isWithin } from './domain.ts'

/** What has to hold all at once: of each thing compared the values it may have, and parts nothing more is known of. */
interface Demands {
  readonly domains: ReadonlyMap<string, Domain>
  readonly others: ReadonlySet<string>
}

const TURNED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' }

/** A condition taken apart at its ANDs. */
export function demandsOf(condition: TypedNode): Demands {
  const domains = new Map<string, Domain>()
  const others = new Set<string>()
  for (const part of partsOf(condition, 'AND', '&&')) {
    const found = comparison(part) ?? oneOf(part)
    if (found === undefined) others.add(written(part))
    else {
      const known = domains.get(found.name)
      domains.set(found.name, known === undefined ? found.domain : both(known, found.domain))
    }
  }
  return { domains, others }
}

/** Nothing can satisfy it. */
export const neverHolds = ({ domains }: Demands): boolean => [...domains.values()].some(isEmpty)

/** Whatever satisfies `inner` satisfies `outer`. */
export function implies(inner: Demands, outer: Demands): boolean {
  for (const [name, domain] of outer.domains) {
    const own = inner.domains.get(name)
    if (own === undefined || !isWithin(own, domain)) return false
  }
  return [...outer.others].every(part => inner.others.has(part))
}

function partsOf(node: TypedNode, name: string, operator: string): TypedNode[] {
  const { source } = node
  const joined =
    (source.type === 'call' && source.name.toUpperCase() === name) ||
    (source.type === 'binary' && source.operator === operator)
  return joined && node.node === 'call' ? node.args.flatMap(arg => partsOf(arg, name, operator)) : [node]
}

function comparison(node: TypedNode): { name: string; domain: Domain } | undefined {
  const { source } = node
  if (source.type !== 'binary' || node.node !== 'call' || node.args.length !== 2) return undefined
  const [left, right] = node.args as [TypedNode, TypedNode]
  const [read, constant, operator] =
    right.node === 'constant' ? [left, right, source.operator] : [right, left, TURNED[source.operator] ?? '']
  if (constant.node !== 'constant' || read.node !== 'reference') return undefined
  const { value } = constant
  // A blank is compared in a way of its own.
  if (value === '' || !(typeof value === 'string' || typeof value === 'boolean' || Decimal.isDecimal(value)))
    return undefined
  const domain = domainOf(operator, value)
  return domain && { name: read.path.join('.'), domain }
}

/** `OR` of equalities of one field. */
function oneOf(node: TypedNode): { name: string; domain: Domain } | undefined {
  const parts = partsOf(node, 'OR', '||')
  if (parts.length < 2) return undefined
  const found = parts.map(comparison)
  const [first] = found
  const values = found.flatMap(one =>
    one?.domain.kind === 'only' && one.name === first?.name ? one.domain.values : [],
  )
  return first === undefined || values.length < parts.length
    ? undefined
    : { name: first.name, domain: { kind: 'only', values } }
}

/** A part as it is written, whatever the blanks in it. */
const written = ({ source }: TypedNode): string =>
  JSON.stringify(source, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value))
