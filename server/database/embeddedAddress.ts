import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Places } from './embeddedCluster.ts'
import type { Way } from './ordinaryUser.ts'

/** Where the embedded database listens: a Unix socket in a private folder, else loopback. Always with a password. */
export type Address =
  | { readonly kind: 'socket'; readonly folder: string }
  | { readonly kind: 'loopback'; readonly port: number }

/** sun_path holds 104 bytes on macOS and 108 on Linux, and PostgreSQL appends this name. */
const SOCKET_NAME = '/.s.PGSQL.5432'
const LONGEST_SOCKET = 100

/** Picks a private folder for the socket whose path is short enough; where there is none, a free port of loopback. */
export async function chooseAddress(places: Places, way: Way): Promise<Address> {
  const hash = createHash('sha256').update(places.folder).digest('hex').slice(0, 12)
  const folders = [join(places.folder, 'socket'), join(tmpdir(), `formwork-${hash}`)]
  const folder = process.platform === 'win32' ? undefined : folders.find(candidate => isUsable(candidate, places, way))
  return folder ? { kind: 'socket', folder } : { kind: 'loopback', port: await freePort() }
}

/** A folder of ours with mode 0700: made now, or left by an earlier start and owned like the data itself. */
function isUsable(folder: string, places: Places, way: Way): boolean {
  if (Buffer.byteLength(folder + SOCKET_NAME) > LONGEST_SOCKET) return false
  try {
    if (!existsSync(folder)) {
      mkdirSync(folder, { mode: 0o700 })
      way.own(folder)
    }
    const found = lstatSync(folder)
    return found.isDirectory() && (found.mode & 0o077) === 0 && found.uid === lstatSync(places.cluster).uid
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** The arguments that make PostgreSQL listen there and nowhere else. */
export function listenArguments(address: Address): string[] {
  return address.kind === 'socket'
    ? [
        '-c',
        'listen_addresses=',
        '-c',
        `unix_socket_directories=${address.folder}`,
        '-c',
        'unix_socket_permissions=0700',
      ]
    : ['-c', 'listen_addresses=127.0.0.1', '-c', `port=${address.port}`, '-c', 'unix_socket_directories=']
}

/** A connection address in the form of DATABASE_URL. */
export function urlOf(address: Address, role: string, password: string, database: string): string {
  return address.kind === 'socket'
    ? `postgres://${role}:${password}@localhost/${database}?host=${encodeURIComponent(address.folder)}`
    : `postgres://${role}:${password}@127.0.0.1:${address.port}/${database}`
}
