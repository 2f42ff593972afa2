import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../startError.ts'
import { type Binaries, unavailable } from './embeddedBinaries.ts'

/**
 * How the database's programs are started. PostgreSQL refuses to run as root, so root has to step down first:
 * - `direct`: we are an ordinary user already
 * - `setpriv`: as another user of this machine, who must be able to enter the clone and the data folder
 * - `unshare`: in a user namespace without any right of root; the files stay root's, so it works inside folders which
 *   only root may enter, but it is the weaker wall and some containers forbid it
 */
export interface Way {
  readonly name: 'direct' | 'setpriv' | 'unshare'
  command(program: string, args: readonly string[]): readonly [string, readonly string[]]
  /** Gives a file or folder to the user who will run the database. */
  own(path: string): void
}

interface Person {
  readonly uid: number
  readonly gid: number
}

const direct: Way = { name: 'direct', command: (program, args) => [program, args], own: () => undefined }

const unshare: Way = {
  name: 'unshare',
  command: (program, args) => ['unshare', ['--user', '--', program, ...args]],
  own: () => undefined,
}

function setpriv({ uid, gid }: Person): Way {
  const flags = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs', '--']
  return {
    name: 'setpriv',
    command: (program, args) => ['setpriv', [...flags, program, ...args]],
    own: path => chownSync(path, uid, gid),
  }
}

/** A user made for this, else the one of an installed PostgreSQL, else the one with no rights. */
const PREFERRED = ['formwork', 'postgres', 'nobody']

/**
 * The first way that really works for these programs and this folder: it is tried, not guessed. Where a cluster exists,
 * its owner decides.
 * @param cluster PostgreSQL's own folder inside `dataFolder`; may not exist yet
 * @throws StartError `embedded_database_unavailable`, `data_folder_other_user`
 */
export function chooseWay(dataFolder: string, cluster: string, binaries: Binaries): Way {
  const owner = existsSync(cluster) ? statSync(cluster) : undefined
  const me = process.getuid?.()
  if (me !== 0) {
    if (owner && me !== undefined && owner.uid !== me) throw otherUser(cluster)
    return direct
  }
  const way = candidates(owner).find(candidate => works(candidate, dataFolder, binaries))
  if (way) return way
  throw unavailable(
    'we are root, which PostgreSQL refuses, and could become an ordinary user neither by setpriv (the user must be able to enter the clone and the data folder) nor by unshare',
  )
}

function candidates(owner: Person | undefined): Way[] {
  if (owner) return [owner.uid === 0 ? unshare : setpriv(owner)]
  return [...PREFERRED.flatMap(name => person(name) ?? []).map(setpriv), unshare]
}

function person(name: string): Person | undefined {
  const file = '/etc/passwd'
  if (!existsSync(file)) return undefined
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find(entry => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid && uid !== '0' ? { uid: Number(uid), gid: Number(gid) } : undefined
}

/** Runs the program that way and lets it write where it will have to write. */
function works(way: Way, dataFolder: string, binaries: Binaries): boolean {
  const probe = join(dataFolder, `.probe-${process.pid}`)
  mkdirSync(probe, { mode: 0o700 })
  try {
    way.own(probe)
    return (
      succeeds(way.command(binaries.postgres, ['--version'])) &&
      succeeds(way.command('/bin/sh', ['-c', 'test "$(id -u)" != 0 && echo 1 > "$1/file"', 'sh', probe]))
    )
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}

function succeeds([program, args]: readonly [string, readonly string[]]): boolean {
  return spawnSync(program, args, { cwd: '/', stdio: 'ignore', timeout: 30_000 }).status === 0
}

function otherUser(cluster: string): StartError {
  return new StartError(
    'data_folder_other_user',
    `${cluster} belongs to another user of this machine. Start as that user, or set FORMWORK_DATA to a folder of your own.`,
    `${cluster} 属于另一个用户。请以该用户启动，或将 FORMWORK_DATA 设为自己的目录。`,
  )
}
