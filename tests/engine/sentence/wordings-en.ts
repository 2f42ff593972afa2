import type { Said } from '../../../engine/sentence/index.ts'

type Row = readonly [text: string, said: Partial<Said>]

const created = (form: string) => ({ event: 'created', form }) as const
const touch = { event: 'updated' as const, form: 'lead', fields: ['first_touch'] }
const _tell = (to: string, zh: string) => ({ do: 'notify', to, message: { zh } }) as const
const say = (to: string, en: string) => ({ do: 'notify', to, message: { en } }) as const
const notice = (to: string, zh: string, en: string) => ({ do: 'notify', to, message: { zh, en } }) as const
const silence = {
  on: [created('follow_up')],
  unless: [created('follow_up')],
  same: [['{customer}', '{customer}']],
} as Pick<Said, 'on' | 'unless' | 'same'>

/** The same in English. */
export const english: readonly Row[] = [
  [
    'When a customer has no new follow-up within 72 hours, notify the owner and the manager.',
    {
      ...silence,
      within: '72h',
      then: [
        notice(
          '[{customer.owner}, MANAGER({customer.owner})]',
          '{customer}：72 小时内没有新的跟进',
          '{customer}: no new follow-up within 72 hours',
        ),
      ],
    },
  ],
  [
    'If a customer has had no visit for a week, tell the advisor “please call”',
    { ...silence, within: '7d', then: [say('{customer.advisor}', 'please call')] },
  ],
  [
    'when a lead is created, assign it by lead rotation',
    { on: [created('lead')], then: [{ do: 'assign', policy: 'rotation' }] },
  ],
  [
    'Whenever a lead comes in, tell all sellers: "a new lead"',
    { on: [created('lead')], then: [say('ROLE("seller")', 'a new lead')] },
  ],
  [
    'When a contract is created, if the amount is over 1,000,000, notify the directors: “large”',
    { on: [created('contract')], where: '{amount} > 1000000', then: [say('ROLE("director")', 'large')] },
  ],
  [
    'When a contract is created and the discount is more than 15%, lock it',
    { on: [created('contract')], where: '{discount} > 0.15', then: [{ do: 'lock' }] },
  ],
  [
    'When a contract is created, if the amount is at least 2 million, start the contract approval',
    { on: [created('contract')], where: '{amount} >= 2000000', then: [{ do: 'start', workflow: 'approval' }] },
  ],
  [
    'When the rating of a customer becomes C, give the manager the task “step in”, due within 48 hours',
    {
      on: [{ event: 'updated', form: 'customer', fields: ['rating'], to: 'c' }],
      then: [{ do: 'task', to: 'MANAGER({owner})', title: { en: 'step in' }, due: '48h' }],
    },
  ],
  [
    'When the health of a customer changes from green to yellow or red, notify the owner: “look”',
    {
      on: [{ event: 'updated', form: 'customer', fields: ['health'], from: 'green', to: ['yellow', 'red'] }],
      then: [say('{owner}', 'look')],
    },
  ],
  [
    "When a lead's owner changes, notify the owner: “yours”",
    { on: [{ event: 'updated', form: 'lead', fields: ['owner'] }], then: [say('{owner}', 'yours')] },
  ],
  [
    'When a lead is created and the first touch is not filled in within 2 hours, remind the owner: “call”',
    { on: [created('lead')], within: '2h', unless: [touch], then: [say('{owner}', 'call')] },
  ],
  [
    'When a lead is created, and within 4 hours nobody fills in the first touch, reassign it by lead rotation to somebody other than the owner',
    {
      on: [created('lead')],
      within: '4h',
      unless: [touch],
      then: [{ do: 'assign', policy: 'rotation', except: '{owner}' }],
    },
  ],
  [
    'When a follow-up is created, and within 2 days the confirmed is not set to yes, notify directors: “unconfirmed”',
    {
      on: [created('follow_up')],
      within: '2d',
      unless: [{ event: 'updated', form: 'follow_up', fields: ['confirmed'], to: true }],
      then: [say('ROLE("director")', 'unconfirmed')],
    },
  ],
  [
    'When a lead enters fresh, and within 1 day it does not reach contacted, move it to lost',
    {
      on: [{ event: 'stage_entered', form: 'lead', stage: 'fresh' }],
      within: '1d',
      unless: [{ event: 'stage_entered', form: 'lead', stage: 'contacted' }],
      then: [{ do: 'move', to: 'lost' }],
    },
  ],
  [
    'When a contract reaches signed, notify everybody in finance by e-mail: “invoice it”, and set paid to no',
    {
      on: [{ event: 'stage_entered', form: 'contract', stage: 'signed' }],
      then: [
        { ...say('ROLE("finance")', 'invoice it'), channels: ['email'] },
        { do: 'update', set: { paid: false } },
      ],
    },
  ],
  [
    'When a lead leaves fresh, unlock the record',
    { on: [{ event: 'stage_left', form: 'lead', stage: 'fresh' }], then: [{ do: 'unlock' }] },
  ],
  [
    'When the contract approval of a contract ends, move it to signed',
    {
      on: [{ event: 'workflow_finished', form: 'contract', workflow: 'approval' }],
      then: [{ do: 'move', to: 'signed' }],
    },
  ],
  [
    'When a contract is deleted, tell finance and the directors: “gone”',
    { on: [{ event: 'deleted', form: 'contract' }], then: [say('[ROLE("finance"), ROLE("director")]', 'gone')] },
  ],
  [
    '30 days before the end date of a contract, remind the owner: “ends soon”',
    { on: [{ date: '{ends_on}', form: 'contract', offset: '-30d' }], then: [say('{owner}', 'ends soon')] },
  ],
  [
    'When 7 days before the end date of a contract at 9:00, remind the owner: “ends soon”',
    { on: [{ date: '{ends_on}', form: 'contract', offset: '-7d', at: '09:00' }], then: [say('{owner}', 'ends soon')] },
  ],
  [
    'On the next date of a follow-up, give the owner the task “call”',
    { on: [{ date: '{next_on}', form: 'follow_up' }], then: [{ do: 'task', to: '{owner}', title: { en: 'call' } }] },
  ],
  [
    'When for a customer the silent days is more than 7, notify the owner: “silent”',
    { on: [{ becomes: '{silent_days} > 7', form: 'customer' }], then: [say('{owner}', 'silent')] },
  ],
  [
    'Every day at 9:00 for each contract whose paid is not ticked, remind the owner: “pay”',
    {
      on: [{ schedule: '0 9 * * *', for: { form: 'contract', where: '{paid} <> TRUE' } }],
      then: [say('{owner}', 'pay')],
    },
  ],
  [
    'Every Monday at 8:30, for each customer, remind the owner: “meeting”',
    { on: [{ schedule: '30 8 * * 1', for: { form: 'customer' } }], then: [say('{owner}', 'meeting')] },
  ],
  [
    'Every month on day 1 at 9:00, tell all sellers: “report”',
    { on: [{ schedule: '0 9 1 * *' }], then: [say('ROLE("seller")', 'report')] },
  ],
  [
    'When “Void” is pressed on a contract, lock the fields amount and discount',
    {
      on: [{ button: { form: 'contract', label: { en: 'Void' } } }],
      then: [{ do: 'lock', fields: ['amount', 'discount'] }],
    },
  ],
  [
    'When a customer is created, create a follow-up with customer this record',
    { on: [created('customer')], then: [{ do: 'create', form: 'follow_up', set: { customer: '={$record}' } }] },
  ],
  [
    'When a contract is created (paid is ticked), set in customer the key account to yes',
    {
      on: [{ ...created('contract'), where: '{paid} = TRUE' }],
      then: [{ do: 'update', target: '{customer}', set: { key_account: true } }],
    },
  ],
  [
    "When a contract is created, if the customer's rating is A or A+, tell the customer's advisor: “good”",
    {
      on: [created('contract')],
      where: 'OR({customer.rating} = "a", {customer.rating} = "a_plus")',
      then: [say('{customer.advisor}', 'good')],
    },
  ],
  [
    'When a lead is created, if the source is empty or the grade is not A, tell the owner: “complete it”',
    { on: [created('lead')], where: 'OR(ISEMPTY({source}), {grade} <> "a")', then: [say('{owner}', 'complete it')] },
  ],
]
