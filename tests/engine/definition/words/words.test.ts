import { describe, expect, it } from 'vitest'
import { mergeDefinitions } from '../../../../engine/definition/merge.ts'
import { conflictInWords } from '../../../../engine/definition/words/conflict.ts'
import { placeInWords } from '../../../../engine/definition/words/place.ts'
import { office } from '../../../fixtures/office.ts'
import { both, put } from '../merge-cases/case.ts'

describe('the format in words', () => {
  const places: readonly (readonly [place: string, zh: string, en: string])[] = [
    ['forms/customer/fields/phone/required', '表单“客户” 字段“电话” 必填', 'form “Customer”, field “Phone”, required'],
    [
      'forms/customer/layout/sections/money/fields/phone',
      '表单“客户” 分组“金额” 字段“电话”',
      'form “Customer”, section “Money”, field “Phone”',
    ],
    [
      'workflows/large/nodes/size/next/0/when',
      '流程“大额审批” 节点“是否大额” 去向第 1 项 条件',
      'workflow “Large amounts”, step “Large?”, way no. 1, when',
    ],
    [
      'forms/opportunity/stages/pipeline/proposal/gate/require/scan',
      '表单“商机” 阶段“技术方案” 离开条件 必填“签字扫描件”',
      'form “Opportunity”, stage “Proposal”, gate, required “Signed scan”',
    ],
    [
      'roles/seller/grants/customer/fields/secret',
      '角色“销售” 权限“客户” 字段“底价”',
      'role “Seller”, rights “Customer”, field “Floor price”',
    ],
  ]
  it.each(places)('tells the place %s', (place, zh, en) =>
    expect(placeInWords(office, place.split('/'))).toEqual({ zh, en }),
  )

  it('tells both sides of a conflict', () => {
    const ours = put('forms/customer/fields/name', {
      key: 'name',
      label: both('名称', 'Name'),
      type: 'email',
      required: true,
    })(office)
    const theirs = put('forms/customer/fields/name/pattern', '.+')(office)
    const [conflict] = mergeDefinitions(office, ours, theirs).conflicts
    expect(conflictInWords(ours, theirs, conflict!)).toEqual({
      place: { zh: '表单“客户” 字段“名称”', en: 'form “Customer”, field “Name”' },
      reason: { zh: '两边都改了，改得不一样。', en: 'Both changed it, each in another way.' },
      ours: { zh: '类型 邮箱', en: 'type e-mail' },
      theirs: {
        zh: '类型 文字，最多字数 50，可以被搜索到 是，格式 .+',
        en: 'type text, most characters 50, found by search yes, pattern .+',
      },
    })
  })
})
