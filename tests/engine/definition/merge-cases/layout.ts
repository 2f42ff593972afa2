import { both, carry, drop, type MergeCase, move, put } from './case.ts'

const S = 'forms/customer/layout/sections'
const contact = { key: 'contact', label: both('联系', 'Contact'), fields: [] }
const split = [put(`${S}/contact`, contact, 'main'), carry(`${S}/main/fields/phone`, `${S}/contact/fields/phone`)]

export const layoutCases: readonly MergeCase[] = [
  {
    name: 'one splits a section, the other renames it',
    ours: split,
    theirs: [put(`${S}/main/label/zh`, '基本信息')],
    expected: [...split, put(`${S}/main/label/zh`, '基本信息')],
  },
  {
    name: 'one splits a section, the other adds a field at its end',
    ours: split,
    theirs: [
      put('forms/customer/fields/note', { key: 'note', label: both('备注', 'Note'), type: 'long_text' }),
      put(`${S}/main/fields/note`, 'note'),
    ],
    expected: [
      ...split,
      put('forms/customer/fields/note', { key: 'note', label: both('备注', 'Note'), type: 'long_text' }),
      put(`${S}/main/fields/note`, 'note'),
    ],
  },
  {
    name: 'both move a field into the same section',
    ours: [carry(`${S}/main/fields/phone`, `${S}/money/fields/phone`)],
    theirs: [carry(`${S}/main/fields/phone`, `${S}/money/fields/phone`)],
    expected: [carry(`${S}/main/fields/phone`, `${S}/money/fields/phone`)],
  },
  {
    name: 'both move a field, each into another section',
    ours: [carry(`${S}/main/fields/phone`, `${S}/money/fields/phone`)],
    theirs: split,
    expected: [put(`${S}/contact`, contact, 'main'), carry(`${S}/main/fields/phone`, `${S}/money/fields/phone`)],
    conflicts: [[`${S}/money/fields/phone`, 'placed_apart']],
  },
  {
    name: 'one moves a field to another section, the other up in its own',
    ours: [carry(`${S}/main/fields/phone`, `${S}/money/fields/phone`, null)],
    theirs: [move(`${S}/main/fields/phone`, null)],
    expected: [carry(`${S}/main/fields/phone`, `${S}/money/fields/phone`, null)],
  },
  {
    name: 'one removes a section, the other leaves it',
    ours: [
      carry(`${S}/money/fields/deals`, `${S}/main/fields/deals`),
      carry(`${S}/money/fields/total`, `${S}/main/fields/total`),
      carry(`${S}/money/fields/rebate_rate`, `${S}/main/fields/rebate_rate`),
      carry(`${S}/money/fields/secret`, `${S}/main/fields/secret`),
      drop(`${S}/money`),
    ],
    theirs: [put(`${S}/main/columns`, 3)],
    expected: [
      put(`${S}/main/fields`, ['name', 'industry', 'sub', 'phone', 'deals', 'total', 'rebate_rate', 'secret']),
      drop(`${S}/money`),
      put(`${S}/main/columns`, 3),
    ],
  },
  {
    name: 'one removes a section that the other renamed',
    ours: [drop(`${S}/money`)],
    theirs: [put(`${S}/money/label/zh`, '钱')],
    expected: [drop(`${S}/money`)],
    conflicts: [[`${S}/money`, 'removed_changed']],
  },
  {
    name: 'one makes a field wider, the other moves its neighbour',
    ours: [put(`${S}/main/fields/name`, { field: 'name', span: 2 })],
    theirs: [move(`${S}/main/fields/phone`, 'name')],
    expected: [put(`${S}/main/fields/name`, { field: 'name', span: 2 }), move(`${S}/main/fields/phone`, 'name')],
  },
  {
    name: 'one removes a field, the other moves it to another section',
    ours: [drop('forms/customer/fields/phone'), drop(`${S}/main/fields/phone`)],
    theirs: [carry(`${S}/main/fields/phone`, `${S}/money/fields/phone`)],
    expected: [drop('forms/customer/fields/phone'), drop(`${S}/main/fields/phone`)],
  },
  {
    name: 'both add a section of their own at one place',
    ours: [put(`${S}/contact`, contact, 'main')],
    theirs: [put(`${S}/abroad`, { ...contact, key: 'abroad' }, 'main')],
    expected: [put(`${S}/abroad`, { ...contact, key: 'abroad' }, 'main'), put(`${S}/contact`, contact, 'abroad')],
  },
  {
    name: 'one exchanges two sections, the other adds a tab',
    ours: [move(`${S}/money`, null)],
    theirs: [put('forms/customer/layout/tabs/legal', { key: 'legal', label: both('法务', 'Legal') })],
    expected: [
      move(`${S}/money`, null),
      put('forms/customer/layout/tabs/legal', { key: 'legal', label: both('法务', 'Legal') }),
    ],
  },
]

const L = 'optionLibraries/industry'
const retail = { key: 'retail', label: both('零售', 'Retail') }

export const optionCases: readonly MergeCase[] = [
  {
    name: 'one renames an option, the other colours it',
    ours: [put(`${L}/options/medical/label/zh`, '医药')],
    theirs: [put(`${L}/options/medical/color`, 'red')],
    expected: [put(`${L}/options/medical/label/zh`, '医药'), put(`${L}/options/medical/color`, 'red')],
  },
  {
    name: 'both rename an option differently',
    ours: [put(`${L}/options/medical/label/zh`, '医药')],
    theirs: [put(`${L}/options/medical/label/zh`, '大健康')],
    expected: [put(`${L}/options/medical/label/zh`, '医药')],
    conflicts: [[`${L}/options/medical/label/zh`, 'changed_apart']],
  },
  {
    name: 'each adds an option',
    ours: [put(`${L}/options/retail`, retail)],
    theirs: [put(`${L}/options/power`, { ...retail, key: 'power' })],
    expected: [put(`${L}/options/power`, { ...retail, key: 'power' }), put(`${L}/options/retail`, retail)],
  },
  {
    name: 'one adds an option, the other sorts the rest',
    ours: [put(`${L}/options/retail`, retail, 'medical')],
    theirs: [move(`${L}/options/old`, null)],
    expected: [put(`${L}/options/retail`, retail, 'medical'), move(`${L}/options/old`, null)],
  },
  {
    name: 'one switches an option off, the other removes it',
    ours: [put(`${L}/options/energy/active`, false)],
    theirs: [drop(`${L}/options/energy`)],
    expected: [put(`${L}/options/energy/active`, false)],
    conflicts: [[`${L}/options/energy`, 'changed_removed']],
  },
  {
    name: 'both add the same option with another score',
    ours: [put(`${L}/options/retail`, { ...retail, score: 5 })],
    theirs: [put(`${L}/options/retail`, { ...retail, score: 7 })],
    expected: [put(`${L}/options/retail`, { ...retail, score: 5 })],
    conflicts: [[`${L}/options/retail`, 'added_apart']],
  },
  {
    name: 'one adds a library, the other another one',
    ours: [put('optionLibraries/mood', { key: 'mood', label: both('心情', 'Mood'), options: [retail] })],
    theirs: [put('optionLibraries/size', { key: 'size', label: both('规模', 'Size'), options: [retail] })],
    expected: [
      put('optionLibraries/mood', { key: 'mood', label: both('心情', 'Mood'), options: [retail] }),
      put('optionLibraries/size', { key: 'size', label: both('规模', 'Size'), options: [retail] }),
    ],
  },
]
