/** Texts of the formulas by example. */
export const exampleTexts = {
  examples: ['例子', 'Examples'],
  search: ['想算什么？例如：返点、逾期', 'What for? Rebate, overdue…'],
  none: ['没有这样的例子，换个说法，或看看“函数”', 'No such example; try other words, or look at the functions'],
  insert: ['用这个公式', 'Use this formula'],
  worked: ['例如 {{given}}，结果是 {{result}}', 'For example {{given}} gives {{result}}'],
  today: ['今天是 2026-11-22', 'today is 2026-11-22'],
  and: ['，', ', '],
  lacking: [
    '这个表单里还没有：{{fields}}。先加上字段，再来用。',
    'This form has no {{fields}} yet. Add the field, then use it.',
  ],
} as const
