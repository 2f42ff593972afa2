import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { destinationOf } from '../../designer/check/destination.ts'
import { mendsOf } from '../../designer/check/mends.ts'
import { messageOf } from '../../designer/check/message.ts'
import { applyCommands } from '../../designer/commands/apply.ts'
import { analyseDefinition } from '../../engine/definition/analyse.ts'
import { compareDefinitions } from '../../engine/definition/compare.ts'
import { elementAt, placeOf } from '../../engine/definition/elements.ts'
import { referencesOf } from '../../engine/definition/references/references.ts'
import { removalOf } from '../../engine/definition/references/removal.ts'
import { placeInWords } from '../../engine/definition/words/place.ts'
import { edits, randomly } from '../engine/definition/random-edits.ts'
import { office } from '../fixtures/office.ts'

describe('whatever state a draft is in', () => {
  it('its check, its mends, its references and its changes can be told', () =>
    fc.assert(
      fc.property(edits(12), changes => {
        const draft = randomly(office, changes)
        const { findings } = analyseDefinition(draft)
        for (const finding of findings) {
          const place = placeOf(draft, finding.path)
          for (const language of ['zh', 'en'] as const) {
            expect(messageOf(draft, finding, language)).not.toBe('')
            expect(placeInWords(draft, place)[language]).not.toMatch(/undefined|\[object/)
          }
          destinationOf(place)
          for (const { commands } of mendsOf(draft, finding)) applyCommands(draft, commands)
        }
        const references = referencesOf(draft)
        // Two elements of one key cannot be told apart by it.
        if (!findings.some(({ code }) => code === 'duplicate_key'))
          for (const { from } of references) expect(elementAt(draft, from), from.join('/')).toBeDefined()
        for (const form of draft.forms) removalOf(draft, ['forms', form.key])
        compareDefinitions(office, draft)
        compareDefinitions(draft, office)
      }),
      { numRuns: 60 },
    ))
})
