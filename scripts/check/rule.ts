import { spawn } from 'node:child_process'
import { relative } from 'node:path'
import { filesBelow } from '../inputs.mjs'

/** One thing that `npm run check` proves. */
export interface Rule {
  readonly name: string
  /** @returns the problems in plain words, empty when there are none */
  run(root: string): Promise<readonly string[]>
}

/** The folders of our code. */
export const FOLDERS = ['schemas', 'engine', 'server', 'runtime', 'designer', 'scripts', 'tests'] as const

/** Files of some folders with one of the endings, relative to the root, generated ones left out. */
export function sourceFiles(root: string, folders: readonly string[], endings: RegExp): string[] {
  return folders
    .flatMap(folder => filesBelow(`${root}/${folder}`))
    .map(file => relative(root, file).replaceAll('\\', '/'))
    .filter(file => endings.test(file))
}

/** Runs a tool of node_modules with this Node. */
export function runTool(
  root: string,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' } })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', data => {
      stdout += data
    })
    child.stderr.on('data', data => {
      stderr += data
    })
    child.on('error', reject)
    child.on('close', code => resolve({ code: code ?? 1, stdout, stderr }))
  })
}

/** A rule that is a tool's exit code: 0 is fine, else what it printed is the problem. */
export function toolRule(name: string, args: readonly string[]): Rule {
  return {
    name,
    run: async root => {
      const { code, stdout, stderr } = await runTool(root, args)
      return code === 0 ? [] : [shortened(`${stdout}${stderr}`.trim()) || `${args[0]} ended with ${code}`]
    },
  }
}

const MOST_LINES = 80

function shortened(text: string): string {
  const lines = text.split('\n')
  return lines.length <= MOST_LINES
    ? text
    : [...lines.slice(0, MOST_LINES), `... and ${lines.length - MOST_LINES} lines more`].join('\n')
}
