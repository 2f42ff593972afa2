import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDefinitions } from '../../../engine/definition/compare.ts'
import { office } from '../../fixtures/office.ts'
import { both, carry, drop, type Edit, move, put } from './merge-cases/case.ts'
import { edits, randomly } from './random-edits.ts'

const told = (edit: Edit) =>
  compareDefinitions(office, edit(office)).map(({ group, opens, text }) => [
    group,
    ...(opens === undefined ? [] : [opens]),
    text.zh,
    text.en,
  ])

type Told = readonly (string | boolean)[]
const F = 'forms/customer/fields'
const N = 'workflows/large/nodes'
const G = 'roles/seller/grants'

const cases: readonly (readonly [name: string, edit: Edit, told: readonly Told[]])[] = [
  [
    'a field that must be filled in',
    put(`${F}/phone/required`, true),
    [['meaning', '表单“客户”字段“电话” 必填: 否 → 是', 'form “Customer”, field “Phone” required: no → yes']],
  ],
  ['a flag said as it was', put(`${F}/phone/required`, false), []],
  [
    'an option retired',
    put('optionLibraries/industry/options/energy/active', false),
    [
      [
        'meaning',
        '选项库“行业”选项“能源” 可选: 是 → 否',
        'option library “Industry”, option “Energy” offered: yes → no',
      ],
    ],
  ],
  [
    'a new field',
    put(`${F}/note`, { key: 'note', label: both('备注', 'Note'), type: 'text' }),
    [['meaning', '表单“客户”新增字段“备注”', 'form “Customer”: new field “Note”']],
  ],
  [
    'a removed field',
    drop('forms/opportunity/fields/heads'),
    [['meaning', '表单“商机”移除字段“人数”', 'form “Opportunity”: field “Heads” removed']],
  ],
  [
    'a renamed field',
    put(`${F}/phone/label`, both('手机', 'Mobile')),
    [
      [
        'words',
        '表单“客户”字段“手机” 名称: “电话” → “手机”',
        'form “Customer”, field “Mobile” name: “Phone” → “Mobile”',
      ],
    ],
  ],
  [
    'a name in one language',
    put(`${F}/phone/label/zh`, '手机'),
    [
      [
        'words',
        '表单“客户”字段“手机” 名称: “电话” → “手机”',
        'form “Customer”, field “Phone” name (Chinese): “电话” → “手机”',
      ],
    ],
  ],
  [
    'a retyped field',
    put(`${F}/phone/type`, 'text'),
    [['meaning', '表单“客户”字段“电话” 类型: 电话 → 文字', 'form “Customer”, field “Phone” type: phone → text']],
  ],
  [
    'a formula, by the names people gave',
    put('forms/opportunity/fields/per_head/formula', '{amount}/{heads}*2'),
    [
      [
        'meaning',
        '表单“商机”字段“人均” 公式: {预计金额}/{人数} → {预计金额}/{人数}*2',
        'form “Opportunity”, field “Per head” formula: {Amount}/{Heads} → {Amount}/{Heads}*2',
      ],
    ],
  ],
  [
    'a condition, as people say it',
    put(`${N}/size/next/director/when`, '{amount} > 5'),
    [
      [
        'meaning',
        '流程“大额审批”节点“是否大额”去向“总监审批” 条件: 预计金额大于设置“大额标准” → 预计金额大于 5',
        'workflow “Large amounts”, step “Large?”, way “Director” when: the amount is more than the setting "Large amount" → the amount is more than 5',
      ],
    ],
  ],
  [
    'who decides',
    put(`${N}/director/by`, 'ROLE("manager")'),
    [
      [
        'meaning',
        '流程“大额审批”节点“总监审批” 由谁处理: 所有总监 → 所有经理',
        'workflow “Large amounts”, step “Director” by: everybody in director → everybody in manager',
      ],
    ],
  ],
  [
    'what a rule asks for',
    put('forms/opportunity/rules/risk_needed/require', ['scan']),
    [
      [
        'meaning',
        '表单“商机”规则“超过一千万须附风险评估” 必填: 增加“签字扫描件”，去掉“风险评估”',
        'form “Opportunity”, rule “Above ten million attach the risk assessment” required: “Signed scan” added, “Risk assessment” taken away',
      ],
    ],
  ],
  [
    'an automation as a sentence',
    put('automations/silent/within', '48h'),
    [
      [
        'meaning',
        '自动化“沉默提醒”：当新建商机，且 72 小时内没有填写预计成交，如果预计金额大于 1000，通知负责人：“没有动静”。 → 当新建商机，且 48 小时内没有填写预计成交，如果预计金额大于 1000，通知负责人：“没有动静”。',
        'automation “Silence”: When an opportunity is created, and within 72 hours the close on is not filled in, if the amount is more than 1000, notify the owner: "Nothing happens". → When an opportunity is created, and within 48 hours the close on is not filled in, if the amount is more than 1000, notify the owner: "Nothing happens".',
      ],
    ],
  ],
  [
    'a field moved to another section',
    carry('forms/customer/layout/sections/main/fields/phone', 'forms/customer/layout/sections/money/fields/phone'),
    [
      [
        'layout',
        '表单“客户”字段“电话”从“基本”移到“金额”',
        'form “Customer”: field “Phone” moved from “Main” to “Money”',
      ],
    ],
  ],
  [
    'fields in another order',
    move('forms/customer/layout/sections/main/fields/phone', null),
    [['layout', '表单“客户”分组“基本”字段顺序调整', 'form “Customer”: order of fields in “Main”']],
  ],
  [
    'stages in another order',
    move('forms/opportunity/stages/pipeline/proposal', null),
    [['meaning', '表单“商机”阶段顺序调整', 'form “Opportunity”: order of stages']],
  ],
  [
    'a setting',
    put('settings/limit/value', '5'),
    [['meaning', '设置“大额标准” 值: 10000000 → 5', 'setting “Large amount” value: 10000000 → 5']],
  ],
  [
    'an order of a view',
    put('views/open/sort', ['amount']),
    [
      [
        'meaning',
        '视图“商机” 排序: 增加“预计金额”↑，去掉“预计金额”↓',
        'view “Opportunities” sorted by: “Amount”↑ added, “Amount”↓ taken away',
      ],
    ],
  ],
  [
    'a right given',
    put(`${G}/customer/can`, ['read', 'create', 'update', 'delete']),
    [['rights', true, '“销售”现在可以删除“客户”', '“Seller” may now delete “Customer”']],
  ],
  [
    'a right taken',
    put(`${G}/customer/can`, ['read', 'create']),
    [['rights', false, '“销售”不能再修改“客户”', '“Seller” may no longer change “Customer”']],
  ],
  [
    'more records',
    put(`${G}/opportunity/rows`, 'subordinates'),
    [
      [
        'rights',
        true,
        '“销售”能看到的“商机”: 本人的 → 本人和下属的',
        '“Opportunity” records of “Seller”: own → own and the team’s',
      ],
    ],
  ],
  [
    'fewer records',
    put('roles/manager/grants/opportunity/rows', 'own'),
    [
      [
        'rights',
        false,
        '“经理”能看到的“商机”: 本人和下属的 → 本人的',
        '“Opportunity” records of “Manager”: own and the team’s → own',
      ],
    ],
  ],
  [
    'a hidden field shown',
    put(`${G}/customer/fields/secret`, 'read'),
    [
      [
        'rights',
        true,
        '“销售”对“客户”的“底价”: 隐藏 → 查看',
        '“Floor price” of “Customer” for “Seller”: hidden → read',
      ],
    ],
  ],
  [
    'a field hidden',
    put(`${G}/customer/fields/phone`, 'hidden'),
    [['rights', false, '“销售”对“客户”的“电话”: 编辑 → 隐藏', '“Phone” of “Customer” for “Seller”: edit → hidden']],
  ],
  [
    'a page given',
    put('roles/seller/views', ['board']),
    [['rights', true, '“销售”现在可以用“看板”', '“Seller” may now use “Board”']],
  ],
  [
    'a role renamed',
    put('roles/seller/label/zh', '业务员'),
    [['words', '角色“销售” 名称: “销售” → “业务员”', 'role “Seller” name (Chinese): “销售” → “业务员”']],
  ],
  [
    'who may send a record back',
    put('forms/opportunity/stages/back/roles', ['director', 'manager']),
    [['rights', true, '表单“商机”允许退回 角色: 增加“经理”', 'form “Opportunity”, going back role: “Manager” added']],
  ],
  ['sample records', drop('sampleData'), []],
]

describe('two definitions compared', () => {
  it.each(cases)('%s', (_, edit, expected) => expect(told(edit)).toEqual(expected))

  it('narrower conditions on rows open nothing, wider ones may', () => {
    const rows = (before: string, after: string) =>
      compareDefinitions(put(`${G}/opportunity/rows`, before)(office), put(`${G}/opportunity/rows`, after)(office))[0]
        ?.opens
    expect(rows('{amount} > 10', '{amount} > 20')).toBe(false)
    expect(rows('{amount} > 20', '{amount} > 10')).toBe(true)
    expect(rows('{owner} = {$user}', 'AND({owner} = {$user}, {amount} > 5)')).toBe(false)
    expect(rows('{amount} > 10', '{heads} > 10')).toBe(true)
  })

  it('says nothing of equal ones, and something readable of every difference', () =>
    fc.assert(
      fc.property(edits(5), changes => {
        const other = randomly(office, changes)
        expect(compareDefinitions(other, structuredClone(other))).toEqual([])
        for (const { text, path } of compareDefinitions(office, other)) {
          expect(path).toMatch(/^\//)
          expect(`${text.zh} ${text.en}`).not.toMatch(/undefined|\[object|null/)
          expect(text.zh).toMatch(/[一-鿿]/)
        }
      }),
      { numRuns: 200 },
    ))
})
