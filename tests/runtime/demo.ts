import type { AppDefinition } from '../../schemas/generated/definition.ts'

const label = (zh: string, en = zh) => ({ zh, en })

/** A small app with what the pages must cope with: a cascade, rules, formulas over relations, a roll-up, rows, stages. */
export const demo = (): AppDefinition => ({
  formatVersion: 1,
  key: 'demo',
  version: '0.1',
  name: label('演示', 'Demo'),
  zone: 'Asia/Shanghai',
  settings: [{ key: 'limit', label: label('限额', 'Limit'), type: 'money', value: '1000.00' }],
  optionLibraries: [
    {
      key: 'industry',
      label: label('行业', 'Industry'),
      options: [
        { key: 'medical', label: label('医疗', 'Medical') },
        { key: 'auto', label: label('汽车', 'Cars') },
      ],
    },
    {
      key: 'branch',
      label: label('子行业', 'Branch'),
      parent: 'industry',
      options: [
        { key: 'hospital', label: label('医院', 'Hospitals'), parent: 'medical' },
        { key: 'parts', label: label('零部件', 'Parts'), parent: 'auto' },
      ],
    },
  ],
  forms: [
    {
      key: 'customer',
      name: label('客户', 'Customer'),
      fields: [
        { key: 'name', label: label('名称', 'Name'), type: 'text', required: true },
        { key: 'industry', label: label('行业', 'Industry'), type: 'select', options: 'industry' },
        { key: 'branch', label: label('子行业', 'Branch'), type: 'select', options: 'branch', parent: 'industry' },
        { key: 'rate', label: label('折扣', 'Rate'), type: 'percent' },
        {
          key: 'total',
          label: label('合计', 'Total'),
          type: 'rollup',
          relation: 'orders',
          aggregate: 'sum',
          field: 'amount',
        },
      ],
    },
    {
      key: 'order',
      name: label('订单', 'Order'),
      titleField: 'title',
      fields: [
        { key: 'title', label: label('标题', 'Title'), type: 'text', required: true },
        {
          key: 'customer',
          label: label('客户', 'Customer'),
          type: 'relation',
          to: 'customer',
          inverse: { key: 'orders', label: label('订单', 'Orders') },
        },
        { key: 'amount', label: label('金额', 'Amount'), type: 'money', scale: 2 },
        { key: 'note', label: label('说明', 'Note'), type: 'long_text' },
        { key: 'due', label: label('到期', 'Due'), type: 'date' },
        {
          key: 'net',
          label: label('净额', 'Net'),
          type: 'formula',
          result: 'money',
          scale: 2,
          formula: 'ROUND({amount} * (1 - IFEMPTY({customer.rate}, 0)), 2)',
        },
        {
          key: 'lines',
          label: label('明细', 'Lines'),
          type: 'subform',
          fields: [
            { key: 'item', label: label('品名', 'Item'), type: 'text', required: true },
            { key: 'price', label: label('单价', 'Price'), type: 'money', scale: 2 },
            { key: 'count', label: label('数量', 'Count'), type: 'number' },
            {
              key: 'sum',
              label: label('小计', 'Sum'),
              type: 'formula',
              result: 'money',
              scale: 2,
              formula: '{price} * {count}',
            },
          ],
        },
      ],
      layout: {
        sections: [
          { key: 'main', label: label('基本', 'Main'), fields: ['title', { field: 'note', span: 2 }, 'amount'] },
        ],
      },
      rules: [{ key: 'large', when: '{amount} > {$settings.limit}', require: ['note'] }],
      stages: {
        pipeline: [
          { key: 'draft', label: label('草稿', 'Draft'), gate: { require: ['amount'] } },
          { key: 'sent', label: label('已发', 'Sent') },
        ],
      },
    },
  ],
  views: [{ key: 'orders', type: 'table', label: label('订单'), form: 'order', where: '{due} <= TODAY() + 7' }],
  roles: [{ key: 'seller', label: label('销售'), grants: [{ form: 'order', can: ['read', 'create'] }] }],
})
