import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { isAlive, startOf, waitForExit } from '../../../server/database/processes.ts'
import { postmasterPid, type Started, startServer, temporaryData } from '../process.ts'

const undo: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

function dataFolder(mode?: number): string {
  const { folder, remove } = temporaryData(mode)
  undo.push(remove)
  return folder
}

function start(folder: string, settings: Readonly<Record<string, string>> = {}): Started {
  const server = startServer({ FORMWORK_DATA: folder, ...settings })
  undo.push(async () => {
    server.child.kill('SIGKILL')
    await server.ended
  })
  return server
}

async function answers(address: string): Promise<boolean> {
  return fetch(`${address}/healthz`).then(
    response => response.ok,
    () => false,
  )
}

describe('the embedded database', () => {
  it('starts, answers, keeps its secrets, and stops with the server', async () => {
    const folder = dataFolder()
    const server = start(folder)
    const address = await server.ready
    expect(await answers(address)).toBe(true)
    expect(server.output().trimEnd().split('\n').at(-1)).toBe(`Formwork is ready: ${address}`)
    expect(readFileSync(join(folder, 'postgres.version'), 'utf8')).toBe(
      readFileSync(join(folder, 'postgres', 'PG_VERSION'), 'utf8'),
    )
    for (const secret of ['postgres.password', 'postgres', 'socket'])
      expect(statSync(join(folder, secret)).mode & 0o077).toBe(0)
    const postgres = postmasterPid(folder)
    if (process.getuid?.() === 0 && existsSync(`/proc/${postgres}`))
      expect(statSync(`/proc/${postgres}`).uid).not.toBe(0)
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    // One that ended and waits for its parent to notice counts as gone.
    expect(startOf(postgres)).toBeUndefined()
    expect(existsSync(join(folder, 'server.lock'))).toBe(false)
  })

  it('works in a folder only its owner may enter', async () => {
    const server = start(dataFolder(0o700))
    expect(await answers(await server.ready)).toBe(true)
  })

  it('works in a folder whose path is too long for a socket', async () => {
    const server = start(join(dataFolder(), '很长的数据目录名称'.repeat(8)))
    expect(await answers(await server.ready)).toBe(true)
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })

  it('takes over the PostgreSQL that outlived a killed server', async () => {
    const folder = dataFolder()
    const first = start(folder)
    await first.ready
    const postgres = postmasterPid(folder)
    first.child.kill('SIGKILL')
    await first.ended
    expect(isAlive(postgres)).toBe(true)
    const second = start(folder)
    expect(await answers(await second.ready)).toBe(true)
    expect(postmasterPid(folder)).toBe(postgres)
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    expect(await waitForExit(postgres, 2_000)).toBe(true)
  })

  it('is started again when it dies, and after both were killed', async () => {
    const folder = dataFolder()
    const server = start(folder)
    const address = await server.ready
    const first = postmasterPid(folder)
    process.kill(first, 'SIGKILL')
    await expect.poll(() => server.output(), { timeout: 15_000 }).toContain('was started again')
    expect(await answers(address)).toBe(true)
    process.kill(postmasterPid(folder), 'SIGKILL')
    server.child.kill('SIGKILL')
    await server.ended
    expect(await answers(await start(folder).ready)).toBe(true)
  })

  it('refuses a second server on the same folder and says where the first one is', async () => {
    const folder = dataFolder()
    const first = start(folder)
    const address = await first.ready
    const second = start(folder)
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain('[data_folder_in_use]')
    expect(second.output()).toContain(address)
    expect(await answers(address)).toBe(true)
  })

  it('says so when the port is taken, and leaves no PostgreSQL behind', async () => {
    const folder = dataFolder()
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => taken.once('listening', resolve))
    const bound = taken.address()
    const server = start(folder, { PORT: String(typeof bound === 'object' && bound?.port) })
    expect(await server.ended).toBe(1)
    expect(server.output()).toContain('[port_in_use]')
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
    taken.close()
  })

  it('refuses data of another major version', async () => {
    const folder = dataFolder()
    const first = start(folder)
    await first.ready
    first.child.kill('SIGTERM')
    await first.ended
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '17\n')
    const second = start(folder)
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain('[embedded_database_version]')
    expect(second.output()).toContain('DATABASE_URL')
  })

  it('ends in order when it is asked to stop while it starts', async () => {
    const folder = dataFolder()
    const server = start(folder)
    await expect
      .poll(() => existsSync(join(folder, 'postgres.new')) || existsSync(join(folder, 'postgres')), {
        interval: 5,
        timeout: 20_000,
      })
      .toBe(true)
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
  })
})

describe('processes', () => {
  it('tells a process from a later one with the same number', () => {
    expect(startOf(process.pid)).toBe(startOf(process.pid))
    expect(startOf(process.pid)).not.toBe(startOf(process.ppid))
    expect(startOf(2 ** 22 + 1)).toBeUndefined()
  })
})
