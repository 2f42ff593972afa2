import { describe, expect, it } from 'vitest'
import { dueText, urgencyOf } from '../../../runtime/task/due.ts'

const zone = 'Asia/Shanghai'
/** 20:00 in Shanghai */
const now = Date.parse('2026-11-22T12:00:00Z')

describe('when a task is due', () => {
  it.each([
    ['2026-11-22T11:00:00Z', '1小时前', 'over'],
    ['2026-11-22T15:00:00Z', '3小时后', 'soon'],
    ['2026-11-22T16:30:00Z', '明天', 'soon'],
    ['2026-11-24T11:59:00Z', '后天', 'later'],
    ['2026-12-02T12:00:00Z', '10天后', 'later'],
  ])('%s', (due, text, urgency) => {
    expect([dueText(due, zone, 'zh', now), urgencyOf(due, zone, now)]).toEqual([text, urgency])
  })
  it('on the same day is told apart from later days', () => {
    const morning = Date.parse('2026-11-22T00:00:00Z')
    expect(urgencyOf('2026-11-22T15:00:00Z', zone, morning)).toBe('today')
    expect(dueText('2026-11-24T15:00:00Z', zone, 'en', morning)).toBe('in 2 days')
  })
})
