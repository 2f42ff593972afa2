import type { Said } from '../../../engine/sentence/index.ts'

type Row = readonly [text: string, said: Partial<Said>]

const tell = (to: string, zh: string) => ({ do: 'notify', to, message: { zh } }) as const
const say = (to: string, en: string) => ({ do: 'notify', to, message: { en } }) as const

/** Triggers that count, and schedules for a few, in Chinese. */
export const chineseCounts: readonly Row[] = [
  [
    '当同一客户30天内跟进达到3条，通知负责人：“跟得勤”',
    {
      on: [{ window: { of: 'follow_up', per: '{customer}', over: '30d', is: '{$measure} >= 3' } }],
      then: [tell('{owner}', '跟得勤')],
    },
  ],
  [
    '当30天内修改合同的金额超过2次，通知销售总监：“反复改价”',
    {
      on: [
        {
          window: { of: { event: 'updated', form: 'contract', fields: ['amount'] }, over: '30d', is: '{$measure} > 2' },
        },
      ],
      then: [tell('ROLE("director")', '反复改价')],
    },
  ],
  [
    '当同一客户连续3次跟进已确认不为是，通知主管：“没确认”',
    {
      on: [
        { window: { of: 'follow_up', per: '{customer}', last: 3, measure: '{confirmed}', is: '{$measure} <> TRUE' } },
      ],
      then: [tell('MANAGER({owner})', '没确认')],
    },
  ],
  [
    '每月1日9:00，对前10条合同（已付款不为是），删除记录',
    {
      on: [{ schedule: '0 9 1 * *', for: { form: 'contract', where: '{paid} <> TRUE', limit: 10 } }],
      then: [{ do: 'delete' }],
    },
  ],
]

/** Triggers that count, in English. */
export const englishCounts: readonly Row[] = [
  [
    'When there are at least 3 follow-ups of the same customer within 30 days, notify the owner: “busy”',
    {
      on: [{ window: { of: 'follow_up', per: '{customer}', over: '30d', is: '{$measure} >= 3' } }],
      then: [say('{owner}', 'busy')],
    },
  ],
  [
    'When the amount of a contract changes more than 2 times within 30 days, notify the directors: “again”',
    {
      on: [
        {
          window: { of: { event: 'updated', form: 'contract', fields: ['amount'] }, over: '30d', is: '{$measure} > 2' },
        },
      ],
      then: [say('ROLE("director")', 'again')],
    },
  ],
  [
    'When 3 follow-ups in a row of the same customer have confirmed is not ticked, notify the manager: “unconfirmed”',
    {
      on: [
        { window: { of: 'follow_up', per: '{customer}', last: 3, measure: '{confirmed}', is: '{$measure} <> TRUE' } },
      ],
      then: [say('MANAGER({owner})', 'unconfirmed')],
    },
  ],
]
