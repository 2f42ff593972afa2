import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const SCRIPTS = join(import.meta.dirname, '..', '..', 'scripts')
const run = promisify(execFile)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'formwork-bootstrap-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a piece of plain JavaScript in a process of its own, as the bootstrap does. */
function script(code: string): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, ['--input-type=module', '-e', code], { cwd: folder })
}

describe('the lock of the set-up', () => {
  const critical = `import { withLock } from '${SCRIPTS}/lock.mjs'
    import { appendFileSync } from 'node:fs'
    await withLock('lock', async () => {
      appendFileSync('trace', 'in ')
      await new Promise(resolve => setTimeout(resolve, 100))
      appendFileSync('trace', 'out ')
    })`

  it('lets one in at a time', async () => {
    await Promise.all([script(critical), script(critical), script(critical)])
    expect(readFileSync(join(folder, 'trace'), 'utf8')).toBe('in out in out in out ')
  })

  it.each([
    ['a process that is gone', () => writeFileSync(join(folder, 'lock'), '4194305')],
    [
      'nobody, long ago',
      () => {
        writeFileSync(join(folder, 'lock'), '')
        utimesSync(join(folder, 'lock'), 0, 0)
      },
    ],
  ])('is taken from %s', async (_, leave) => {
    leave()
    await script(critical)
    expect(readFileSync(join(folder, 'trace'), 'utf8')).toBe('in out ')
  })
})

describe('hash of the inputs', () => {
  const hash = async () =>
    (
      await script(`import { hashOf } from '${SCRIPTS}/inputs.mjs'
    process.stdout.write(hashOf('.', ['schemas', 'index.html', 'absent']))`)
    ).stdout

  it('follows names and contents, and nothing generated', async () => {
    mkdirSync(join(folder, 'schemas', 'generated'), { recursive: true })
    writeFileSync(join(folder, 'schemas', 'a.ts'), '1')
    const first = await hash()
    writeFileSync(join(folder, 'schemas', 'generated', 'b.ts'), '2')
    expect(await hash()).toBe(first)
    writeFileSync(join(folder, 'schemas', 'a.ts'), '3')
    const second = await hash()
    expect(second).not.toBe(first)
    writeFileSync(join(folder, 'index.html'), '')
    expect(await hash()).not.toBe(second)
  })
})

describe('which Node runs', () => {
  const pick = async (version: string) =>
    (
      await script(`import { pickNode } from '${SCRIPTS}/node24.mjs'
      try { process.stdout.write(pickNode('${folder}', '${version}', '/host/node')) } catch (error) { process.stdout.write(error.message) }`)
    ).stdout

  it('is our own from 24 on', async () => {
    expect(await pick('24.0.0')).toBe('/host/node')
    expect(await pick('26.1.0')).toBe('/host/node')
  })

  it('is the packaged one below, and its absence is said plainly', async () => {
    expect(await pick('20.20.2')).toContain('install Node 24 or newer')
    const system = process.platform === 'win32' ? 'win' : process.platform
    const place = join(folder, 'node_modules', `node-${system}-${process.arch}`, 'bin')
    const name = process.platform === 'win32' ? 'node.exe' : 'node'
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, name), '')
    expect(await pick('20.20.2')).toBe(join(place, name))
  })
})

describe('a program in the foreground', () => {
  const start = (code: string) =>
    script(`import { runForeground } from '${SCRIPTS}/command.mjs'
    const code = runForeground(process.execPath, ['-e', ${JSON.stringify(code)}])
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), 500)
    process.stdout.write(' code ' + await code)`)

  it('hears our signal and its exit code is ours', async () => {
    const program = `process.on('SIGTERM', () => { process.stdout.write('stopped'); process.exit(7) }); setInterval(() => {}, 1000)`
    expect((await start(program)).stdout).toBe('stopped code 7')
  })

  it('gives 128 and the number of the signal that ended it', async () => {
    expect((await start('setInterval(() => {}, 1000)')).stdout).toBe(' code 143')
  })
})

describe('run.mjs', () => {
  it('names its commands when it is asked for another', async () => {
    const attempt = run(process.execPath, [join(SCRIPTS, 'run.mjs'), 'launch'])
    await expect(attempt).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('start, test, check') })
  })
})
