import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { runStep } from './command.mjs'
import { readStamp, writeStamp } from './inputs.mjs'
import { hydratePostgres } from './postgres.mjs'
import { SetupError, timed } from './say.mjs'

const stampFile = root => join(root, 'node_modules', '.formwork-stamp.json')

/** True when node_modules was made from the present lock file, for this platform. */
export function packagesAreFresh(root) {
  const stamp = readStamp(stampFile(root))
  return stamp?.lock === lockHash(root) && stamp?.platform === platform()
}

/**
 * Installs exactly what package-lock.json says, without install scripts, then does by name the one install step that
 * is wanted: the links of the embedded PostgreSQL.
 */
export async function installPackages(root) {
  const [command, args] = npm()
  const ci = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
  ]
  await timed('installing packages (the first time about a minute)', '正在安装依赖，首次约一分钟', () =>
    runStep(command, [...args, ...ci], { cwd: root, shell: command.endsWith('.cmd') }),
  )
  const postgres = await hydratePostgres(root)
  writeStamp(stampFile(root), { lock: lockHash(root), platform: platform(), postgres })
}

function lockHash(root) {
  const file = join(root, 'package-lock.json')
  if (!existsSync(file)) throw new SetupError('package-lock.json is missing: is this a whole clone?')
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

const platform = () => `${process.platform}-${process.arch}`

/** The npm that started us, else the one beside this Node, else the one on PATH. */
function npm() {
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  const besideOnWindows = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')
  for (const file of [process.env.npm_execpath, beside, besideOnWindows]) {
    if (file?.endsWith('npm-cli.js') && existsSync(file)) return [process.execPath, [file]]
  }
  const name = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const found = (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, name)))
  if (!found) throw new SetupError('npm was not found: run `npm start`, or put npm on PATH')
  return [name, []]
}
