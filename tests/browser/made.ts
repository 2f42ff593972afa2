/**
 * Finds what bears a key the designer made, by kind and number: it ends with a mark of the window that no test knows. `approve_2` finds `approve_2_k3f9`,
 * `exclusive_1>0` finds `exclusive_1_k3f9>0`; a key without a mark is found as well.
 */
export function keyed(attribute: string, key: string): string {
  const [, made, rest = ''] = /^([a-z_/]+_\d+)(.*)$/.exec(key) ?? []
  const exact = `[${attribute}="${key}"]`
  if (made === undefined) return exact
  const ending = rest === '' ? `:not([${attribute}*=">"])` : `[${attribute}$="${rest}"]`
  return `:is(${exact}, [${attribute}^="${made}_"]${ending})`
}
