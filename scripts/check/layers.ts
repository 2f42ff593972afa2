import { existsSync } from 'node:fs'
import { FOLDERS, type Rule, runTool, sourceFiles } from './rule.ts'

interface Report {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly violations: readonly {
      readonly from: string
      readonly to: string
      readonly rule: { readonly name: string }
      readonly cycle?: readonly { readonly name: string }[]
    }[]
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string; readonly comment?: string }[] }
  }
}

/**
 * Import direction and cycles, by dependency-cruiser. It reports success over nothing when it cannot read TypeScript, so
 * every file on disk must be among the modules it saw.
 */
export const layers: Rule = {
  name: 'layers',
  run: async root => {
    const folders = FOLDERS.filter(folder => existsSync(`${root}/${folder}`))
    const tool = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'
    const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders]
    const { stdout, stderr } = await runTool(root, args)
    if (!stdout.trimStart().startsWith('{')) return [`dependency-cruiser did not report: ${stderr || stdout}`]
    const report = JSON.parse(stdout) as Report
    return [...unseenFiles(root, folders, report), ...violations(report)]
  },
}

function unseenFiles(root: string, folders: readonly string[], report: Report): string[] {
  const seen = new Set(report.modules.map(module => module.source))
  const files = sourceFiles(root, folders, /\.(ts|tsx|mjs)$/).filter(file => !/\.d\.m?ts$/.test(file))
  const unseen = files.filter(file => !seen.has(file))
  if (unseen.length === 0) return []
  const some = unseen.slice(0, 5).join(', ')
  return [
    `saw ${files.length - unseen.length} of ${files.length} modules; not: ${some}. A check that sees less than there is proves nothing.`,
  ]
}

/** One text per broken rule: each place, then once why. */
function violations({ summary }: Report): string[] {
  return summary.ruleSetUsed.forbidden.flatMap(({ name, comment }) => {
    const places = summary.violations
      .filter(violation => violation.rule.name === name)
      .map(({ from, to, cycle }) => [from, ...(cycle?.map(step => step.name) ?? [to])].join(' -> '))
    return places.length > 0 ? [`${name}: ${comment ?? ''}\n    ${places.join('\n    ')}`] : []
  })
}
