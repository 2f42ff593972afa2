import type { Environment } from '../../expression/index.ts'
import type { CompiledExpression } from '../compiled.ts'
import { elementAt, isObject, type Place, placeOf } from '../elements.ts'
import type { Hear } from '../finding.ts'

/** An expression somebody wrote, with where it stands. */
export interface Heard {
  /** JSON Pointer */
  readonly path: string
  readonly place: Place
  readonly environment: Environment
  readonly expression: CompiledExpression
}

/** Collects the expressions of a definition as they are compiled; those the compiler writes itself (a look-up's path) are left out. */
export function listen(definition: unknown): { readonly heard: readonly Heard[]; readonly hear: Hear } {
  const heard: Heard[] = []
  const hear: Hear = (path, environment, expression) => {
    const place = placeOf(definition, path)
    const written = elementAt(definition, place)
    if (Array.isArray(written) || (isObject(written) && 'key' in written)) return
    heard.push({ path, place, environment, expression })
  }
  return { heard, hear }
}
