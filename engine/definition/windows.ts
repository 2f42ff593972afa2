import type { Trigger } from '../../schemas/generated/definition.ts'
import { BOOLEAN, NUMBER, type Type } from '../expression/index.ts'
import type { CompiledExpression, CompiledWindow } from './compiled.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import type { Findings } from './finding.ts'
import { compileEventTrigger, triggerForm } from './triggers.ts'

type Definition = Extract<Trigger, { window: unknown }>['window']

/** A trigger that counts: how often or how much within a span, or the last few in a row. */
export function compileWindow(
  space: NameSpace,
  { window }: Extract<Trigger, { window: unknown }>,
  defaultForm: string | undefined,
  findings: Findings,
): CompiledWindow | undefined {
  const place = findings.at('window')
  checkSpan(window, place)
  const event =
    typeof window.of === 'string' ? undefined : compileEventTrigger(space, window.of, defaultForm, place.at('of'))
  const form = typeof window.of === 'string' ? triggerForm(space, window.of, place) : space.forms.get(event?.form ?? '')
  if (form === undefined) return undefined
  const environment = formEnvironment(space, form)
  const compile = (name: 'at' | 'measure', expected?: Type): CompiledExpression | undefined =>
    window[name] === undefined ? undefined : compileExpression(window[name], environment, place.at(name), expected)
  const written = window.per === undefined ? [] : Array.isArray(window.per) ? window.per : [window.per]
  const per = written.flatMap((expr, index) => compileExpression(expr, environment, place.at('per', index)) ?? [])
  const measure = compile('measure')
  const at = compile('at')
  const isOne = window.last !== undefined && window.bucket === undefined && measure !== undefined
  const $measure: Type = isOne ? measure.type : NUMBER
  const is = compileExpression(window.is, formEnvironment(space, form, { $measure }), place.at('is'), BOOLEAN)
  if (is === undefined) return undefined
  const { over, last, bucket, missing = 'break', aggregate } = window
  const rule = {
    over,
    last,
    bucket,
    missing,
    aggregate: aggregate ?? (measure === undefined ? 'count' : 'sum'),
  } as const
  const same = event === undefined ? sameGroup(space, form.key, per, place) : undefined
  return { form: form.key, event, per, same, at, measure, is, rule }
}

/** Exactly one of `over` and `last`; buckets go with `last`. */
function checkSpan({ over, last, bucket, of, at }: Definition, place: Findings): void {
  if ((over === undefined) === (last === undefined)) place.error('window_span')
  if (over !== undefined && bucket !== undefined) place.at('bucket').error('window_span')
  if (typeof of !== 'string' && at !== undefined) place.at('at').error('window_at_of_event')
}

/** The condition that finds the records counted together: each expression of `per` has the value it has for the one that is written. */
function sameGroup(
  space: NameSpace,
  form: string,
  per: readonly CompiledExpression[],
  place: Findings,
): CompiledExpression | undefined {
  const texts = per.map(({ source }, index) =>
    typeof source === 'string' ? `(${source}) = {$per${index}}` : undefined,
  )
  const scopes = Object.fromEntries(per.map(({ type }, index) => [`$per${index}`, type]))
  for (const [index, text] of texts.entries()) if (text === undefined) place.at('per', index).error('formula_expected')
  if (per.length === 0 || texts.includes(undefined)) return undefined
  return compileExpression(
    `AND(${texts.join(', ')})`,
    formEnvironment(space, space.forms.get(form), scopes),
    place,
    BOOLEAN,
  )
}
