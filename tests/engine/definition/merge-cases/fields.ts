import { both, drop, type MergeCase, move, put } from './case.ts'

const F = 'forms/customer/fields'
const O = 'forms/opportunity/fields'
const note = { key: 'note', label: both('备注', 'Note'), type: 'long_text' }
const site = { key: 'site', label: both('网址', 'Site'), type: 'url' }

export const fieldCases: readonly MergeCase[] = [
  {
    name: 'one renames a field, the other makes it required',
    ours: [put(`${F}/phone/label`, both('手机', 'Mobile'))],
    theirs: [put(`${F}/phone/required`, true)],
    expected: [put(`${F}/phone/label`, both('手机', 'Mobile')), put(`${F}/phone/required`, true)],
  },
  {
    name: 'one renames in Chinese, the other in English',
    ours: [put(`${F}/phone/label/zh`, '手机')],
    theirs: [put(`${F}/phone/label/en`, 'Mobile')],
    expected: [put(`${F}/phone/label`, both('手机', 'Mobile'))],
  },
  {
    name: 'both rename a field alike',
    ours: [put(`${F}/phone/label/zh`, '手机')],
    theirs: [put(`${F}/phone/label/zh`, '手机')],
    expected: [put(`${F}/phone/label/zh`, '手机')],
  },
  {
    name: 'both rename a field differently',
    ours: [put(`${F}/phone/label/zh`, '手机')],
    theirs: [put(`${F}/phone/label/zh`, '座机')],
    expected: [put(`${F}/phone/label/zh`, '手机')],
    conflicts: [[`${F}/phone/label/zh`, 'changed_apart']],
  },
  {
    name: 'both add a field of their own',
    ours: [put(`${F}/note`, note)],
    theirs: [put(`${F}/site`, site)],
    expected: [put(`${F}/note`, note), put(`${F}/site`, site)],
  },
  {
    name: 'both add the same field',
    ours: [put(`${F}/note`, note)],
    theirs: [put(`${F}/note`, note)],
    expected: [put(`${F}/note`, note)],
  },
  {
    name: 'both add another field under one key',
    ours: [put(`${F}/note`, note)],
    theirs: [put(`${F}/note`, { ...site, key: 'note' })],
    expected: [put(`${F}/note`, note)],
    conflicts: [[`${F}/note`, 'added_apart']],
  },
  {
    name: 'one removes a field nobody else touched',
    ours: [drop(`${F}/phone`), drop('forms/customer/layout/sections/main/fields/phone')],
    theirs: [put(`${F}/secret/help`, both('保密', 'Secret'))],
    expected: [
      drop(`${F}/phone`),
      drop('forms/customer/layout/sections/main/fields/phone'),
      put(`${F}/secret/help`, both('保密', 'Secret')),
    ],
  },
  {
    name: 'both remove a field',
    ours: [drop(`${O}/scan`)],
    theirs: [drop(`${O}/scan`)],
    expected: [drop(`${O}/scan`)],
  },
  {
    name: 'one removes a field that the other changed',
    ours: [drop(`${O}/heads`)],
    theirs: [put(`${O}/heads/label/zh`, '席位数')],
    expected: [drop(`${O}/heads`)],
    conflicts: [[`${O}/heads`, 'removed_changed']],
  },
  {
    name: 'one changes a field that the other removed',
    ours: [put(`${O}/heads/label/zh`, '席位数')],
    theirs: [drop(`${O}/heads`)],
    expected: [put(`${O}/heads/label/zh`, '席位数')],
    conflicts: [[`${O}/heads`, 'changed_removed']],
  },
  {
    name: 'one retypes a field, the other renames it',
    ours: [put(`${F}/phone`, { key: 'phone', label: both('电话', 'Phone'), type: 'text', maxLength: 20 })],
    theirs: [put(`${F}/phone/label/zh`, '联系电话')],
    expected: [put(`${F}/phone`, { key: 'phone', label: both('联系电话', 'Phone'), type: 'text', maxLength: 20 })],
  },
  {
    name: 'one retypes a field, the other gives it what only the former type has',
    ours: [put(`${F}/name`, { key: 'name', label: both('名称', 'Name'), type: 'email' })],
    theirs: [put(`${F}/name/pattern`, '.+公司')],
    expected: [put(`${F}/name`, { key: 'name', label: both('名称', 'Name'), type: 'email' })],
    conflicts: [[`${F}/name`, 'changed_apart']],
  },
  {
    name: 'one retypes a field, the other changes a limit that goes away with the type',
    ours: [
      put(`${F}/name`, { key: 'name', label: both('名称', 'Name'), type: 'email', required: true, searchable: true }),
    ],
    theirs: [put(`${F}/name/maxLength`, 80)],
    expected: [
      put(`${F}/name`, { key: 'name', label: both('名称', 'Name'), type: 'email', required: true, searchable: true }),
    ],
    conflicts: [[`${F}/name/maxLength`, 'removed_changed']],
  },
  {
    name: 'both retype a field differently',
    ours: [put(`${O}/heads`, { key: 'heads', label: both('人数', 'Heads'), type: 'text', maxLength: 9 })],
    theirs: [put(`${O}/heads`, { key: 'heads', label: both('人数', 'Heads'), type: 'select', options: 'industry' })],
    expected: [put(`${O}/heads`, { key: 'heads', label: both('人数', 'Heads'), type: 'text', maxLength: 9 })],
    conflicts: [[`${O}/heads`, 'changed_apart']],
  },
  {
    name: 'both retype a field alike',
    ours: [put(`${O}/heads`, { key: 'heads', label: both('人数', 'Heads'), type: 'text' })],
    theirs: [put(`${O}/heads`, { key: 'heads', label: both('人数', 'Heads'), type: 'text' })],
    expected: [put(`${O}/heads`, { key: 'heads', label: both('人数', 'Heads'), type: 'text' })],
  },
  {
    name: 'one edits a formula, the other its decimals',
    ours: [put(`${O}/per_head/formula`, '{amount}/{heads}*2')],
    theirs: [put(`${O}/per_head/scale`, 2)],
    expected: [put(`${O}/per_head/formula`, '{amount}/{heads}*2'), put(`${O}/per_head/scale`, 2)],
  },
  {
    name: 'both edit a formula',
    ours: [put(`${O}/per_head/formula`, '{amount}/{heads}*2')],
    theirs: [put(`${O}/per_head/formula`, '{received}/{heads}')],
    expected: [put(`${O}/per_head/formula`, '{amount}/{heads}*2')],
    conflicts: [[`${O}/per_head/formula`, 'changed_apart']],
  },
  {
    name: 'both write a formula as a rule tree: it is one value',
    ours: [put(`${O}/per_head/formula`, { '*': [{ var: 'amount' }, 2] })],
    theirs: [put(`${O}/per_head/formula`, { '*': [{ var: 'amount' }, 3] })],
    expected: [put(`${O}/per_head/formula`, { '*': [{ var: 'amount' }, 2] })],
    conflicts: [[`${O}/per_head/formula`, 'changed_apart']],
  },
  {
    name: 'both move another field',
    ours: [move(`${F}/secret`, 'name')],
    theirs: [move(`${F}/phone`, null)],
    expected: [move(`${F}/secret`, 'name'), move(`${F}/phone`, null)],
  },
  {
    name: 'one moves a field, the other adds one behind its former neighbour',
    ours: [move(`${F}/secret`, null)],
    theirs: [put(`${F}/note`, note, 'phone')],
    expected: [move(`${F}/secret`, null), put(`${F}/note`, note, 'phone')],
  },
  {
    name: 'one changes a field of a sub-form, the other adds one there',
    ours: [put(`${O}/lines/fields/price/required`, true)],
    theirs: [put(`${O}/lines/fields/note`, note)],
    expected: [put(`${O}/lines/fields/price/required`, true), put(`${O}/lines/fields/note`, note)],
  },
  {
    name: 'one takes a property away, the other leaves it',
    ours: [drop(`${F}/name/maxLength`)],
    theirs: [put(`${F}/name/help`, both('全称', 'Full name'))],
    expected: [drop(`${F}/name/maxLength`), put(`${F}/name/help`, both('全称', 'Full name'))],
  },
  {
    name: 'each takes one language of a label away: one must stay',
    ours: [put(`${F}/phone/label`, { zh: '电话' })],
    theirs: [put(`${F}/phone/label`, { en: 'Phone' })],
    expected: [put(`${F}/phone/label`, { zh: '电话' })],
    conflicts: [[`${F}/phone/label`, 'changed_apart']],
  },
  {
    name: 'one removes a field that the other begins to use',
    ours: [drop(`${O}/close_on`), drop('forms/opportunity/ladders'), drop('automations/silent')],
    theirs: [put('forms/opportunity/rules/soon', { key: 'soon', when: '{close_on} < TODAY()', require: ['risk'] })],
    expected: [
      drop(`${O}/close_on`),
      drop('forms/opportunity/ladders'),
      drop('automations/silent'),
      put('forms/opportunity/rules/soon', { key: 'soon', when: '{close_on} < TODAY()', require: ['risk'] }),
    ],
    conflicts: [[`${O}/close_on`, 'removed_used']],
  },
  {
    name: 'one begins to use a field that the other removes',
    ours: [put('views/customers/columns', ['name', 'industry', 'total', 'phone'])],
    theirs: [drop(`${F}/phone`), drop('forms/customer/layout/sections/main/fields/phone')],
    expected: [
      drop('forms/customer/layout/sections/main/fields/phone'),
      drop(`${F}/phone`),
      put(`${F}/phone`, { key: 'phone', label: both('电话', 'Phone'), type: 'phone' }),
      put('views/customers/columns', ['name', 'industry', 'total', 'phone']),
    ],
    conflicts: [[`${F}/phone`, 'used_removed']],
  },
  {
    name: 'one removes a field and its uses, the other changes something else',
    ours: [drop(`${F}/secret`), drop('roles/seller/grants/customer/fields'), drop('forms/customer/layout')],
    theirs: [put(`${F}/phone/required`, true)],
    expected: [
      drop(`${F}/secret`),
      drop('roles/seller/grants/customer/fields'),
      drop('forms/customer/layout'),
      put(`${F}/phone/required`, true),
    ],
  },
]
