/** Short spellings for the data of function definitions. */
import type { ScalarKind } from '../types.ts'
import type { Argument, Family, FunctionDefinition, Operation } from './definition.ts'

export function argument(
  zh: string,
  en: string,
  accepts: readonly ScalarKind[] | 'any',
  more: Partial<Argument> = {},
): Argument {
  return { name: { zh, en }, accepts, ...more }
}

export const number = (zh: string, en: string) => argument(zh, en, ['number'])
export const text = (zh: string, en: string) => argument(zh, en, ['text'])
export const boolean = (zh: string, en: string) => argument(zh, en, ['boolean'])
export const any = (zh: string, en: string) => argument(zh, en, 'any')
/** A date; datetimes become the local date. */
export const date = (zh: string, en: string) => argument(zh, en, ['date'])
/** A date or a datetime, each as it is. */
export const moment = (zh: string, en: string) => argument(zh, en, ['date', 'datetime'])
/** An instant; dates become local midnight. */
export const instant = (zh: string, en: string) => argument(zh, en, ['datetime'])
export const user = (zh: string, en: string) => argument(zh, en, ['user'])
export const list = (zh: string, en: string) => argument(zh, en, 'any', { list: 'only' })
export const optional = (base: Argument): Argument => ({ ...base, optional: true })
export const repeated = (base: Argument): Argument => ({ ...base, repeats: true })
export const flattened = (base: Argument): Argument => ({ ...base, list: 'flatten' })
export const alike = (base: Argument, mark = 'value'): Argument => ({ ...base, alike: mark })

interface Definition extends Operation {
  readonly aliases?: readonly string[]
  readonly args: readonly Argument[]
  readonly result: FunctionDefinition['result']
  /** zh, en */
  readonly help: readonly [string, string]
  /** formula, result */
  readonly examples: readonly (readonly [string, string])[]
  readonly clock?: 'today' | 'now'
  readonly trailing?: Argument
  readonly expand?: FunctionDefinition['expand']
}

/** A family's definitions from their short spelling. */
export function family(name: Family, definitions: readonly Definition[]): readonly FunctionDefinition[] {
  return definitions.map(({ help, examples, aliases = [], expand, ...rest }) => ({
    ...rest,
    family: name,
    aliases,
    help: { zh: help[0], en: help[1] },
    examples: examples.map(([formula, result]) => ({ formula, result })),
    ...(expand ? { expand } : {}),
  }))
}
