import { useText } from '../runtime/index.ts'

/** The designer's own texts as [zh, en]: the words of a sales office, not of a database. */
export const texts = {
  'designer.title': ['设计', 'Design'],
  'designer.back': ['返回应用', 'Back to the app'],
  'designer.forms': ['表单', 'Forms'],
  'designer.libraries': ['选项库', 'Option libraries'],
  'designer.saved': ['草稿已保存', 'Draft saved'],
  'designer.saving': ['正在保存…', 'Saving…'],
  'designer.unsaved': ['尚未保存', 'Not saved yet'],
  'designer.offline': ['连接中断，恢复后自动保存', 'Offline; it is saved when the connection is back'],
  'designer.conflict': ['有人同时修改了草稿', 'Somebody else changed the draft'],
  'designer.alsoHere': ['{{name}} 也在编辑', '{{name}} is editing too'],
  'designer.undo': ['撤销', 'Undo'],
  'designer.redo': ['重做', 'Redo'],
  'designer.preview': ['预览', 'Preview'],
  'designer.publish': ['发布', 'Publish'],
  'designer.findings': ['{{count}} 个问题', '{{count}} problems'],
  'designer.noFindings': ['没有问题', 'No problems'],
  'designer.errors': ['{{count}} 个问题', '{{count}} problems'],
  'designer.hints': ['{{count}} 条提醒', '{{count}} hints'],
  'designer.noForm': ['还没有表单，点左边的加号新建一个', 'No form yet: add one with the plus on the left'],
  'designer.noLibrary': ['还没有选项库', 'No option library yet'],
  'designer.noLibraryHint': [
    '选项库是多个下拉框共用的一组选项，例如行业、预算区间。',
    'A list of options that several drop-downs share, such as industries.',
  ],
  'designer.palette': ['字段', 'Fields'],
  'designer.paletteHint': ['拖到右边的表单里，或点一下加到末尾', 'Drag into the form, or click to add at the end'],
  'designer.searchFields': ['搜索字段类型', 'Search kinds of fields'],
  'designer.nothingFound': ['没有这种字段', 'No such field'],
  'designer.desk': ['电脑', 'Desk'],
  'designer.phone': ['手机', 'Phone'],
  'designer.emptySection': ['把字段拖到这里', 'Drag fields here'],
  'designer.addSection': ['新增分组', 'Add a section'],
  'designer.section': ['分组', 'Section'],
  'designer.sectionName': ['分组名称', 'Name of the section'],
  'designer.columns': ['每行几列', 'Columns'],
  'designer.newSection': ['新分组', 'New section'],
  'designer.newForm': ['新建表单', 'New form'],
  'designer.newLibrary': ['新建选项库', 'New option library'],
  'designer.formName': ['表单名称', 'Name of the form'],
  'designer.titleField': ['用作标题的字段', 'Field shown as the title'],
  'designer.duplicate': ['复制', 'Duplicate'],
  'designer.move': ['移动', 'Move'],
  'designer.remove': ['移除', 'Remove'],
  'designer.removeField': ['移除字段“{{name}}”？', 'Remove the field “{{name}}”?'],
  'designer.removeHint': [
    '已填写的数据会保留，把字段加回来就能恢复。',
    'What was filled in is kept and comes back with the field.',
  ],
  'designer.usedBy': ['用到它的地方：{{places}}', 'It is used by: {{places}}'],
  'designer.removeSection': ['移除分组', 'Remove the section'],
  'designer.nameZh': ['名称（中文）', 'Label (Chinese)'],
  'designer.nameEn': ['名称（英文）', 'Label (English)'],
  'designer.helpZh': ['填写说明（中文）', 'Help (Chinese)'],
  'designer.helpEn': ['填写说明（英文）', 'Help (English)'],
  'designer.required': ['必填', 'Required'],
  'designer.unique': ['不允许重复', 'No value twice'],
  'designer.readOnly': ['只读', 'Read-only'],
  'designer.searchable': ['可以被搜索到', 'Found by search'],
  'designer.multiple': ['可以选多个', 'Several may be chosen'],
  'designer.default': ['默认值', 'Default'],
  'designer.library': ['选项来自', 'Options from'],
  'designer.editOptions': ['编辑选项', 'Edit options'],
  'designer.parentField': ['跟随字段（级联）', 'Follows the field (cascade)'],
  'designer.none': ['无', 'None'],
  'designer.maxLength': ['最多多少字', 'Most characters'],
  'designer.min': ['最小值', 'Smallest'],
  'designer.max': ['最大值', 'Largest'],
  'designer.scale': ['小数位数', 'Decimal places'],
  'designer.unit': ['单位', 'Unit'],
  'designer.to': ['关联到', 'Links to'],
  'designer.inverse': ['对方表单里显示为', 'Shown over there as'],
  'designer.formula': ['公式', 'Formula'],
  'designer.result': ['结果类型', 'Result'],
  'designer.more': ['更多设置', 'More settings'],
  'designer.key': ['标识', 'Key'],
  'designer.keyHint': ['标识永远不变，改名不影响数据和公式', 'Never changes: renaming breaks nothing'],
  'designer.nothingSelected': ['表单设置', 'Form settings'],
  'designer.optionName': ['选项名称', 'Name of the option'],
  'designer.optionColor': ['颜色', 'Colour'],
  'designer.optionActive': ['可选', 'Offered'],
  'designer.addOption': ['新增选项', 'Add an option'],
  'designer.newOption': ['选项 {{n}}', 'Option {{n}}'],
  'designer.pasteOptions': ['批量粘贴（每行一个）', 'Paste several (one a line)'],
  'designer.addThese': ['加入', 'Add'],
  'designer.up': ['上移', 'Move up'],
  'designer.down': ['下移', 'Move down'],
  'designer.optionScore': ['分值', 'Score'],
  'designer.libraryUsed': ['用到它的字段：{{fields}}', 'Used by: {{fields}}'],
  'designer.name': ['名称', 'Name'],
  'designer.done': ['完成', 'Done'],
  'designer.zh': ['中文', 'Chinese'],
  'designer.en': ['英文', 'English'],
  'designer.add': ['添加', 'Add'],
  'designer.kind': ['类型', 'Kind'],
  'designer.choose': ['请选择…', 'Choose …'],
  'designer.addText': ['输入后按回车添加', 'Type and press Enter'],
  'designer.allFields': ['所有字段', 'All fields'],
  'designer.orFormula': ['或用公式计算', 'Or a formula'],
  'designer.ascending': ['从小到大', 'ascending'],
  'designer.descending': ['从大到小', 'descending'],
  'designer.durationHint': [
    '例如 48h（小时）、3d（天）、2wd（工作日）、1mo（月）',
    'E.g. 48h (hours), 3d (days), 2wd (workdays), 1mo (months)',
  ],
  'designer.timeHint': ['例如 09:00', 'E.g. 09:00'],
  'designer.dayHint': ['例如 2026-10-01', 'E.g. 2026-10-01'],
  'formula.title': ['公式编辑 · {{of}} · {{name}}', 'Formula editor · {{of}} · {{name}}'],
  'formula.edit': ['编辑公式：{{name}}', 'Edit the formula: {{name}}'],
  'formula.add': ['写公式', 'Write a formula'],
  'formula.remove': ['去掉公式', 'Remove the formula'],
  'formula.keep': ['确定', 'Keep'],
  'formula.cancel': ['取消', 'Cancel'],
  'formula.placeholder': ['输入字段名或函数名，例如：金额 * 8%', 'Type a field or a function, e.g. Amount * 8%'],
  'formula.fields': ['字段', 'Fields'],
  'formula.functions': ['函数', 'Functions'],
  'formula.searchFields': ['搜索字段、关联表单的字段', 'Search fields, also of linked forms'],
  'formula.searchFunctions': ['搜索函数，例如：四舍五入', 'Search functions, e.g. round'],
  'formula.noField': ['没有这样的字段', 'No such field'],
  'formula.noFunction': ['没有这样的函数', 'No such function'],
  'formula.aliases': ['也可写作 {{names}}', 'also {{names}}'],
  'formula.insert': ['插入 {{name}}', 'Insert {{name}}'],
  'formula.insertExample': ['插入这个例子', 'Insert this example'],
  'formula.mend': ['改为 {{text}}', 'Change to {{text}}'],
  'formula.frozenWhen': ['何时不再变（冻结条件）', 'Frozen when'],
  'formula.frozenWhenHint': [
    '条件成立以后，这个值保持不变，例如已发放的提成。',
    'Once it is true the value stays as it is, e.g. a commission that was paid.',
  ],
  'formula.where': ['只统计符合条件的记录', 'Only records where'],
  'formula.orFormula': ['或用公式算默认值', 'Or a formula for the default'],
  'try.title': ['在真实记录上试算', 'Try it on a real record'],
  'try.search': ['搜索记录', 'Search records'],
  'try.record': ['用哪条记录', 'Which record'],
  'try.notFound': ['没有这样的记录', 'No such record'],
  'try.none': [
    '这个表单还没有记录，可以先填几个示例值。',
    'This form has no records yet; some sample values do as well.',
  ],
  'try.samples': ['示例值', 'Sample values'],
  'try.whatIf': ['换几个数试试', 'What if …'],
  'try.mistakes': ['公式没有错误后，这里显示结果。', 'The result stands here once the formula has no mistakes.'],
  'try.refused': ['草稿里还有别的问题，先解决后才能试算。', 'Something else in the draft must be put right first.'],
  'try.working': ['正在计算…', 'Working it out…'],
} as const

export type DesignKey = keyof typeof texts

/** Texts of one page, as [zh, en]; they are loaded with it. */
export type PageTexts = Readonly<Record<string, readonly [zh: string, en: string]>>

const filled = (text: string, params: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))

/** The texts of a page in the reader's language: `const w = usePageTexts(stageTexts); w('add')`. */
export function usePageTexts<T extends PageTexts>(table: T) {
  const { language } = useText()
  return (key: keyof T & string, params: Readonly<Record<string, string | number>> = {}): string =>
    filled(table[key]![language === 'zh' ? 0 : 1], params)
}

/** The designer's texts in the reader's language, with the author's labels. */
export function useDesign() {
  const { language, label } = useText()
  const d = (key: DesignKey, params: Readonly<Record<string, string | number>> = {}): string =>
    filled(texts[key][language === 'zh' ? 0 : 1], params)
  const pair = ([zh, en]: readonly [string, string]): string => (language === 'zh' ? zh : en)
  return { d, label, pair, language }
}
