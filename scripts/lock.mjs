import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SetupError, say } from './say.mjs'

const STALE_AFTER_MS = 20 * 60_000

/** Runs `work` while no other set-up on this clone runs: a lock file that holds our process id. */
export async function withLock(file, work) {
  await acquire(file)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

async function acquire(file) {
  mkdirSync(dirname(file), { recursive: true })
  const giveUp = Date.now() + STALE_AFTER_MS
  let told = false
  while (!create(file)) {
    const holder = read(file)
    if (holder?.stale) {
      setAside(file)
      continue
    }
    if (Date.now() > giveUp)
      throw new SetupError(`another set-up of this clone never ended; delete ${file} if none runs`)
    if (!told) say(`another set-up of this clone runs (process ${holder?.pid ?? '?'}), waiting`, '等待另一个准备过程')
    told = true
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

function create(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw new SetupError(`cannot write ${file}: ${error.message}`)
  }
}

function read(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    const age = Date.now() - statSync(file).mtimeMs
    // An empty file is a holder between its open and its write.
    const gone = pid > 0 ? !isAlive(pid) : age > 5_000
    return { pid, stale: gone || age > STALE_AFTER_MS }
  } catch {
    return undefined
  }
}

/** Renames before deleting, so that of two who saw the stale lock only one removes it. */
function setAside(file) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    const pid = Number(readFileSync(aside, 'utf8'))
    if (pid > 0 && isAlive(pid) && Date.now() - statSync(aside).mtimeMs < STALE_AFTER_MS) renameSync(aside, file)
    else rmSync(aside, { force: true })
  } catch {
    // Somebody else was faster.
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
