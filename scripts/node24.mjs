import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetupError } from './say.mjs'

/** The Node that runs the product: this process's own when it is 24 or newer, else the one carried as an npm package. */
export function pickNode(root, host = process.versions.node, execPath = process.execPath) {
  if (Number(host.split('.')[0]) >= 24) return execPath
  const system = process.platform === 'win32' ? 'win' : process.platform
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const packaged = join(root, 'node_modules', `node-${system}-${process.arch}`, 'bin', name)
  if (existsSync(packaged)) return packaged
  throw new SetupError(
    `Node ${host} is too old and no package brings Node 24 for ${system}-${process.arch}: install Node 24 or newer`,
  )
}

/** The environment for everything started from here: our tools and our Node come first on PATH. */
export function toolEnvironment(root, node) {
  const pathKey = Object.keys(process.env).find(key => key.toUpperCase() === 'PATH') ?? 'PATH'
  const folders = [join(root, 'node_modules', '.bin'), join(node, '..'), process.env[pathKey] ?? '']
  // npm's own settings must not leak into an npm that a tool may call.
  const kept = Object.entries(process.env).filter(([key]) => !key.startsWith('npm_'))
  return { ...Object.fromEntries(kept), [pathKey]: folders.join(delimiter) }
}
