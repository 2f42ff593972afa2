import { chineseCounts, englishCounts } from './wordings-counts.ts'
import { english as plainEnglish } from './wordings-en.ts'
import { chinese as plainChinese } from './wordings-zh.ts'

export const chinese = [...plainChinese, ...chineseCounts]
export const english = [...plainEnglish, ...englishCounts]

/** What is not understood: the text, and where it stops making sense. */
export const broken: readonly (readonly [text: string, language: 'zh' | 'en', rest: string, expected: string])[] = [
  ['当客户72小时内没有新的报价，通知负责人', 'zh', '报价，通知负责人', '跟进'],
  ['当新建线索，请大家吃饭', 'zh', '请大家吃饭', '通知'],
  ['当合同进入冰箱，通知负责人', 'zh', '冰箱，通知负责人', '已签署'],
  ['当新建合同，如果颜色大于3，通知负责人', 'zh', '颜色大于3，通知负责人', '金额'],
  [
    'When a customer has no new invoice within 72 hours, notify the owner',
    'en',
    'invoice within 72 hours, notify the owner',
    'Follow-up',
  ],
  ['When a lead is created, sing a song', 'en', 'sing a song', 'notify'],
]
