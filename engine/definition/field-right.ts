import { graphOf } from './cascade.ts'
import type { CompiledForm, CompiledGrant } from './compiled.ts'
import type { CompiledApp } from './compiled-app.ts'

export type FieldRight = 'write' | 'read' | 'hidden'

/**
 * A computed value inherits its strictest input: hidden when anything it is made of is hidden from the same person, on this form or another (M8). A
 * form his roles do not name is not hidden from him: there the author granted the value itself.
 */
export function inheritedRight(
  app: CompiledApp,
  form: CompiledForm,
  key: string,
  grantsOn: (form: string) => readonly CompiledGrant[],
): FieldRight {
  const own = fieldRight(grantsOn(form.key), key)
  const { nodes } = graphOf(app)
  const start = nodes.get(`${form.key}.${key}`)
  if (own === 'hidden' || start === undefined) return own
  const seen = new Set([start])
  for (const node of seen)
    for (const read of node.reads) {
      const [root = '', rows] = read.form.split('.')
      const grants = grantsOn(root)
      if (grants.length > 0 && fieldRight(grants, rows ?? read.field) === 'hidden') return 'hidden'
      const input = nodes.get(`${read.form}.${read.field}`)
      if (input !== undefined) seen.add(input)
    }
  return own
}

/** Per field: hidden anywhere hides it; otherwise the widest of the grants. System columns follow `*` and are never written through it. */
function fieldRight(grants: readonly CompiledGrant[], key: string): FieldRight {
  let right: FieldRight = 'hidden'
  for (const { fields } of grants) {
    const own = fields.get(key) ?? fields.get('*') ?? 'write'
    if (own === 'hidden') return 'hidden'
    if (own === 'write' || right === 'hidden') right = own
  }
  return right
}
