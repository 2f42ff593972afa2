import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { settleConflict, withValue } from '../../engine/definition/conflict.ts'
import { elementAt } from '../../engine/definition/elements.ts'
import { mergeDefinitions } from '../../engine/definition/merge.ts'
import { compileApp } from '../../engine/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { readTemplate } from '../../server/store/templates.ts'

const template = await readTemplate(fileURLToPath(new URL('../../templates/sales-management', import.meta.url)))
const shipped = template.definition

type Change = readonly [place: string, value: unknown]
const both = (zh: string, en: string) => ({ zh, en })
const changed = (definition: AppDefinition, changes: readonly Change[]): AppDefinition =>
  changes.reduce((one, [place, value]) => withValue(one, place.split('/'), value) as AppDefinition, definition)
const field = (key: string, type: string, more: object = {}) => ({ key, label: both(key, key), type, ...more })
const inSection = (form: string, section: string, key: string): Change => [
  `forms/${form}/layout/sections/${section}/fields/${key}`,
  key,
]
const F = (form: string, key: string) => `forms/${form}/fields/${key}`

/** What a customer made of the app since it was installed. */
const own: readonly Change[] = [
  ['settings/large_amount/value', '5000000'],
  ['settings/rebate_days/value', '45'],
  ['settings/freeze_days/value', '60'],
  ['settings/silence/value', '96h'],
  ['settings/chance_quote/value', '0.7'],
  [`${F('customer', 'industry')}/required`, true],
  [`${F('customer', 'budget_range')}/required`, true],
  [`${F('customer', 'decision_role')}/required`, true],
  [`${F('customer', 'phone')}/label/zh`, '总机'],
  [`${F('customer', 'website')}/help`, both('官网', 'Official site')],
  [F('customer', 'tax_number'), field('tax_number', 'text', { maxLength: 30 })],
  inSection('customer', 'base', 'tax_number'),
  [F('customer', 'wechat_group'), field('wechat_group', 'text')],
  inSection('customer', 'people', 'wechat_group'),
  [F('customer', 'visits_wanted'), field('visits_wanted', 'number', { scale: 0 })],
  inSection('customer', 'contact', 'visits_wanted'),
  [F('lead', 'campaign'), field('campaign', 'text')],
  inSection('lead', 'who', 'campaign'),
  [`${F('lead', 'email')}/required`, true],
  [`${F('lead', 'note')}/label`, both('跟进备注', 'Follow-up note')],
  [F('opportunity', 'partner'), field('partner', 'text')],
  inSection('opportunity', 'base', 'partner'),
  [
    F('opportunity', 'per_visit'),
    field('per_visit', 'formula', { formula: '{amount}/{visit_count}', result: 'money' }),
  ],
  inSection('opportunity', 'numbers', 'per_visit'),
  [`${F('opportunity', 'competitors')}/required`, true],
  ['forms/opportunity/stages/pipeline/quote/label/zh', '报价谈判'],
  ['forms/opportunity/rules/partner_named', { key: 'partner_named', when: '{amount} > 1000000', require: ['partner'] }],
  ['forms/customer/rules/tax_known', { key: 'tax_known', when: '{contract_amount} > 0', require: ['tax_number'] }],
  ['forms/visit/rules/next_needed/label', both('要有下一步', 'A next step')],
  [F('contract', 'project_code'), field('project_code', 'text')],
  inSection('contract', 'base', 'project_code'),
  [`${F('contract', 'terms')}/label/en`, 'Terms and conditions'],
  ['optionLibraries/region/options/overseas', { key: 'overseas', label: both('海外', 'Overseas') }],
  ['optionLibraries/industry/options/games', { key: 'games', label: both('游戏', 'Games') }],
  ['optionLibraries/lead_source/options/douyin/active', false],
  ['optionLibraries/loss_reason/options/price/label/zh', '价格太高'],
  ['optionLibraries/product_line/options/hardware', { key: 'hardware', label: both('硬件', 'Hardware') }],
  ['views/customers/columns/phone', 'phone'],
  ['views/opportunities/columns/partner', 'partner'],
  ['views/leads/sort', ['-created_at']],
  [
    'views/partners',
    {
      key: 'partners',
      label: both('伙伴商机', 'With partners'),
      type: 'table',
      form: 'opportunity',
      where: 'NOT(ISEMPTY({partner}))',
    },
  ],
  ['navigation/partners', { key: 'partners', view: 'partners' }],
  ['roles/seller/label/zh', '客户经理'],
  ['roles/finance/grants/contract/fields/project_code', 'write'],
  [
    'roles/partner_manager',
    {
      key: 'partner_manager',
      label: both('伙伴经理', 'Partner manager'),
      grants: [{ form: 'opportunity', can: ['read'], rows: 'NOT(ISEMPTY({partner}))' }],
    },
  ],
  ['automations/opportunity_won/enabled', false],
  ['automations/rating_c/name/zh', 'C 级提醒主管'],
  ['workflows/contract_approval/nodes/manager/mode', 'all'],
  ['workflows/large_amount/name/zh', '五百万以上审批'],
  ['scorecards/lead_score/name/zh', 'BANT 评分'],
  ['policies/lead_rotation/strategy', 'least_load'],
]

/** What the next version of the template brings. */
const upgrade: readonly Change[] = [
  ['version', '0.2.0'],
  [`${F('customer', 'industry')}/help`, both('按主营业务选', 'By the main business')],
  [`${F('customer', 'phone')}/label/en`, 'Switchboard'],
  [F('customer', 'credit_limit'), field('credit_limit', 'money')],
  inSection('customer', 'worth', 'credit_limit'),
  [F('customer', 'parent_company'), field('parent_company', 'text')],
  inSection('customer', 'base', 'parent_company'),
  [F('lead', 'linkedin'), field('linkedin', 'url')],
  inSection('lead', 'who', 'linkedin'),
  [F('opportunity', 'decision_date'), field('decision_date', 'date')],
  inSection('opportunity', 'base', 'decision_date'),
  [`${F('opportunity', 'forecast')}/help`, both('金额乘以把握', 'Amount times chance')],
  ['forms/opportunity/layout/sections/need/label/zh', '需求与方案'],
  ['forms/opportunity/stages/pipeline/quote/label/en', 'Negotiation'],
  ['forms/opportunity/rules/dated', { key: 'dated', when: '{amount} > 2000000', require: ['decision_date'] }],
  ['forms/contract/rules/period/label', both('起止日期', 'Period')],
  ['optionLibraries/region/options/hmt', { key: 'hmt', label: both('港澳台', 'HK, Macao, Taiwan') }],
  ['optionLibraries/industry/options/aviation', { key: 'aviation', label: both('航空', 'Aviation') }],
  ['optionLibraries/loss_reason/options/price/color', 'red'],
  ['settings/large_amount/help', both('超过此数要总监批准', 'Above this the director approves')],
  [
    'settings/credit_share',
    { key: 'credit_share', label: both('授信比例', 'Credit share'), type: 'percent', value: '0.3' },
  ],
  ['views/customers/columns/credit_limit', 'credit_limit'],
  ['views/opportunities/columns/decision_date', 'decision_date'],
  [
    'views/decisions',
    {
      key: 'decisions',
      label: both('近期决策', 'Decisions'),
      type: 'table',
      form: 'opportunity',
      sort: ['decision_date'],
    },
  ],
  ['navigation/decisions', { key: 'decisions', view: 'decisions' }],
  ['roles/seller/help/zh', '看得到自己的业务。'],
  ['roles/finance/grants/customer/fields', { credit_limit: 'write' }],
  ['automations/opportunity_won/name/zh', '成交通知'],
  ['workflows/contract_approval/nodes/manager/deadline/steps/remind/after', '12h'],
  ['workflows/large_amount/nodes/director/mode', 'all'],
  ['policies/lead_rotation/name/zh', '线索轮流分配'],
]

/** Where both said something else about the same thing. */
const contradicted: readonly (readonly [place: string, ours: unknown, theirs: unknown])[] = [
  ['settings/commission_rate/value', '0.1', '0.09'],
  [`${F('product', 'description')}/label/zh`, '卖点', '产品说明'],
]

describe('a new version of the template over what a customer changed', () => {
  const ours = changed(shipped, [...own, ...contradicted.map(([place, value]): Change => [place, value])])
  const theirs = changed(shipped, [...upgrade, ...contradicted.map(([place, , value]): Change => [place, value])])
  const { merged, conflicts } = mergeDefinitions(structuredClone(shipped), ours, structuredClone(theirs))
  const missing = (definition: AppDefinition, changes: readonly Change[]) =>
    changes.filter(
      ([place, value]) => JSON.stringify(elementAt(definition, place.split('/'))) !== JSON.stringify(value),
    )

  it('begins with changes that are many and sound', () => {
    expect(own.length).toBeGreaterThanOrEqual(50)
    expect(upgrade.length).toBeGreaterThanOrEqual(30)
    for (const definition of [ours, theirs]) {
      expect(validateDefinition(definition).problems).toEqual([])
      expect(compileApp(definition).findings.filter(({ severity }) => severity === 'error')).toEqual([])
    }
    expect(missing(ours, own)).toEqual([])
    expect(missing(theirs, upgrade)).toEqual([])
  })

  it('keeps every change of the customer and brings every change of the template', () => {
    expect(missing(merged, own)).toEqual([])
    expect(missing(merged, upgrade)).toEqual([])
    expect(compileApp(merged).findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('asks about what both said differently, and only that', () => {
    expect(conflicts.map(({ place }) => place.join('/')).sort()).toEqual(contradicted.map(([place]) => place).sort())
    for (const conflict of conflicts) {
      const [, mine, other] = contradicted.find(([place]) => place === conflict.place.join('/'))!
      expect([conflict.ours, conflict.theirs]).toEqual([mine, other])
      expect(elementAt(merged, conflict.place)).toBe(mine)
      expect(elementAt(settleConflict(merged, conflict, 'theirs'), conflict.place)).toBe(other)
    }
  })

  it('takes less than the check that follows it, when nothing was taken away', () => {
    const fastest = (run: (definitions: [AppDefinition, AppDefinition, AppDefinition]) => void): number => {
      const times = Array.from({ length: 12 }, () => {
        const fresh = structuredClone([shipped, ours, theirs]) as [AppDefinition, AppDefinition, AppDefinition]
        const start = process.cpuUsage()
        run(fresh)
        return process.cpuUsage(start).user
      })
      return Math.min(...times)
    }
    const merging = fastest(([a, b, c]) => mergeDefinitions(a, b, c))
    expect(merging / fastest(([, b]) => compileApp(b))).toBeLessThan(1)
  })
})
