import { compileApp } from '../../engine/index.ts'
import { bestReading, type Said } from '../../engine/sentence/index.ts'
import type { AppDefinition, Automation } from '../../schemas/generated/definition.ts'
import type { Language, Problem } from '../../schemas/problem.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { type Draft, readDraft, saveDraft } from '../apps/drafts.ts'
import type { Installation } from '../apps/installation.ts'
import type { Caller } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { draftSpeaker } from './speakers.ts'

/** Longest name of an automation: what a label holds. */
const LONGEST_NAME = 200

/** What a text means in the draft's words, with the mistakes the compiler finds in it. */
export function readText(installation: Installation, draft: Draft, text: string, wished: Language) {
  const speaker = draftSpeaker(installation, draft)
  const { language, reading } = bestReading(speaker, text, wished)
  if (!reading.understood) return { ...reading, language, mistakes: [] }
  return { ...reading, language, suggestions: [], mistakes: mistakesOf(draft.definition, reading.automation) }
}

/** The compiler's findings about an automation alone: others of the draft are its author's to mend. */
function mistakesOf(definition: AppDefinition, said: Said): Problem[] {
  const automation = { key: 'sentence_being_read', name: { zh: '新' }, ...said } as Automation
  const { automations: _, scenarios: _s, ...rest } = definition
  const whole: AppDefinition = { ...rest, automations: [automation] }
  const { definition: valid, problems } = validateDefinition(whole)
  const found: readonly Problem[] =
    valid === null ? problems : compileApp(valid).findings.filter(({ severity }) => severity === 'error')
  return found
    .filter(({ path }) => path.startsWith('/automations/'))
    .map(({ code, path, params }) => ({ code, path, params }))
}

/** The text as an automation. @throws HttpProblem 422 `sentence_not_understood` with the place, or with the compiler's findings */
function understood(installation: Installation, draft: Draft, text: string, wished: Language) {
  const reading = readText(installation, draft, text, wished)
  if (!reading.understood)
    throw new HttpProblem(422, 'sentence_not_understood', { rest: reading.rest.slice(0, 60) }, [], { at: reading.at })
  if (reading.mistakes.length > 0) throw new HttpProblem(422, 'invalid_request', {}, reading.mistakes)
  return { said: reading.automation, language: reading.language }
}

export interface AutomationChange {
  readonly text?: string
  readonly enabled?: boolean
}

/** Adds an automation that was said to the draft; it runs once the draft is published. */
export async function addAutomation(
  platform: Platform,
  installation: Installation,
  caller: Caller,
  text: string,
): Promise<string> {
  const draft = await readDraft(platform, installation)
  const { said, language } = understood(installation, draft, text, caller.language)
  const automations = draft.definition.automations ?? []
  const key = freeKey(new Set(automations.map(one => one.key)))
  const name = { [language]: text.trim().slice(0, LONGEST_NAME) }
  await keep(platform, installation, caller, draft, [...automations, { key, name, ...said } as Automation])
  return key
}

function freeKey(taken: ReadonlySet<string>): string {
  for (let n = taken.size + 1; ; n += 1) if (!taken.has(`said_${n}`)) return `said_${n}`
}

/** Says an automation anew, or turns it on or off, in the draft. */
export async function changeAutomation(
  platform: Platform,
  installation: Installation,
  caller: Caller,
  key: string,
  { text, enabled }: AutomationChange,
): Promise<void> {
  const draft = await readDraft(platform, installation)
  const automations = draft.definition.automations ?? []
  const before = automations.find(one => one.key === key)
  if (before === undefined) throw notFound()
  const said = text === undefined ? undefined : understood(installation, draft, text, caller.language).said
  const { enabled: was, ...rest } = said === undefined ? before : resaid(before, said)
  const on = enabled ?? was !== false
  const after = { ...rest, ...(on ? {} : { enabled: false }) } as Automation
  await keep(
    platform,
    installation,
    caller,
    draft,
    automations.map(one => (one.key === key ? after : one)),
  )
}

/** What a sentence says takes the place of what was said before; key, name and the other language's unchanged texts stay. */
function resaid(before: Automation, said: Said): Automation {
  const { key, name, enabled } = before
  return { key, name, ...(enabled === undefined ? {} : { enabled }), ...(mergedValue(before, said) as Said) }
}

/** Texts that did not change keep what they say in the other language. */
function mergedValue(before: unknown, after: unknown): unknown {
  if (Array.isArray(after))
    return after.map((item, at) => mergedValue(Array.isArray(before) ? before[at] : undefined, item))
  if (typeof after !== 'object' || after === null) return after
  const old = (typeof before === 'object' && before !== null ? before : {}) as Record<string, unknown>
  const entries = Object.entries(after)
  const isText = entries.length === 1 && ['zh', 'en'].includes(entries[0]![0])
  if (isText && old[entries[0]![0]] === entries[0]![1]) return old
  return Object.fromEntries(entries.map(([key, value]) => [key, mergedValue(old[key], value)]))
}

export async function removeAutomation(
  platform: Platform,
  installation: Installation,
  caller: Caller,
  key: string,
): Promise<void> {
  const draft = await readDraft(platform, installation)
  const automations = draft.definition.automations ?? []
  if (!automations.some(one => one.key === key)) throw notFound()
  await keep(
    platform,
    installation,
    caller,
    draft,
    automations.filter(one => one.key !== key),
  )
}

/** Stored on the revision it was made from: somebody else's work in between is 409 `draft_conflict`. */
const keep = (
  platform: Platform,
  installation: Installation,
  caller: Caller,
  { definition, revision }: Draft,
  automations: readonly Automation[],
): Promise<number> =>
  saveDraft(platform, installation, caller, { ...definition, automations: [...automations] }, revision)
