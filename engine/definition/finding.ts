import { type Problem, pointerStep } from '../../schemas/problem.ts'
import type { Environment } from '../expression/index.ts'
import type { CompiledExpression } from './compiled.ts'

/** What the analysis says of a definition: an error stops a publish, a warning does not. `path` is a JSON Pointer into the definition. */
export interface Finding extends Problem {
  readonly severity: 'error' | 'warning'
}

/** Hears every expression that was compiled: where it stands, what names mean there, what became of it. */
export type Hear = (path: string, environment: Environment, expression: CompiledExpression) => void

/** Collects findings; `at` opens a collector one step deeper, so that each part of the analysis knows only its own place. */
export interface Findings {
  readonly path: string
  readonly all: Finding[]
  readonly hear?: Hear | undefined
  at(...steps: readonly (string | number)[]): Findings
  error(code: string, params?: Record<string, unknown>): void
  warning(code: string, params?: Record<string, unknown>): void
}

export function collectFindings(path = '', all: Finding[] = [], hear?: Hear): Findings {
  const add =
    (severity: Finding['severity']) =>
    (code: string, params: Record<string, unknown> = {}) => {
      all.push({ severity, code, path, params })
    }
  return {
    path,
    all,
    hear,
    at: (...steps) => collectFindings(path + steps.map(step => `/${pointerStep(step)}`).join(''), all, hear),
    error: add('error'),
    warning: add('warning'),
  }
}

/** The name among `names` nearest to `name` (edit distance at most a third of its length), for "did you mean". */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1))
    }
    previous = current
  }
  return previous[b.length]!
}

/** The `suggestion` param of "unknown ..." texts, in both languages, with the name itself; empty when nothing is near. */
export function suggest(name: string, names: Iterable<string>): { zh: string; en: string; name?: string } {
  const near = nearestName(name, names)
  return near === undefined
    ? { zh: '', en: '' }
    : { zh: `是否想写“${near}”？`, en: `Did you mean “${near}”?`, name: near }
}
