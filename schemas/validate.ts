import { FORMAT_VERSION } from './definition/app.ts'
import { widgetTypes } from './definition/dashboards.ts'
import { fieldTypes, rowFieldTypes } from './definition/fields.ts'
import { viewTypes } from './definition/pages.ts'
import { actionKinds } from './definition/processes.ts'
import { reservedKinds, reservedNames } from './definition/reserved.ts'
import { actKinds } from './definition/scenarios.ts'
import { nodeTypes } from './definition/workflows.ts'
import type { AppDefinition } from './generated/definition.ts'
import { type RawError, validate } from './generated/validate-app.js'
import { type Problem, pointerStep, problem } from './problem.ts'

/** Bounds of a definition's JSON (SEMANTICS "Limits"). */
export const definitionLimits = { depth: 64, values: 1_000_000, problems: 200 } as const

const knownKinds: Record<string, readonly string[]> = {
  field: Object.keys(fieldTypes),
  rowField: rowFieldTypes,
  action: Object.keys(actionKinds),
  node: Object.keys(nodeTypes),
  view: Object.keys(viewTypes),
  widget: Object.keys(widgetTypes),
  act: Object.keys(actKinds),
}

const hostile = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Checks the shape of a definition: types, ranges, known names. All problems at once, one per mistake.
 * References and meaning are the engine's (`analyseDefinition`).
 */
export function validateDefinition(
  input: unknown,
): { definition: AppDefinition; problems: [] } | { definition: null; problems: Problem[] } {
  const bounds = checkBounds(input)
  if (bounds.length > 0) return { definition: null, problems: bounds }
  if (validate(input)) return { definition: input as AppDefinition, problems: [] }
  const problems = (validate.errors ?? []).flatMap(raw => toProblem(raw, input) ?? [])
  return { definition: null, problems: withoutFollowUps(problems).slice(0, definitionLimits.problems) }
}

const parent = (path: string): string => path.slice(0, path.lastIndexOf('/'))

/** What a reserved name replaces is not missing: `{ "becomes": ... }` lacks no "event". */
function withoutFollowUps(problems: readonly Problem[]): Problem[] {
  const reserved = new Set(problems.filter(({ code }) => code === 'not_supported_yet').map(({ path }) => parent(path)))
  return problems.filter(({ code, path }) => code !== 'missing_property' || !reserved.has(parent(path)))
}

/** Depth, size and hostile names, before any recursive code sees the value. */
function checkBounds(input: unknown): Problem[] {
  const stack: { value: unknown; path: string; depth: number }[] = [{ value: input, path: '', depth: 1 }]
  const problems: Problem[] = []
  let count = 0
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    count += 1
    if (count > definitionLimits.values)
      return [problem('definition_too_large', '', { limit: definitionLimits.values })]
    if (item.depth > definitionLimits.depth)
      return [problem('definition_too_deep', item.path, { limit: definitionLimits.depth })]
    if (typeof item.value === 'string' && !isText(item.value)) problems.push(problem('broken_text', item.path))
    if (item.value === null || typeof item.value !== 'object') continue
    for (const name of Object.keys(item.value)) {
      const path = `${item.path}/${pointerStep(name)}`
      if (hostile.has(name) || !isText(name)) problems.push(problem('hostile_key', path, { property: name }))
      else stack.push({ value: (item.value as Record<string, unknown>)[name], path, depth: item.depth + 1 })
    }
  }
  return problems.slice(0, definitionLimits.problems)
}

/** Whole characters without NUL: what a database can hold. */
const isText = (value: string): boolean => value.isWellFormed() && !value.includes('\0')

/** Whether a value of JSON holds half a character or NUL anywhere: it cannot be kept. */
export function holdsBrokenText(value: unknown): boolean {
  let broken = false
  JSON.stringify(value, (name, one: unknown) => {
    broken ||= !isText(name) || (typeof one === 'string' && !isText(one))
    return one
  })
  return broken
}

type Convert = (raw: RawError, input: unknown) => Problem | undefined

const at = (raw: RawError, step?: unknown): string =>
  step === undefined ? raw.instancePath : `${raw.instancePath}/${pointerStep(String(step))}`

/** The name of the `$defs` entry an error comes from; `app` for the definition itself. */
const definitionName = (raw: RawError): string => raw.parentSchema?.title ?? ''

function valueAt(input: unknown, pointer: string): unknown {
  let value = input
  for (const step of pointer.split('/').slice(1)) {
    if (value === null || typeof value !== 'object') return undefined
    value = (value as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return value
}

const bound = (raw: RawError, code: string): Problem => problem(code, at(raw), { limit: raw.params.limit })

const conversions: Record<string, Convert> = {
  additionalProperties: raw => {
    const name = String(raw.params.additionalProperty)
    const reserved = reservedNames[definitionName(raw)]?.includes(name) === true
    return reserved
      ? problem('not_supported_yet', at(raw, name), { name })
      : problem('unknown_property', at(raw, name), { property: name })
  },
  required: raw =>
    problem('missing_property', at(raw, raw.params.missingProperty), { property: raw.params.missingProperty }),
  type: raw => problem('wrong_type', at(raw), { expected: raw.params.type }),
  const: raw =>
    raw.instancePath === '/formatVersion'
      ? problem('unsupported_format_version', at(raw), { supported: FORMAT_VERSION })
      : undefined,
  enum: (raw, input) =>
    problem('not_one_of', at(raw), { value: valueAt(input, raw.instancePath), allowed: raw.params.allowedValues }),
  pattern: (raw, input) => {
    const pattern = String(raw.params.pattern)
    const value = raw.propertyName ?? valueAt(input, raw.instancePath)
    return pattern === '^[a-z][a-z0-9_]{0,47}$'
      ? problem('invalid_key', at(raw), { value })
      : problem('wrong_pattern', at(raw), { pattern })
  },
  maxLength: raw => bound(raw, 'too_long'),
  maxItems: raw => bound(raw, 'too_many'),
  maxProperties: raw => bound(raw, 'too_many'),
  minItems: raw => bound(raw, 'too_few'),
  minProperties: raw => bound(raw, 'too_few'),
  minimum: raw => problem('out_of_range', at(raw), { comparison: '≥', limit: raw.params.limit }),
  maximum: raw => problem('out_of_range', at(raw), { comparison: '≤', limit: raw.params.limit }),
  discriminator: raw => {
    const tag = String(raw.params.tag)
    if (raw.params.error !== 'mapping') return problem('wrong_type', at(raw, tag), { expected: 'string' })
    const kind = String(raw.params.tagValue)
    const list = definitionName(raw)
    if (reservedKinds[list]?.includes(kind) === true) return problem('not_supported_yet', at(raw, tag), { name: kind })
    return problem('unknown_kind', at(raw, tag), { kind, allowed: knownKinds[list] ?? [] })
  },
}

/** One mistake, one problem: the follow-up errors of ajv (propertyNames, if) and a missing tag's second error say nothing new. */
function toProblem(raw: RawError, input: unknown): Problem | undefined {
  if (raw.keyword === 'discriminator' && raw.params.error === 'tag' && raw.params.tagValue === undefined)
    return undefined
  return conversions[raw.keyword]?.(raw, input)
}
