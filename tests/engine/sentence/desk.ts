import { compileApp } from '../../../engine/index.ts'
import { type Speaker, speakerOf } from '../../../engine/sentence/index.ts'
import type { AppDefinition, Automation } from '../../../schemas/generated/definition.ts'

const both = (zh: string, en: string) => ({ zh, en })
const option = (key: string, zh: string, en: string) => ({ key, label: both(zh, en) })

/** A sales desk: customers, follow-ups, leads with grades and stages, contracts with an approval. */
export const desk: AppDefinition = {
  formatVersion: 1,
  key: 'desk',
  version: '1.0.0',
  name: both('销售台', 'Sales desk'),
  settings: [
    { key: 'big', label: both('大单标准', 'Large contract'), type: 'money', value: '1000000' },
    { key: 'patience', label: both('首次联系时限', 'First contact'), type: 'text', value: '2h' },
  ],
  calendars: [{ key: 'standard', label: both('标准日历', 'Standard'), week: { mon: [['09:00', '18:00']] } }],
  optionLibraries: [
    {
      key: 'grade',
      label: both('等级', 'Grade'),
      options: [option('a_plus', 'A+', 'A+'), option('a', 'A', 'A'), option('b', 'B', 'B'), option('c', 'C', 'C')],
    },
    {
      key: 'light',
      label: both('健康', 'Health'),
      options: [option('green', '绿灯', 'Green'), option('yellow', '黄灯', 'Yellow'), option('red', '红灯', 'Red')],
    },
  ],
  forms: [
    {
      key: 'customer',
      name: both('客户', 'Customer'),
      titleField: 'name',
      fields: [
        { key: 'name', label: both('客户名称', 'Customer name'), type: 'text' },
        { key: 'health', label: both('健康', 'Health'), type: 'select', options: 'light' },
        { key: 'rating', label: both('评级', 'Rating'), type: 'select', options: 'grade' },
        { key: 'silent_days', label: both('未联系天数', 'Silent days'), type: 'number' },
        { key: 'key_account', label: both('大客户', 'Key account'), type: 'yes_no' },
        { key: 'advisor', label: both('顾问', 'Advisor'), type: 'user' },
      ],
    },
    {
      key: 'follow_up',
      name: both('跟进', 'Follow-up'),
      words: ['回访', '拜访', 'visit'],
      titleField: 'title',
      fields: [
        { key: 'title', label: both('标题', 'Title'), type: 'text' },
        {
          key: 'customer',
          label: both('客户', 'Customer'),
          type: 'relation',
          to: 'customer',
          inverse: { key: 'follow_ups', label: both('跟进', 'Follow-ups') },
        },
        { key: 'confirmed', label: both('已确认', 'Confirmed'), type: 'yes_no' },
        { key: 'next_on', label: both('下次日期', 'Next date'), type: 'date' },
      ],
    },
    {
      key: 'lead',
      name: both('线索', 'Lead'),
      titleField: 'company',
      fields: [
        { key: 'company', label: both('公司名称', 'Company'), type: 'text' },
        { key: 'grade', label: both('等级', 'Grade'), type: 'select', options: 'grade' },
        { key: 'first_touch', label: both('首次联系时间', 'First touch'), type: 'datetime' },
        { key: 'source', label: both('来源', 'Source'), type: 'text' },
      ],
      stages: {
        pipeline: [
          { key: 'fresh', label: both('新线索', 'Fresh') },
          { key: 'contacted', label: both('已联系', 'Contacted') },
          { key: 'lost', label: both('无效', 'Lost') },
        ],
      },
    },
    {
      key: 'contract',
      name: both('合同', 'Contract'),
      titleField: 'title',
      fields: [
        { key: 'title', label: both('合同名称', 'Contract name'), type: 'text' },
        {
          key: 'customer',
          label: both('客户', 'Customer'),
          type: 'relation',
          to: 'customer',
          inverse: { key: 'contracts', label: both('合同', 'Contracts') },
        },
        { key: 'amount', label: both('金额', 'Amount'), type: 'money' },
        { key: 'discount', label: both('折扣', 'Discount'), type: 'percent' },
        { key: 'ends_on', label: both('到期日期', 'End date'), type: 'date' },
        { key: 'paid', label: both('已付款', 'Paid'), type: 'yes_no' },
      ],
      stages: {
        pipeline: [
          { key: 'draft', label: both('起草', 'Draft') },
          { key: 'signed', label: both('已签署', 'Signed') },
        ],
      },
    },
  ],
  workflows: [
    {
      key: 'approval',
      name: both('合同审批', 'Contract approval'),
      form: 'contract',
      start: { to: 'boss', manual: true },
      nodes: [
        { key: 'boss', type: 'approve', by: 'ROLE("director")', next: [{ to: 'done' }] },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
  ],
  policies: [
    {
      key: 'rotation',
      name: both('线索轮转', 'Lead rotation'),
      form: 'lead',
      pool: 'ROLE("seller")',
      strategy: 'weighted_round_robin',
      claim: { who: 'ROLE("seller")' },
      otherwise: 'ROLE("director")',
    },
  ],
  roles: [
    { key: 'seller', label: both('销售', 'Sellers'), grants: [] },
    { key: 'director', label: both('销售总监', 'Directors'), grants: [] },
    { key: 'finance', label: both('财务', 'Finance'), grants: [] },
  ],
}

const { app, findings } = compileApp(desk)
if (app === null) throw new Error(JSON.stringify(findings))

/** The desk compiles without a mistake, and so must it with an automation that was read. */
export const speaker: Speaker = speakerOf(app)

export function mistakesWith(automation: object): readonly string[] {
  const one = { key: 'read', name: both('读出', 'Read'), ...automation } as Automation
  return compileApp({ ...desk, automations: [one] })
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code, path, params }) => `${code} ${path} ${JSON.stringify(params)}`)
}
