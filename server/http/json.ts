import { isUtf8 } from 'node:buffer'
import { type Problem, pointerStep, problem } from '../../schemas/problem.ts'
import { HttpProblem } from './problem.ts'

/** Bounds of a body's JSON. A route with its own states them as `config.json`. */
export interface JsonLimits {
  readonly depth: number
  /** properties of all objects together */
  readonly keys: number
  /** elements of one array */
  readonly items: number
}

/** The bounds of an ordinary route (SR-19). */
export const ordinaryJson: JsonLimits = { depth: 64, keys: 10_000, items: 10_000 }

const QUOTE = 34
const COMMA = 44
const MINUS = 45
const COLON = 58
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

const SIGNIFICANT_DIGITS = 15
const MOST_PROBLEMS = 100
const hostile = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * JSON text to a value, refusing what JSON.parse lets pass in silence: doubled and hostile property names, U+0000 in
 * texts (PostgreSQL has none), numbers with more digits than a double keeps, and sizes beyond the limits.
 * One linear pass over the text before anything is built.
 * @throws HttpProblem 400 `invalid_json` or `invalid_request` with all errors
 */
export function parseJson(body: Buffer, limits: JsonLimits = ordinaryJson): unknown {
  if (!isUtf8(body)) throw new HttpProblem(400, 'invalid_json', { reason: 'UTF-8' })
  const text = body.toString('utf8')
  const problems = new Scanner(text, limits).scan()
  if (problems.length > 0) throw new HttpProblem(400, 'invalid_request', {}, problems)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new HttpProblem(400, 'invalid_json', { reason: placeOf(error) })
  }
}

/** Where the text breaks, without repeating any of it. */
function placeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  return /line \d+ column \d+/.exec(message)?.[0] ?? /position \d+/.exec(message)?.[0] ?? 'unexpected end'
}

/** One open object or list on the way to the present character. */
interface Level {
  /** names seen in an object; null = a list */
  readonly names: Set<string> | null
  /** the present name or index */
  step: string | number
}

/** Walks well-formed JSON; in malformed text it only has to stop, JSON.parse says what is wrong. */
class Scanner {
  readonly #text: string
  readonly #limits: JsonLimits
  readonly #levels: Level[] = []
  readonly #problems: Problem[] = []
  #at = 0
  #keys = 0
  #expectsName = false
  #stopped = false

  constructor(text: string, limits: JsonLimits) {
    this.#text = text
    this.#limits = limits
  }

  scan(): readonly Problem[] {
    const text = this.#text
    while (this.#at < text.length && !this.#stopped) {
      const code = text.charCodeAt(this.#at)
      if (code === QUOTE) this.#string()
      else if (code === MINUS || (code >= 48 && code <= 57)) this.#number()
      else {
        this.#at += 1
        this.#mark(code)
      }
      if (this.#problems.length >= MOST_PROBLEMS) break
    }
    return this.#problems
  }

  #mark(code: number): void {
    if (code === OPEN_OBJECT) this.#open({ names: new Set(), step: '' })
    else if (code === OPEN_LIST) this.#open({ names: null, step: 0 })
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) this.#levels.pop()
    else if (code === COLON) this.#expectsName = false
    else if (code === COMMA) this.#next()
  }

  #open(level: Level): void {
    this.#levels.push(level)
    this.#expectsName = level.names !== null
    if (this.#levels.length > this.#limits.depth) this.#stop('json_too_deep', this.#limits.depth)
  }

  #next(): void {
    const level = this.#levels.at(-1)
    if (level === undefined) return
    this.#expectsName = level.names !== null
    if (typeof level.step !== 'number') return
    level.step += 1
    if (level.step >= this.#limits.items) this.#stop('json_too_many_items', this.#limits.items)
  }

  #string(): void {
    const start = this.#at + 1
    let end = this.#text.indexOf('"', start)
    let escaped = false
    while (end !== -1 && this.#text.charCodeAt(end - 1) === BACKSLASH && oddBackslashes(this.#text, end, start)) {
      escaped = true
      end = this.#text.indexOf('"', end + 1)
    }
    if (end === -1) {
      this.#stopped = true
      return
    }
    this.#at = end + 1
    const content = this.#text.slice(start, end)
    escaped ||= content.includes('\\')
    if (escaped && hasNul(content)) this.#report('nul_character', {})
    if (this.#expectsName) this.#name(escaped ? unescaped(content) : content)
  }

  #name(name: string): void {
    const level = this.#levels.at(-1)
    if (level?.names == null) return
    level.step = name
    this.#keys += 1
    if (this.#keys > this.#limits.keys) this.#stop('json_too_many_keys', this.#limits.keys)
    if (hostile.has(name)) this.#report('hostile_key', { property: name })
    else if (level.names.has(name)) this.#report('duplicate_property', { property: name })
    level.names.add(name)
  }

  #number(): void {
    const start = this.#at
    let code = 0
    do {
      this.#at += 1
      code = this.#text.charCodeAt(this.#at)
      // digits + - . e E
    } while ((code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46 || code === 69 || code === 101)
    if (this.#at - start <= SIGNIFICANT_DIGITS) return
    const digits = this.#text
      .slice(start, this.#at)
      .replace(/[eE].*$/, '')
      .replace(/[-.]/g, '')
      .replace(/^0+|0+$/g, '')
    if (digits.length > SIGNIFICANT_DIGITS) this.#report('json_number_too_long', { limit: SIGNIFICANT_DIGITS })
  }

  #report(code: string, params: Record<string, unknown>): void {
    this.#problems.push(problem(code, this.#levels.map(({ step }) => `/${pointerStep(step)}`).join(''), params))
  }

  #stop(code: string, limit: number): void {
    this.#problems.push(problem(code, '', { limit }))
    this.#stopped = true
  }
}

function oddBackslashes(text: string, quote: number, start: number): boolean {
  let count = 0
  for (let at = quote - 1; at >= start && text.charCodeAt(at) === BACKSLASH; at -= 1) count += 1
  return count % 2 === 1
}

/** An escaped U+0000; an even number of backslashes before the u is text. A raw one is no JSON. */
const hasNul = (content: string): boolean => /(?:^|[^\\])(?:\\\\)*\\u0000/.test(content)

function unescaped(content: string): string {
  try {
    return JSON.parse(`"${content}"`)
  } catch {
    return content
  }
}
