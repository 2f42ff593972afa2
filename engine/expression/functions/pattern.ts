import { RE2JS } from 're2js'
import { type Context, limitText, type Thunk } from '../context.ts'
import type { TypedNode } from '../typed.ts'
import { BOOLEAN, TEXT } from '../types.ts'
import { EvaluationLimit, FormulaError, type Value } from '../value.ts'
import { family, text } from './define.ts'

const LONGEST_PATTERN = 500

/** Patterns run on a linear engine (RE2), never on a backtracking one. Error value `pattern_broken`. */
function patternOf(source: string): RE2JS {
  if (source.length > LONGEST_PATTERN) throw new FormulaError('pattern_too_long', { limit: LONGEST_PATTERN })
  try {
    return RE2JS.compile(source)
  } catch {
    throw new FormulaError('pattern_broken', { pattern: source.slice(0, 80) })
  }
}

/** A constant pattern is compiled once. */
function withPattern(
  nodes: readonly TypedNode[],
  args: readonly Thunk[],
  apply: (context: Context, pattern: RE2JS, value: string) => Value,
  onBlank: Value,
): Thunk {
  const constant =
    nodes[1]?.node === 'constant' && typeof nodes[1].value === 'string' ? patternOf(nodes[1].value) : undefined
  return context => {
    const value = args[0]!(context)
    const source = constant ? '' : args[1]!(context)
    if (typeof value !== 'string' || typeof source !== 'string') return onBlank
    return apply(context, constant ?? patternOf(source), value)
  }
}

function validate(nodes: readonly TypedNode[]) {
  const pattern = nodes[1]
  if (pattern?.node !== 'constant' || typeof pattern.value !== 'string') return undefined
  try {
    patternOf(pattern.value)
    return undefined
  } catch (failure) {
    return failure instanceof FormulaError
      ? { code: 'formula_bad_pattern', params: { pattern: pattern.value.slice(0, 80) }, at: 1 }
      : undefined
  }
}

const args = [text('文本', 'text'), text('正则表达式', 'pattern')]

export const patternFunctions = family('text', [
  {
    name: 'REGEX_MATCH',
    aliases: ['REGEXMATCH'],
    args,
    result: BOOLEAN,
    help: ['是否匹配正则表达式（任意位置）', 'Whether a pattern is found anywhere'],
    examples: [
      ['REGEX_MATCH("13812345678", "^1[3-9][0-9]{9}$")', 'TRUE'],
      ['REGEX_MATCH("abc", "[0-9]")', 'FALSE'],
    ],
    build: (thunks, nodes) => withPattern(nodes, thunks, (_, pattern, value) => pattern.matcher(value).find(), false),
    validate,
  },
  {
    name: 'REGEX_EXTRACT',
    aliases: ['REGEXEXTRACT'],
    args,
    result: TEXT,
    help: [
      '第一个匹配（有分组则取第一组），没有则为空',
      'The first match (its first group if there is one), blank if none',
    ],
    examples: [
      ['REGEX_EXTRACT("HT-2026-01", "[0-9]+")', '2026'],
      ['REGEX_EXTRACT("HT-2026", "HT-([0-9]+)")', '2026'],
      ['REGEX_EXTRACT("abc", "[0-9]")', 'blank'],
    ],
    build: (thunks, nodes) =>
      withPattern(
        nodes,
        thunks,
        (_, pattern, value) => {
          const matcher = pattern.matcher(value)
          if (!matcher.find()) return null
          return (matcher.groupCount() > 0 ? matcher.group(1) : matcher.group()) ?? null
        },
        null,
      ),
    validate,
  },
  {
    name: 'REGEX_REPLACE',
    aliases: ['REGEXREPLACE'],
    args: [...args, text('新文本', 'new')],
    result: TEXT,
    help: ['替换所有匹配', 'Replaces all matches'],
    examples: [['REGEX_REPLACE("a1b22", "[0-9]+", "#")', 'a#b#']],
    build: (thunks, nodes) =>
      withPattern(
        nodes,
        thunks,
        (context, pattern, value) => replaceAll(context, pattern, value, String(thunks[2]!(context) ?? '')),
        null,
      ),
    validate,
  },
])

/** The output limit holds while it grows, not only at the end. */
function replaceAll(context: Context, pattern: RE2JS, value: string, fresh: string): string {
  let grown = value.length
  return limitText(
    context,
    pattern.matcher(value).replaceAll(() => {
      grown += fresh.length
      if (grown > 2 * context.limits.output)
        throw new EvaluationLimit('formula_output_too_large', { limit: context.limits.output })
      return fresh
    }),
  )
}
