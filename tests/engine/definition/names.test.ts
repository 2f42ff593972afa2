/** Which names a formula of a record may use, of which type they are, and what is said of those that are none. */
import { describe, expect, it } from 'vitest'
import { typeName } from '../../../engine/expression/index.ts'
import { compileApp } from '../../../engine/index.ts'
import { errorMessage } from '../../../schemas/errors/catalogue.ts'
import type { AppDefinition, Field } from '../../../schemas/generated/definition.ts'

const both = (zh: string, en: string) => ({ zh, en })
const field = (key: string, label: ReturnType<typeof both>, type: string, more: object = {}): Field =>
  ({ key, label, type, ...more }) as Field
const formula = (key: string, text: string, label = both(key, key), result = 'text'): Field =>
  field(key, label, 'formula', { formula: text, result })

/** Orders of customers, with lines and stages, and whatever fields a test adds to the orders or the lines. */
function world(order: readonly Field[], line: readonly Field[] = [], customer: readonly Field[] = []): AppDefinition {
  return {
    formatVersion: 1,
    key: 'names',
    version: '0.1',
    name: both('名', 'Names'),
    settings: [
      { key: 'limit', label: both('限额', 'Limit'), type: 'money', value: '1' },
      { key: 'since', label: both('起始', 'Since'), type: 'date', value: '2026-01-01' },
    ],
    optionLibraries: [
      {
        key: 'industry',
        label: both('行业', 'Industry'),
        options: [{ key: 'medical', label: both('医疗', 'Medical') }],
      },
      {
        key: 'branch',
        label: both('子行业', 'Branch'),
        parent: 'industry',
        options: [{ key: 'hospital', label: both('医院', 'Hospital'), parent: 'medical', score: 5 }],
      },
    ],
    forms: [
      {
        key: 'customer',
        name: both('客户', 'Customer'),
        fields: [
          field('name', both('名称', 'Name'), 'text'),
          field('branch', both('子行业', 'Branch'), 'select', { options: 'branch' }),
          field('manager', both('客户经理', 'Account manager'), 'user'),
          ...customer,
        ],
      },
      {
        key: 'order',
        name: both('订单', 'Order'),
        fields: [
          field('title', both('标题', 'Title'), 'text'),
          field('amount', both('金额', 'Amount'), 'money'),
          field('customer', both('客户', 'Customer'), 'relation', {
            to: 'customer',
            inverse: { key: 'orders', label: both('订单', 'Orders') },
          }),
          field('lines', both('明细', 'Lines'), 'subform', {
            fields: [
              field('price', both('单价', 'Price'), 'money'),
              field('quantity', both('数量', 'Quantity'), 'number', { scale: 0 }),
              ...line,
            ],
          }),
          ...order,
        ],
        stages: {
          pipeline: [
            { key: 'open', label: both('进行中', 'Open') },
            { key: 'done', label: both('完成', 'Done'), kind: 'done' },
          ],
        },
      },
    ],
  }
}

const typeOf = (text: string, where: 'order' | 'line' | 'customer' = 'order'): string => {
  // The default of an address takes any type; the checked tree shows what the names were.
  const probe = field('probe', both('探', 'Probe'), 'address', { default: `=${text}` })
  const at = { order: [[probe]], line: [[], [probe]], customer: [[], [], [probe]] }[where] as [
    Field[],
    Field[]?,
    Field[]?,
  ]
  const { app, findings } = compileApp(world(...at))
  if (app === null)
    return findings.map(({ code, params }) => `${code} ${String(params.suggestion ?? '')}`.trim()).join('; ')
  const form = app.forms.get(where === 'line' ? 'order.lines' : where)!
  const value = form.fields.get('probe')!.defaultValue
  return value !== undefined && 'expression' in value ? typeName(value.expression.typed.type) : 'constant'
}

describe('names of a record’s formula', () => {
  it.each([
    // own fields, by key and by label in either language
    ['{amount}', 'number'],
    ['{金额}', 'number'],
    ['{Amount}', 'number'],
    ['金额 + 1', 'number'],
    // system fields
    ['{created_at}', 'datetime'],
    ['{stage}', 'option'],
    // through relations, people, departments and options
    ['{customer.name}', 'text'],
    ['{客户.名称}', 'text'],
    ['{customer.owner}', 'user'],
    ['{customer.owner.department}', 'department'],
    ['{customer.owner.department.head.manager}', 'user'],
    ['{customer.manager.title}', 'text'],
    ['{owner.manager.name}', 'text'],
    ['{department.parent.name}', 'text'],
    ['{customer.branch.score}', 'number'],
    ['{customer.branch.parent}', 'option'],
    ['{customer.orders.amount}', 'list of number'],
    ['{customer.orders.owner.manager}', 'list of user'],
    // rows
    ['{lines}', 'list of record of order.lines'],
    ['{lines.price}', 'list of number'],
    // scopes
    ['{$record.amount}', 'number'],
    ['{$old.amount}', 'number'],
    ['{$settings.limit}', 'number'],
    ['{$settings.since}', 'date'],
    ['{$settings.限额}', 'number'],
    ['{$user}', 'user'],
    ['{$user.department}', 'department'],
    ['{$stages.open.entered_at}', 'datetime'],
    ['{$stages.进行中.days}', 'number'],
    ['ENTERED("done")', 'datetime'],
    ['MAPLIST({lines}, {$item.price} * {$item.quantity})', 'list of number'],
    ['FILTER({customer.orders}, {$item.amount} > {$settings.limit})', 'list of record of order'],
    // people
    ['MANAGER({owner}, 2)', 'user'],
    ['HEAD({department}, 1)', 'user'],
    ['SUBORDINATES({owner})', 'list of user'],
    ['ROLE("admin")', 'list of user'],
  ])('%s is %s', (text, type) => expect(typeOf(text)).toBe(type))

  it.each([
    ['{price} * {数量}', 'number'],
    ['{$row.price}', 'number'],
    ['{$parent.amount}', 'number'],
    ['{$parent.customer.owner.department.name}', 'text'],
  ])('%s in a row is %s', (text, type) => expect(typeOf(text, 'line')).toBe(type))

  it('reads inverse lists by key and by label', () => {
    expect(typeOf('{orders.lines.price}', 'customer')).toBe('list of number')
    expect(typeOf('{订单.金额}', 'customer')).toBe('list of number')
  })

  it.each([
    ['{amuont}', 'formula_unknown_name {amount}'],
    ['{customer.nmae}', 'formula_unknown_member name'],
    ['{customer.owner.departmnt}', 'formula_unknown_member department'],
    ['{owner.department.haed}', 'formula_unknown_member head'],
    ['{customer.branch.scor}', 'formula_unknown_member score'],
    ['{$settings.limti}', 'formula_unknown_member limit'],
    ['{$stages.opne.days}', 'formula_unknown_member open'],
    ['{$stages.open.day}', 'formula_unknown_member days'],
    ['{$recrod.amount}', 'formula_unknown_name {$record}'],
    ['{$parent.amount}', 'formula_unknown_name'],
    ['{lines.pricee}', 'formula_unknown_member price'],
    ['SUMM({lines.price})', 'formula_unknown_function SUM'],
    ['{stage} = "opne"', 'formula_unknown_option open'],
  ])('%s is said to be no name: %s', (text, said) => expect(typeOf(text)).toBe(said))
})

describe('a circle of computed fields', () => {
  const circleOf = (definition: AppDefinition) => {
    const circles = compileApp(definition).findings.filter(({ code }) => code === 'formula_cycle')
    return circles.map(({ path, code, params }) => [
      path,
      errorMessage(code, params, 'zh'),
      errorMessage(code, params, 'en'),
    ])
  }

  it('is drawn by labels, at the first of its fields', () => {
    const fields = [
      formula('a', '{b} & "x"', both('甲', 'First')),
      formula('b', '{c} & "x"', both('乙', 'Second')),
      formula('c', '{a} & "x"', both('丙', 'Third')),
    ]
    expect(circleOf(world(fields))).toEqual([
      [
        '/forms/1/fields/4',
        '公式循环引用：甲 → 乙 → 丙 → 甲。',
        'Formulas depend on each other in a circle: First → Second → Third → First.',
      ],
    ])
  })

  it('names the forms when it leads through several', () => {
    const definition = world(
      [formula('share', '{amount} / {customer.total}', both('占比', 'Share'), 'number')],
      [],
      [formula('total', 'SUM({orders.share})', both('合计', 'Total'), 'number')],
    )
    expect(circleOf(definition)).toEqual([
      [
        '/forms/0/fields/3',
        '公式循环引用：客户.合计 → 订单.占比 → 客户.合计。',
        'Formulas depend on each other in a circle: Customer.Total → Order.Share → Customer.Total.',
      ],
    ])
  })

  it('finds its place in the rows of a sub-form', () => {
    const rows = [formula('x', '{y}', both('子', 'X')), formula('y', '{x}', both('丑', 'Y'))]
    expect(circleOf(world([], rows)).map(([path]) => path)).toEqual(['/forms/1/fields/3/fields/2'])
  })
})
