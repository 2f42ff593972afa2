import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { failed, retry, Undelivered } from '../outbox/delivery.ts'

/** Networks nobody outside answers in: this machine, the house, link-local, documentation, multicast, translation prefixes (RFC 6890 and its like). */
const RESERVED = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Of IPv6 only 2000::/3 is given to anybody.
  ...['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
]

/** One list a family: a single one takes an IPv4 address for its mapped form and finds it in networks of IPv6. */
class Networks {
  readonly #lists = { 4: new BlockList(), 6: new BlockList() }

  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', length = ''] = network.split('/')
      const family = isIP(address) === 6 ? 6 : 4
      this.#lists[family].addSubnet(address, Number(length), `ipv${family}`)
    }
  }

  has(address: string, family: 4 | 6): boolean {
    return this.#lists[family].check(address, `ipv${family}`)
  }
}

const reserved = new Networks(RESERVED)

/** Address prefixes that carry an IPv4 address, and where its four bytes stand: mapped, translated, NAT64, 6to4. */
const CARRIERS: readonly (readonly [prefix: readonly number[], at: number])[] = [
  [[0, 0, 0, 0, 0, 0xffff], 6],
  [[0, 0, 0, 0, 0xffff, 0], 6],
  [[0x64, 0xff9b, 0, 0, 0, 0], 6],
  [[0x2002], 1],
]

/** The IPv4 address an IPv6 address stands for; undefined when it is one of its own. */
function carriedIpv4(address: string): string | undefined {
  const words = ipv6Words(address)
  const found = CARRIERS.find(([prefix]) => prefix.every((word, at) => words[at] === word))
  if (found === undefined) return undefined
  const [high = 0, low = 0] = words.slice(found[1], found[1] + 2)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight words; the URL parser writes every spelling in one form, IPv4 tails as two words. */
function ipv6Words(address: string): number[] {
  const plain = new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname.slice(1, -1)
  const [head = '', tail] = plain.split('::')
  const wordsOf = (part: string | undefined): string[] => (part === undefined || part === '' ? [] : part.split(':'))
  const [before, after] = [wordsOf(head), wordsOf(tail)]
  const gap = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...gap, ...after].map(word => Number.parseInt(word, 16))
}

export interface OutsideAddress {
  readonly address: string
  readonly family: 4 | 6
  /** the operator allowed it although it lies inside */
  readonly exempt: boolean
}

/** Finds all addresses of a name. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>

const resolveByDns: Resolve = host => lookup(host, { all: true, verbatim: true })

/** Tells inside from outside (SR-27). `exempt`: networks the operator opened (`FORMWORK_OUTGOING_INSIDE`). */
export class Boundary {
  readonly #exempt: Networks
  readonly #resolve: Resolve

  constructor(exempt: readonly string[], resolve: Resolve = resolveByDns) {
    this.#exempt = new Networks(exempt)
    this.#resolve = resolve
  }

  /**
   * The address to connect to: resolved once, and every address the name has must be outside, so that neither a second resolution nor a mixed answer
   * leads in. The caller connects to exactly this address.
   * @throws Undelivered `outgoing_inside` | `outgoing_unknown_host`
   */
  async addressOf(host: string): Promise<OutsideAddress> {
    const bare = host.replace(/^\[|\]$/g, '')
    const found = isIP(bare) === 0 ? await this.#find(bare) : [{ address: bare, family: isIP(bare) }]
    const checked = found.map(({ address, family }) => this.#check(host, address, family === 6 ? 6 : 4))
    const first = checked[0]
    if (first === undefined) throw new Undelivered(retry('outgoing_unknown_host', { host }))
    return first
  }

  async #find(host: string): Promise<Awaited<ReturnType<Resolve>>> {
    try {
      return await this.#resolve(host)
    } catch {
      throw new Undelivered(retry('outgoing_unknown_host', { host }))
    }
  }

  #check(host: string, address: string, family: 4 | 6): OutsideAddress {
    const carried = family === 6 ? carriedIpv4(address) : undefined
    const kind = carried === undefined ? family : 4
    const meant = carried ?? address
    if (this.#exempt.has(meant, kind)) return { address, family, exempt: true }
    if (reserved.has(meant, kind)) throw new Undelivered(failed('outgoing_inside', { host }))
    return { address, family, exempt: false }
  }
}
