import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runStep } from './command.mjs'
import { filesBelow, hashOf, readStamp, writeStamp } from './inputs.mjs'
import { timed } from './say.mjs'

const GENERATE_INPUTS = ['schemas', 'scripts/generate.ts', 'scripts/generate', 'package-lock.json']
const PAGE_INPUTS = [
  'schemas',
  'engine',
  'runtime',
  'designer',
  'index.html',
  'vite.config.ts',
  'scripts/without-sql.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]

/** Validators and types from the schemas: made again only when an input changed or an output is gone. */
export async function generate(root, tools) {
  const script = join(root, 'scripts', 'generate.ts')
  if (!existsSync(script)) return
  const stamp = join(root, 'generated', 'bootstrap', 'generate.json')
  const inputs = hashOf(root, GENERATE_INPUTS)
  const before = readStamp(stamp)
  if (before?.inputs === inputs && before.outputs.every(file => existsSync(join(root, file)))) return
  await timed('making validators and types', '正在生成校验器', () =>
    runStep(tools.node, [script], { cwd: root, env: tools.env }),
  )
  writeStamp(stamp, { inputs, outputs: generatedFiles(root) })
}

/** The pages for the browser, in dist/: built only when their inputs changed. */
export async function buildPages(root, tools) {
  if (!existsSync(join(root, 'index.html'))) return
  const stamp = join(root, 'generated', 'bootstrap', 'pages.json')
  const inputs = hashOf(root, PAGE_INPUTS)
  if (readStamp(stamp)?.inputs === inputs && existsSync(join(root, 'dist', 'index.html'))) return
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  await timed('building the pages', '正在构建页面', () =>
    runStep(tools.node, [vite, 'build', '--logLevel', 'warn'], {
      cwd: root,
      env: { ...tools.env, NODE_ENV: 'production' },
    }),
  )
  writeStamp(stamp, { inputs })
}

function generatedFiles(root) {
  const everything = new Set()
  return ['schemas', 'engine', 'server', 'runtime']
    .flatMap(folder => filesBelow(join(root, folder), everything))
    .map(file => relative(root, file).replaceAll('\\', '/'))
    .filter(file => file.includes('/generated/'))
}
