import { useMemo } from 'react'
import { bestReading, type Said, type Speaker, speakerOf } from '../../engine/sentence/index.ts'
import type { SentenceReader } from '../../runtime/index.ts'
import type { AppDefinition, Automation } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { Command } from '../commands/command.ts'
import { freeKey } from '../commands/names.ts'
import { nameSpaceOf } from '../formula/place.ts'

/** Tells and reads the draft's automations in the browser; made again when the draft changes. */
export const useSpeaker = (definition: AppDefinition): Speaker =>
  useMemo(() => speakerOf(nameSpaceOf(definition)), [definition])

/** Reads what is typed with the words of the draft as it is drawn; the check page tells its mistakes. */
export const draftReader = (speaker: Speaker, language: Language, revision: number): SentenceReader => ({
  key: ['designer', 'sentence', revision],
  read: async text => {
    const { reading } = bestReading(speaker, text, language)
    return reading.understood ? { ...reading, language, suggestions: [], mistakes: [] } : { ...reading, language }
  },
})

/** What a text says; undefined while it is not understood. */
export function readSaid(speaker: Speaker, text: string, language: Language): Said | undefined {
  const { reading } = bestReading(speaker, text, language)
  return reading.understood ? reading.automation : undefined
}

/** An automation in words; undefined for one that says more than a sentence can. A draft may be unfinished in any way. */
export function sentenceOf(speaker: Speaker, automation: Automation, language: Language): string | undefined {
  try {
    return speaker.sentence(automation, language)
  } catch {
    return undefined
  }
}

const LONGEST_NAME = 200

/** The automation a sentence says, added to the app under the sentence as its name. */
export function addSaid(definition: AppDefinition, said: Said, text: string, language: Language): Command[] {
  const taken = (definition.automations ?? []).map(one => one.key)
  const name = { [language]: text.trim().slice(0, LONGEST_NAME) }
  return [{ do: 'add', to: ['automations'], element: { key: freeKey('automation', taken), name, ...said } }]
}

/** The parts of an automation a sentence says: said anew, the others go. */
const parts = [
  'form',
  'on',
  'where',
  'unless',
  'same',
  'within',
  'per',
  'calendar',
  'ladder',
  'then',
  'with',
  'onError',
]

export const saidAnew = (automation: Automation, next: Said): Command => ({
  do: 'set',
  at: ['automations', automation.key],
  set: { ...Object.fromEntries(parts.map(name => [name, null])), ...next },
})
