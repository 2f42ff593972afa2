import type { Automation, Ladder, Trigger } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { CompiledForm } from '../definition/compiled.ts'
import type { NameSpace } from '../definition/environment.ts'
import { sameTree } from './formula.ts'
import { type LadderStart, ladderLines } from './ladder.ts'
import { placeOf } from './place.ts'
import { type Expected, type Reader, type Rule, readerOf } from './rule.ts'
import { type Said, sentenceRule, speechOf } from './sentence.ts'
import { tidied } from './tidy.ts'

/** What a sentence was read as, or where it is not understood and what could stand there. */
export type Reading =
  | { readonly understood: true; readonly automation: Said; readonly sentence: string }
  | {
      readonly understood: false
      readonly at: number
      readonly rest: string
      readonly expected: readonly string[]
      /** words that go on with what stands at the end of the text */
      readonly suggestions: readonly Suggestion[]
    }

/** A way to go on: `text` in place of what stands from `at` on. */
export interface Suggestion {
  readonly at: number
  readonly text: string
}

/** Longest sentence that is read. */
const LONGEST = 1_000
const MOST_SUGGESTIONS = 20

/** Says and reads the automations of one app. Its rules are made once: an app has one speaker for as long as its definition stands. */
export interface Speaker {
  /**
   * An automation as a sentence in a language; undefined when it says what no sentence can. What is told is read as the same automation again: names
   * that would be misread stand in quotation marks.
   */
  sentence(automation: Automation, language: Language): string | undefined
  /** A ladder of a form, one of its stages or an automation, line by line. */
  ladder(form: CompiledForm, ladder: Ladder, start: LadderStart, language: Language): readonly string[]
  /** Reads a sentence in natural wording. */
  read(text: string, language: Language): Reading
}

export function speakerOf(space: NameSpace): Speaker {
  const made = new Map<string, Rule<Said>>()
  const rule = (language: Language, quoted = false): Rule<Said> => {
    const key = `${language} ${quoted}`
    const known = made.get(key) ?? sentenceRule(speechOf(space, language, quoted))
    made.set(key, known)
    return known
  }
  const sentence = (automation: Automation, language: Language): string | undefined => {
    const said = saidOf(automation)
    for (const quoted of [false, true]) {
      const text = rule(language, quoted).say(said)
      if (text === undefined) continue
      const told = finished(tidied(text, language), language)
      const again = read(rule(language), told, language).found
      if (again !== undefined && same(inLanguage(again, language), inLanguage(said, language))) return told
    }
    return undefined
  }
  return {
    sentence,
    ladder: (form, ladder, start, language) => ladderLines(placeOf(speechOf(space, language), form), ladder, start),
    read(text, language) {
      const { found, reader } = read(rule(language), text.slice(0, LONGEST), language)
      if (found === undefined) return misread(text.slice(0, LONGEST), reader)
      return { understood: true, automation: found, sentence: sentence(namedAs(found), language) ?? text.trim() }
    },
  }
}

const misread = (text: string, reader: Reader): Reading => ({
  understood: false,
  at: reader.furthest,
  rest: text.slice(reader.furthest).trim(),
  expected: [...new Set(expectedAt(reader, reader.furthest).map(one => one.text))].slice(0, MOST_SUGGESTIONS),
  suggestions: suggestionsFor(text, reader),
})

const finished = (text: string, language: Language): string =>
  language === 'zh' ? `${text}。` : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

const namedAs = (said: Said): Automation => ({ ...said, key: 'sentence', name: {} }) as Automation

/** Words that carry on what was begun at the end of a text, the most of it first. */
function suggestionsFor(typed: string, reader: Reader): readonly Suggestion[] {
  const found = [...reader.expected.values()].filter(({ at, text }) => {
    const begun = typed.slice(at).trimEnd().toLowerCase()
    return begun.length < text.length && text.toLowerCase().startsWith(begun)
  })
  const seen = new Map<string, Suggestion>()
  for (const one of found.sort((a, b) => a.at - b.at)) if (!seen.has(one.text)) seen.set(one.text, one)
  return [...seen.values()].slice(0, MOST_SUGGESTIONS)
}

const expectedAt = (reader: Reader, at: number): Expected[] =>
  [...reader.expected.values()].filter(one => one.at === at)

/** The first way to read the whole text. Where there is none every way was tried, and the reader knows what could have stood where. */
function read(rule: Rule<Said>, text: string, language: Language): { found: Said | undefined; reader: Reader } {
  const reader = readerOf(text, language)
  for (const { value, end } of rule.read(reader, 0))
    if (/^[\s。.!！]*$/.test(text.slice(end))) return { found: value, reader }
  return { found: undefined, reader }
}

/** What a sentence can say of an automation, each trigger with its form, without what holds anyway. */
function saidOf(automation: Automation): Said {
  const { key: _k, name: _n, enabled: _e, form, ladder, per, with: when, onError, ...rest } = automation
  const placed = (trigger: Trigger): Trigger => {
    if ('schedule' in trigger || 'window' in trigger || 'webhook' in trigger) return trigger
    if ('button' in trigger) return form === undefined ? trigger : { button: { form, ...trigger.button } }
    return { ...(form === undefined ? {} : { form }), ...trigger }
  }
  const plain = (trigger: Trigger): Trigger => {
    const placedOne = placed(trigger)
    if (!('event' in placedOne)) return placedOne
    const { from, to, ...event } = placedOne
    return {
      ...event,
      ...(from === undefined ? {} : { from: one(from) }),
      ...(to === undefined ? {} : { to: one(to) }),
    }
  }
  return {
    ...rest,
    on: rest.on.map(plain),
    ...(rest.unless === undefined ? {} : { unless: rest.unless.map(plain) }),
    ...(per === undefined || per === 'latest' ? {} : { per }),
    ...(when === undefined || when === 'after' ? {} : { with: when }),
    ...(onError === undefined || onError === 'stop' ? {} : { onError }),
    // A ladder has no words in a sentence: what cannot be said must not be left out unsaid.
    ...(ladder === undefined ? {} : { ladder }),
  } as Said
}

/** A list of one value is that value. */
const one = <T>(value: T): T => (Array.isArray(value) && value.length === 1 ? (value[0] as T) : value)

/** Texts in one language: a sentence has one. */
function inLanguage(value: unknown, language: Language): unknown {
  if (Array.isArray(value)) return value.map(item => inLanguage(item, language))
  if (typeof value !== 'object' || value === null) return value
  const label = value as Partial<Record<Language, string>>
  const keys = Object.keys(value)
  if (keys.length > 0 && keys.every(key => key === 'zh' || key === 'en'))
    return label[language] ?? label[language === 'zh' ? 'en' : 'zh']
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inLanguage(item, language)]))
}

/** Equal, formulas by what they mean rather than how they are spelled. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b || sameFormula(a, b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const keys = Object.keys(a)
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every(key => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  )
}

const sameFormula = (a: string, b: string): boolean =>
  a.startsWith('=') === b.startsWith('=') && sameTree(a.replace(/^=/, ''), b.replace(/^=/, ''))
