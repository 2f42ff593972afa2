import { describe, expect, it } from 'vitest'
import { mergeDefinitions } from '../../../../engine/definition/merge.ts'
import { conflictInWords } from '../../../../engine/definition/words/conflict.ts'
import { placeInWords, propertyWord } from '../../../../engine/definition/words/place.ts'
import { valueWords } from '../../../../engine/definition/words/values.ts'
import { appSchema } from '../../../../schemas/definition/app.ts'
import type { Schema } from '../../../../schemas/definition/shapes.ts'
import { office } from '../../../fixtures/office.ts'
import { both, put } from '../merge-cases/case.ts'

interface Found {
  readonly properties: Set<string>
  readonly values: Set<string>
}

/** Every property and every word to choose from that the schema knows. */
function walk(): Found {
  const definitions = appSchema.$defs as Record<string, Schema>
  const seen = new Set<string>()
  const found: Found = { properties: new Set(), values: new Set() }
  const visit = (name: string, schema: Schema): void => {
    if (typeof schema.$ref === 'string') {
      const target = schema.$ref.slice('#/$defs/'.length)
      if (seen.has(target)) return
      seen.add(target)
      visit(target, definitions[target]!)
      return
    }
    for (const value of [...((schema.enum as unknown[] | undefined) ?? []), schema.const])
      if (typeof value === 'string') found.values.add(`${name}=${value}`)
    const inner = [schema.then, schema.else, schema.items, schema.additionalProperties, ...((schema.oneOf as []) ?? [])]
    for (const one of inner) if (one !== null && typeof one === 'object') visit(name, one as Schema)
    for (const [property, one] of Object.entries((schema.properties as Record<string, Schema> | undefined) ?? {})) {
      found.properties.add(`${name}.${property}`)
      visit(`${name}.${property}`, one)
    }
  }
  visit('app', appSchema)
  return found
}

/** Names people know as they are. */
const AS_IS = /^(GET|POST|PUT|PATCH|DELETE|h|min|d|bearer|basic|header|http)$/

describe('the format in words', () => {
  const { properties, values } = walk()

  it('has a word in both languages for every property', () => {
    const poor = [...properties].filter(name => {
      const at = name.lastIndexOf('.')
      const [zh, en] = propertyWord(name.slice(0, at), name.slice(at + 1))
      return !/[一-鿿]/.test(zh) || !/^[\w\s’-]+$/.test(en) || /[_A-Z]/.test(en.replace(/Chinese|English/, ''))
    })
    expect(properties.size).toBeGreaterThan(400)
    expect(poor).toEqual([])
  })

  it('has a word in both languages for everything there is to choose', () => {
    const poor = [...values].filter(name => {
      const value = name.slice(name.indexOf('=') + 1)
      return valueWords[value] === undefined && !AS_IS.test(value)
    })
    expect(poor).toEqual([])
  })

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
      'workflow “Large amounts”, node “Large?”, way on no. 1, condition',
    ],
    [
      'forms/opportunity/stages/pipeline/proposal/gate/require/scan',
      '表单“商机” 阶段“技术方案” 离开条件 必填“签字扫描件”',
      'form “Opportunity”, stage “Proposal”, conditions to leave, requires “Signed scan”',
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
        zh: '类型 单行文本，最大长度 50，可搜索 是，格式 .+',
        en: 'type text, length limit 50, searchable yes, pattern .+',
      },
    })
  })
})
