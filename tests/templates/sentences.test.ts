import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type CompiledApp, compileApp } from '../../engine/index.ts'
import { speakerOf } from '../../engine/sentence/index.ts'
import { readTemplate } from '../../server/store/templates.ts'

const folder = (name: string): string => fileURLToPath(new URL(`../../templates/${name}`, import.meta.url))
const templates = await Promise.all(['sales-management', 'store-sales'].map(name => readTemplate(folder(name))))
const speakers = new Map(
  templates.map(({ key, definition }) => [key, speakerOf(compileApp(definition).app as CompiledApp)] as const),
)

describe.each(templates.map(template => [template.key, template] as const))('template %s', (key, { definition }) => {
  const speaker = speakers.get(key)!
  // Actions that hold others, and ladders, are drawn: the page says so instead of half a sentence.
  const drawn = new Set(['each', 'find', 'choose', 'http', 'upsert'])
  const said = (definition.automations ?? []).filter(
    ({ ladder, then }) => ladder === undefined && then?.every(action => !drawn.has(action.do)),
  )

  it.each(said.map(automation => [automation.key, automation] as const))('tells %s in both languages', (_, one) => {
    for (const language of ['zh', 'en'] as const) {
      const sentence = speaker.sentence(one, language)
      expect(sentence, `${one.key} in ${language}`).toBeDefined()
      expect(speaker.read(sentence ?? '', language).understood).toBe(true)
    }
  })
})

describe('sales management', () => {
  const speaker = speakers.get('sales_management')!

  it.each([
    ['当客户72小时内没有新的跟进, 通知负责人和直属主管', 'zh'],
    ['当客户超过30天没有回访，给负责人安排待办“回访客户”，3天内完成', 'zh'],
    ['When a customer has had no follow-up for 72 hours, notify the owner and the manager', 'en'],
  ] as const)('understands %s', (text, language) => {
    const reading = speaker.read(text, language)
    expect(reading).toMatchObject({ understood: true, automation: { on: [{ event: 'created', form: 'visit' }] } })
    if (!reading.understood) return
    const automation = { key: 'said', name: { zh: '说的' }, ...reading.automation }
    const template = templates[0]!.definition
    const whole = { ...template, automations: [...(template.automations ?? []), automation] } as typeof template
    expect(compileApp(whole).findings).toEqual([])
  })
})
