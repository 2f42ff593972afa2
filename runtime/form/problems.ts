import type { CompiledForm, Prepared } from '../../engine/index.ts'
import { valueMessage } from '../../schemas/errors/values.ts'
import type { Language, Problem } from '../../schemas/problem.ts'
import type { ApiProblem } from '../api/apiError.ts'

/** One message at a place of the form: `/amount`, `/lines/2/price`, or empty for the whole form. */
export interface Message {
  readonly path: string
  readonly code: string
  readonly text: string
}

const decode = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')

export const stepsOf = (path: string): string[] => path.split('/').slice(1).map(decode)

/** The field (or the sub-form) a path leads to. */
export const headOf = (path: string): string => stepsOf(path)[0] ?? ''

export const messageFor = ({ path, code, params }: Problem, language: Language): Message => ({
  path,
  code,
  text: valueMessage(code, params, language),
})

/**
 * What to show now. While typing only what was touched complains; after a try to save everything does. What the server said stays until its
 * field changes. Fields this person cannot write are not his problem.
 */
export function shownMessages(
  prepared: Prepared,
  server: readonly ApiProblem[],
  touched: ReadonlySet<string>,
  all: boolean,
  writable: (field: string) => boolean,
  language: Language,
): Message[] {
  const own = prepared.problems
    .filter(({ path }) => {
      const head = headOf(path)
      return head === ''
        ? all
        : writable(head) && (all || touched.has(path) || (touched.has(`/${head}`) && stepsOf(path).length === 1))
    })
    .map(item => messageFor(item, language))
  const known = new Set(own.map(({ path, code }) => `${code} ${path}`))
  const fromServer = server
    .filter(({ path, code }) => !known.has(`${code} ${path}`))
    .map(({ path, code, message }) => ({ path, code, text: message }))
  return [...own, ...fromServer]
}

/** Label of the place, for the list at the top. */
export function placeLabel(
  form: CompiledForm,
  path: string,
): { field: object | undefined; row: number | undefined; column: object | undefined } {
  const [head = '', row, column] = stepsOf(path)
  const field = form.fields.get(head)
  return {
    field: field?.label,
    row: row === undefined ? undefined : Number(row) + 1,
    column: column === undefined ? undefined : field?.rows?.fields.get(column)?.label,
  }
}
