import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import { speakerOf } from '../../../engine/sentence/index.ts'
import type { Automation } from '../../../schemas/generated/definition.ts'
import { desk, speaker } from './desk.ts'
import { automations } from './made.ts'

const named = (said: object): Automation => ({ key: 'made', name: { zh: '某' }, ...said }) as Automation

describe.each(['zh', 'en'] as const)('a sentence in %s', language => {
  it('says every automation of the grammar, and is read as the same', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(automations(language), said => {
        const sentence = speaker.sentence(named(said), language)
        expect(sentence, JSON.stringify(said)).toBeDefined()
        const reading = speaker.read(sentence ?? '', language)
        expect(reading.understood && reading.automation).toEqual(said)
      }),
      { numRuns: 300 },
    )
  })

  it('says nothing rather than something else where names are words of the language', { timeout: 120_000 }, () => {
    const awkward = structuredClone(desk)
    const [customer, , lead] = awkward.forms
    customer!.name = { zh: '新建线索', en: 'Owner of a lead' }
    lead!.fields[1]!.label = { zh: '等级变为', en: 'Grade becomes A or' }
    lead!.fields[3]!.label = { zh: '的', en: 'is' }
    awkward.optionLibraries![0]!.options[1]!.label = { zh: 'A或B', en: 'A or B' }
    awkward.roles![0]!.label = { zh: '负责人', en: 'The owner' }
    const { app, findings } = compileApp(awkward)
    if (app === null) throw new Error(JSON.stringify(findings))
    const other = speakerOf(app)
    fc.assert(
      fc.property(automations(language), said => {
        const sentence = other.sentence(named(said), language)
        if (sentence === undefined) return
        const reading = other.read(sentence, language)
        expect(reading.understood && reading.automation).toEqual(said)
      }),
      { numRuns: 100 },
    )
  })
})
