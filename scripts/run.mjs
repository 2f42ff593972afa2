/**
 * The first command on a fresh clone: `npm start`, `npm test`, ... Plain JavaScript for Node 18 and newer, built-ins only.
 * It installs from the lock file, brings Node 24, makes what is generated, and then runs the wanted program.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runForeground } from './command.mjs'
import { withLock } from './lock.mjs'
import { pickNode, toolEnvironment } from './node24.mjs'
import { installPackages, packagesAreFresh } from './packages.mjs'
import { buildPages, generate } from './pages.mjs'
import { SetupError, say } from './say.mjs'

const PROGRAMS = {
  start: { file: 'server/main.ts', pages: true },
  test: { file: 'scripts/test.ts', pages: true },
  check: { file: 'scripts/check.ts', pages: false },
  build: { file: undefined, pages: true },
  dev: { file: 'scripts/dev.ts', pages: false },
  bench: { file: 'tests/bench/run.ts', pages: true },
  faults: { file: 'tests/faults/kill.ts', pages: true },
  app: { file: 'server/cli/main.ts', pages: false },
  scenarios: { file: 'server/scenarios/main.ts', pages: false },
}

async function main([name = 'start', ...rest]) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..')
  const program = PROGRAMS[name]
  if (!program) throw new SetupError(`unknown command "${name}"; there are: ${Object.keys(PROGRAMS).join(', ')}`)
  const tools = await prepare(root, program.pages)
  if (!program.file) return 0
  const file = join(root, program.file)
  if (!existsSync(file)) throw new SetupError(`there is no ${program.file} in this clone`)
  return runForeground(tools.node, [file, ...rest], { cwd: root, env: tools.env })
}

async function prepare(root, pages) {
  return withLock(join(root, 'generated', 'bootstrap', 'lock'), async () => {
    if (!packagesAreFresh(root)) await installPackages(root)
    const node = pickNode(root)
    const tools = { node, env: toolEnvironment(root, node) }
    await generate(root, tools)
    if (pages) await buildPages(root, tools)
    return tools
  })
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  error => {
    say(error instanceof SetupError ? error.message : (error.stack ?? String(error)))
    process.exitCode = 1
  },
)
