import { reservedKeys } from '../../schemas/definition/reserved.ts'
import type { Form } from '../../schemas/generated/definition.ts'

/** A key that is free among `taken`: `select_3`. Keys never change afterwards, so they are made from what never changes: the kind. */
export function freeKey(stem: string, taken: Iterable<string>): string {
  const used = new Set([...taken, ...reservedKeys])
  for (let n = 1; ; n += 1) {
    const key = `${stem}_${n}`
    if (!used.has(key)) return key
  }
}

export const fieldKeys = (form: Form): string[] => [
  ...form.fields.map(({ key }) => key),
  ...form.fields.flatMap(field =>
    field.type === 'relation' && field.inverse !== undefined ? [field.inverse.key] : [],
  ),
]
