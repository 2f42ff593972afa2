/** Texts of the page of automations. */
export const automationTexts = {
  title: ['自动化', 'Automations'],
  hint: [
    '用一句话说清楚：什么时候、什么情况下、做什么。发布后生效。',
    'One sentence says when, in which case and what. It takes effect with the publish.',
  ],
  add: ['加入', 'Add'],
  keep: ['更新', 'Update'],
  examples: ['试试这样说', 'Try saying'],
  all: ['所有自动化', 'All automations'],
  none: ['还没有自动化', 'No automation yet'],
  noneHint: [
    '在上面写一句话，或者点一个例子改几个词。',
    'Write a sentence above, or press an example and change its words.',
  ],
  on: ['启用', 'On'],
  details: ['逐项设置', 'Part by part'],
  unsaid: ['这条自动化一句话说不完，下面逐项列出。', 'This one says more than a sentence can; its parts stand below.'],
  removeAsk: ['移除“{{name}}”？', 'Remove “{{name}}”?'],
  removeHint: [
    '可以撤销；发布之后不再执行，过去的执行记录保留。',
    'It can be undone; after the publish it runs no more, its past runs are kept.',
  ],
} as const
