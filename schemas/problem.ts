/** One thing that is wrong: a stable code, the place as a JSON Pointer, and all values its message needs. */
export interface Problem {
  readonly code: string
  readonly path: string
  readonly params: Readonly<Record<string, unknown>>
}

export type Language = 'zh' | 'en'

export const problem = (code: string, path: string, params: Record<string, unknown> = {}): Problem => ({
  code,
  path,
  params,
})

/** Escapes one step of a JSON Pointer (RFC 6901). */
export const pointerStep = (name: string | number): string => String(name).replaceAll('~', '~0').replaceAll('/', '~1')
