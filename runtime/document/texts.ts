/** Texts of printing; loaded with it. */
export const paperWords = {
  'paper.print': ['打印', 'Print'],
  'paper.choose': ['打印哪一份', 'Which document'],
  'paper.back': ['返回记录', 'Back to the record'],
  'paper.language': ['语言', 'Language'],
  'paper.zh': ['中文', 'Chinese'],
  'paper.en': ['英文', 'English'],
  'paper.hint': [
    '打印窗口里也可以选“另存为 PDF”。只会印出您有权看到的内容。',
    'The print window can also save it as a PDF. It says only what you may see.',
  ],
  'paper.gone': ['这份单据现在打印不了', 'This cannot be printed now'],
  'paper.goneHint': [
    '它可能只适用于别的阶段，或者已经被应用的管理员去掉了。',
    'It may be for another stage, or the app’s administrator has taken it away.',
  ],
  'paper.empty': ['这份单据里没有您能看到的内容', 'Nothing on this document is for you to see'],
  'paper.newPage': ['另起一页', 'New page'],
  'paper.number': ['序号', 'No.'],
  'paper.table': ['表格', 'Table'],
  'paper.total': ['合计', 'Total'],
  'paper.noRows': ['没有明细', 'None'],
  'paper.moreRows': ['只列出前 1000 行，没有合计', 'Only the first 1,000 rows, not added up'],
  'paper.date': ['日期', 'Date'],
  'paper.picture': ['图片', 'Picture'],
} as const
