import type { IconName } from '../../runtime/index.ts'
import type { AppDefinition, Field } from '../../schemas/generated/definition.ts'

type Texts = readonly [zh: string, en: string]

/** A kind of field as the palette offers it. `make` gives what a dropped field starts with: it works without a dialog. */
export interface FieldType {
  readonly type: Field['type']
  readonly name: Texts
  readonly help: Texts
  readonly icon: IconName
  readonly group: 'common' | 'choice' | 'evidence' | 'contact' | 'link'
  readonly make?: (definition: AppDefinition) => Readonly<Record<string, unknown>> | undefined
}

export const groups: Readonly<Record<FieldType['group'], Texts>> = {
  common: ['常用', 'Common'],
  choice: ['选择', 'Choices'],
  evidence: ['凭证与文件', 'Evidence and files'],
  contact: ['联系方式', 'Contact'],
  link: ['关联与计算', 'Links and formulas'],
}

const type = (
  key: Field['type'],
  zh: string,
  en: string,
  icon: IconName,
  group: FieldType['group'],
  helpZh: string,
  helpEn: string,
  make?: FieldType['make'],
): FieldType => ({
  type: key,
  name: [zh, en],
  help: [helpZh, helpEn],
  icon,
  group,
  ...(make === undefined ? {} : { make }),
})

const firstForm = (definition: AppDefinition): string => definition.forms[0]?.key ?? ''

/** Every kind of field, the most used first in its group. A new sales field is nearly always one of the first six. */
export const fieldTypes: readonly FieldType[] = [
  type('text', '单行文字', 'Text', 'edit', 'common', '名称、编号等一行文字', 'A line of text'),
  type('long_text', '多行文字', 'Long text', 'edit', 'common', '备注、要点', 'Notes, key points'),
  type('number', '数字', 'Number', 'chart', 'common', '数量、天数', 'Quantities, days'),
  type('money', '金额', 'Money', 'money', 'common', '精确到分，不会有误差', 'Exact to the cent'),
  type('percent', '百分比', 'Percent', 'chart', 'common', '比例、折扣', 'Rates, discounts'),
  type('date', '日期', 'Date', 'today', 'common', '到哪一天', 'A day'),
  type('datetime', '日期时间', 'Date and time', 'today', 'common', '精确到分钟', 'To the minute'),
  type('time', '时间', 'Time', 'clock', 'common', '一天中的时刻', 'A time of day'),
  type('duration', '时长', 'Duration', 'clock', 'common', '花了多久', 'How long it took'),
  type('rich_text', '富文本', 'Rich text', 'edit', 'common', '带格式的说明', 'Formatted text'),
  type('select', '下拉选择', 'Drop-down', 'columns', 'choice', '从选项库中选', 'Choose from a list', definition => ({
    options: definition.optionLibraries?.[0]?.key ?? 'options_1',
  })),
  type(
    'cascade',
    '级联选择',
    'Cascade',
    'columns',
    'choice',
    '行业 → 子行业',
    'Industry → sub-industry',
    definition => ({ options: definition.optionLibraries?.[0]?.key ?? 'options_1' }),
  ),
  type('yes_no', '是/否', 'Yes / no', 'check', 'choice', '开关', 'A switch'),
  type('user', '人员', 'Person', 'person', 'choice', '选同事', 'A colleague'),
  type('department', '部门', 'Department', 'people', 'choice', '选部门', 'A department'),
  type('rating', '评分', 'Rating', 'star', 'choice', '几颗星', 'Stars', () => ({ max: 5 })),
  type('tags', '标签', 'Tags', 'flag', 'choice', '随手加的词', 'Free words'),
  type('attachment', '附件', 'Attachment', 'file', 'evidence', '合同、方案等文件', 'Contracts, proposals'),
  type('image', '图片', 'Picture', 'camera', 'evidence', '手机可直接拍照', 'Taken with the phone'),
  type('video', '视频', 'Video', 'video', 'evidence', '现场录像', 'A recording'),
  type('audio', '语音', 'Voice note', 'mic', 'evidence', '说一段话', 'Say it'),
  type('signature', '手写签名', 'Signature', 'edit', 'evidence', '在屏幕上签', 'Sign on the screen'),
  type('location', '定位', 'Location', 'pin', 'evidence', '到场打卡', 'Check in on site'),
  type('barcode', '扫码', 'Barcode', 'scan', 'evidence', '条码、二维码', 'Bar or QR code'),
  type('phone', '电话', 'Phone', 'phone', 'contact', '可直接拨打', 'Tap to call'),
  type('email', '邮箱', 'E-mail', 'send', 'contact', '电子邮箱', 'An address'),
  type('url', '网址', 'Web address', 'link', 'contact', '可点击打开', 'Opens on click'),
  type('address', '地址', 'Address', 'pin', 'contact', '省市区加详细地址', 'Province, city, district'),
  type(
    'relation',
    '关联记录',
    'Linked record',
    'link',
    'link',
    '连到另一张表单',
    'A record of another form',
    definition => ({ to: firstForm(definition) }),
  ),
  type('formula', '公式', 'Formula', 'chart', 'link', '自动计算，可解释', 'Worked out, explains itself', () => ({
    formula: '0',
    result: 'number',
  })),
  type('subform', '明细表', 'Line items', 'table', 'link', '多行明细', 'Rows of their own', () => ({
    fields: [{ key: 'item', label: { zh: '项目', en: 'Item' }, type: 'text' }],
  })),
  type('serial', '流水号', 'Serial number', 'chart', 'link', '自动编号，不断号', 'Numbered without gaps', () => ({
    serial: { pattern: 'NO-{yyyy}-{0000}', reset: 'year' },
  })),
]

export const typeOf = (key: string): FieldType | undefined => fieldTypes.find(one => one.type === key)
