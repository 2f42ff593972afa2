import type { AppDefinition } from '../../../schemas/generated/definition.ts'

const words = (zh: string, en: string) => ({ zh, en })
const label = (text: string) => ({ label: words(text, text) })
const tell = (message: string, to = '{owner}') => [{ do: 'notify' as const, to, message: words(message, message) }]

/** Leads to be touched, visits that should follow each other, payments that fall due: one of each kind of time. */
export const follow: AppDefinition = {
  formatVersion: 1,
  key: 'follow',
  version: '0.1.0',
  name: words('跟进', 'Follow up'),
  zone: 'Asia/Shanghai',
  settings: [{ key: 'reclaim', ...label('reclaim'), type: 'text', value: '4h' }],
  calendars: [
    {
      key: 'office',
      ...label('office'),
      week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map(day => [day, [['09:00', '18:00']]])),
      holidays: ['2026-12-01'],
      workdays: [],
    },
  ],
  forms: [
    {
      ...{ key: 'lead', name: words('线索', 'Lead'), titleField: 'name' },
      fields: [
        { key: 'name', ...label('name'), type: 'text' },
        { key: 'touched_at', ...label('touched'), type: 'datetime' },
        { key: 'hold', ...label('hold'), type: 'yes_no' },
      ],
      ladders: [
        {
          ...{ key: 'first_touch', name: words('首次联系', 'First touch') },
          ...{ from: '{created_at}', stopWhen: 'NOT(ISEMPTY({touched_at}))', pauseWhen: '{hold} = TRUE' },
          steps: [
            { key: 'remind', after: '2h', do: tell('remind {name}') },
            { key: 'reclaim', after: '={$settings.reclaim}', do: tell('reclaim {name}') },
          ],
        },
      ],
      stages: {
        pipeline: [
          {
            key: 'new',
            ...label('new'),
            ladder: { steps: [{ key: 'slow', after: '2d', do: tell('slow {name}') }] },
          },
          { key: 'done', ...label('done') },
        ],
      },
    },
    {
      ...{ key: 'customer', name: words('客户', 'Customer'), titleField: 'name' },
      fields: [{ key: 'name', ...label('name'), type: 'text' }],
    },
    {
      ...{ key: 'visit', name: words('拜访', 'Visit'), titleField: 'name' },
      fields: [
        { key: 'name', ...label('name'), type: 'text' },
        {
          ...{ key: 'customer', ...label('customer'), type: 'relation', to: 'customer' },
          inverse: { key: 'visits', ...label('visits') },
        },
        { key: 'confirmed', ...label('confirmed'), type: 'yes_no' },
      ],
    },
    {
      ...{ key: 'payment', name: words('回款', 'Payment'), titleField: 'name' },
      fields: [
        { key: 'name', ...label('name'), type: 'text' },
        { key: 'due_on', ...label('due'), type: 'date' },
        { key: 'paid', ...label('paid'), type: 'yes_no' },
        { key: 'late_days', ...label('late'), type: 'formula', result: 'number', formula: 'DAYS(TODAY(), {due_on})' },
      ],
    },
  ],
  automations: [
    {
      ...{ key: 'silence', name: words('静默', 'Silence') },
      on: [{ event: 'created', form: 'visit' }],
      unless: [{ event: 'created', form: 'visit' }],
      same: [['{customer}', '{customer}']],
      within: '72h',
      then: tell('silent since {name}'),
    },
    {
      ...{ key: 'unconfirmed', name: words('未确认', 'Unconfirmed') },
      on: [{ event: 'created', form: 'visit' }],
      unless: [{ event: 'updated', form: 'visit', fields: ['confirmed'], to: true }],
      within: '48h',
      then: tell('unconfirmed {name}'),
    },
    {
      ...{ key: 'before_due', name: words('到期提醒', 'Before it is due') },
      on: [{ date: '{due_on}', offset: '-3d', at: '09:00', form: 'payment' }],
      where: '{paid} <> TRUE',
      then: tell('due soon {name}'),
    },
    {
      ...{ key: 'late', name: words('逾期', 'Late') },
      on: [{ becomes: 'AND({paid} <> TRUE, {late_days} > 30)', form: 'payment' }],
      then: tell('late {name}'),
    },
    {
      ...{ key: 'monday', name: words('周一', 'Mondays') },
      on: [{ schedule: '30 8 * * mon', for: { form: 'payment', where: '{paid} <> TRUE' } }],
      then: tell('monday {name}'),
    },
  ],
}
