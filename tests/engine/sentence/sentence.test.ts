import { describe, expect, it } from 'vitest'
import type { Automation } from '../../../schemas/generated/definition.ts'
import { mistakesWith, speaker } from './desk.ts'
import { broken, chinese, english } from './wordings.ts'

const rows = [...chinese.map(row => [...row, 'zh'] as const), ...english.map(row => [...row, 'en'] as const)]

describe('wordings of people', () => {
  it('are sixty and more', () => expect(rows.length).toBeGreaterThanOrEqual(60))

  it.each(rows)('%s', (text, said, language) => {
    const reading = speaker.read(text, language)
    expect(reading).toMatchObject({ understood: true })
    if (!reading.understood) return
    expect(reading.automation).toEqual(said)
    expect(mistakesWith(reading.automation)).toEqual([])
  })

  it.each(rows)('%s is told as a sentence that is read alike', (text, _, language) => {
    const reading = speaker.read(text, language)
    if (!reading.understood) throw new Error(`not understood from ${reading.rest}`)
    const again = speaker.read(reading.sentence, language)
    expect(again.understood && again.sentence).toBe(reading.sentence)
  })
})

describe('texts of notices', () => {
  const told = (message: object, language: 'zh' | 'en'): string | undefined =>
    speaker.sentence(
      {
        ...{ key: 'x', name: { zh: 'x' }, on: [{ event: 'created', form: 'contract' }] },
        then: [{ do: 'notify', to: '{owner}', message }],
      } as unknown as Automation,
      language,
    )

  it.each([
    ['{customer}：{amount}', 'zh', '{客户}：{金额}'],
    ['{customer} {amount}', 'en', '{Customer} {Amount}'],
    ['{customer.name} {nothing} {$settings.x}', 'zh', '{客户.客户名称} {nothing} {$settings.x}'],
  ] as const)('%s in %s names the fields as %s, and is stored with keys', (text, language, shown) => {
    const sentence = told({ [language]: text }, language)
    expect(sentence).toContain(shown)
    const reading = speaker.read(sentence ?? '', language)
    expect(reading.understood && reading.automation.then).toEqual([
      { do: 'notify', to: '{owner}', message: { [language]: text } },
    ])
  })
})

describe('what is not understood', () => {
  it.each(broken)('%s', (text, language, rest, expected) => {
    const reading = speaker.read(text, language)
    expect(reading).toMatchObject({ understood: false, rest })
    if (!reading.understood) expect(reading.expected).toContain(expected)
  })

  it('is not said of an automation that means more than a sentence', () => {
    const ladder = { steps: [{ key: 'a', after: '1d', do: [{ do: 'lock' }] }] }
    const automation = { key: 'x', name: {}, on: [{ event: 'created', form: 'lead' }], ladder } as unknown as Automation
    expect(speaker.sentence(automation, 'zh')).toBeUndefined()
  })

  it('ends soon, however long and tangled the text', () => {
    const started = performance.now()
    const tangle = `当新建合同，如果${'金额大于1并且'.repeat(60)}金额大于，通知负责人`
    expect(speaker.read(tangle, 'zh').understood).toBe(false)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('completion', () => {
  it.each([
    ['当新建', 'zh', '线索'],
    ['当新建线', 'zh', '线索'],
    ['当合同进入', 'zh', '已签署'],
    ['当新建线索，', 'zh', '通知'],
    ['当新建线索，通知', 'zh', '负责人'],
    ['当新建线索，按', 'zh', '线索轮转'],
    ['When a cont', 'en', 'Contract'],
    ['When a lead enters ', 'en', 'Fresh'],
    ['When a lead is created, ', 'en', 'notify'],
  ] as const)('goes on from %s', (text, language, next) => {
    const reading = speaker.read(text, language)
    const words = reading.understood ? [] : reading.suggestions.map(one => one.text)
    expect(words).toContain(next)
  })
})
