import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { demoWords } from '../../runtime/demo/texts.ts'
import { paperWords } from '../../runtime/document/texts.ts'
import { addOnWords } from '../../runtime/i18n/texts/addOns.ts'
import { actionWords, automationWords } from '../../runtime/i18n/texts/automations.ts'
import { channelWords } from '../../runtime/i18n/texts/channels.ts'
import { claimWords } from '../../runtime/i18n/texts/claim.ts'
import { connectingWords } from '../../runtime/i18n/texts/connecting.ts'
import { connectionWords } from '../../runtime/i18n/texts/connections.ts'
import { dashboardWords } from '../../runtime/i18n/texts/dashboard.ts'
import { explainWords } from '../../runtime/i18n/texts/explain.ts'
import { texts } from '../../runtime/i18n/texts/index.ts'
import { ownNoticeWords } from '../../runtime/i18n/texts/ownNotices.ts'
import { removalWords } from '../../runtime/i18n/texts/removal.ts'
import { storeWords } from '../../runtime/i18n/texts/store.ts'
import { storeSettingWords } from '../../runtime/i18n/texts/storeSettings.ts'

/** Texts of pages that are loaded when they are first opened come with them. */
const ofPages = {
  actions: actionWords,
  automations: automationWords,
  channels: channelWords,
  claim: claimWords,
  connections: connectionWords,
  explain: explainWords,
  ownNotices: ownNoticeWords,
  dashboard: dashboardWords,
  demo: demoWords,
  paper: paperWords,
  removal: removalWords,
  store: storeWords,
  addOns: addOnWords,
  connecting: connectingWords,
  storeSettings: storeSettingWords,
}
const entries: readonly (readonly [key: string, pair: readonly [zh: string, en: string]])[] = [
  ...Object.entries(texts),
  ...Object.entries(ofPages).flatMap(([page, words]) =>
    Object.entries(words).map(([key, pair]) => [`${page}:${key}`, pair] as const),
  ),
]
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

const root = join(import.meta.dirname, '../../runtime')
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(file => /\.tsx?$/.test(file) && !file.includes('i18n/texts'))
  .map(file => readFileSync(join(root, file), 'utf8'))
  .join('\n')

describe('texts of the pages', () => {
  it.each(entries)('%s says the same in both languages', (_key, [zh, en]) => {
    expect(zh.trim()).not.toBe('')
    expect(en.trim()).not.toBe('')
    expect(places(en).filter(name => !places(zh).includes(name))).toEqual([])
  })

  it('has no Chinese in English texts', () => {
    expect(entries.filter(([, [, en]]) => /\p{Script=Han}/u.test(en)).map(([key]) => key)).toEqual([])
  })

  it('holds no text that no page uses', () => {
    const families = [
      'task.did.',
      'task.act.',
      'task.state.',
      'task.kind.',
      'task.box.',
      'task.signer.',
      'progress.state.',
      'delegation.',
      'running.show.',
      'progress.step.',
      'op.',
      'me.mode.',
      'field.',
      'conflict.',
    ]
    const unused = Object.keys(texts).filter(
      key => !families.some(family => key.startsWith(family)) && !sources.includes(`'${key}'`),
    )
    expect(unused).toEqual([])
  })

  it('keeps words of a database away from people', () => {
    const forbidden = /\b(null|entity|schema|JSON|undefined)\b/i
    expect(entries.filter(([, pair]) => pair.some(text => forbidden.test(text))).map(([key]) => key)).toEqual([])
  })
})
