/** Texts of the check page. */
export const checkTexts = {
  title: ['检查', 'Check'],
  allWell: ['没有发现问题', 'Nothing found'],
  allWellHint: [
    '可以发布了。修改之后会自动重新检查。',
    'It can be published. Every change is checked again by itself.',
  ],
  publish: ['去发布', 'Publish'],
  errors: ['发布前必须解决（{{n}}）', 'To be solved before publishing ({{n}})'],
  warnings: ['建议看看（{{n}}）', 'Worth a look ({{n}})'],
  warningsHint: ['不影响发布。', 'They do not stop a publish.'],
  go: ['去修改', 'Go there'],
  goTo: ['去修改：{{place}}', 'Go there: {{place}}'],
  mended: ['已修正', 'Mended'],
  more: ['还有 {{n}} 条', '{{n}} more'],
  whereUsed: ['用在哪里', 'Where it is used'],
  usedNowhere: ['没有别的地方用到它。', 'Nothing else uses it.'],
  itself: ['整体', 'As a whole'],
  removeOption: ['移除选项“{{name}}”？', 'Remove the option “{{name}}”?'],
  retireHint: [
    '只是不想再用，取消“可选”即可：旧记录照常显示。',
    'To stop offering it, take “Offered” away: old records still show it.',
  ],
  whole: ['整个应用', 'The whole app'],
} as const
