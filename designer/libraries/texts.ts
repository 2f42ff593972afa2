export const libraryTexts = {
  hint: [
    '这些选项供各表单的下拉选择共用：在这里改名、换颜色、排顺序，各处随之改变。',
    'Drop-downs of all forms share these options: a name, a colour or an order changed here changes everywhere.',
  ],
  removeAsk: ['移除选项库“{{name}}”？', 'Remove the library “{{name}}”?'],
  removeHint: ['可以撤销。', 'It can be undone.'],
  options: ['选项（{{n}}）', 'Options ({{n}})'],
  search: ['在选项里查找', 'Search the options'],
  nothing: ['没有这样的选项', 'No such option'],
  more: ['再显示 {{n}} 个', 'Show {{n}} more'],
  details: ['分值、别名等：{{name}}', 'Score, other words …: {{name}}'],
  belongs: ['属于', 'Belongs to'],
  none: ['还没有选项', 'No options yet'],
} as const
