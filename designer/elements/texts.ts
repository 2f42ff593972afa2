/** Texts of the pages of views, policies, scorecards, calendars, connections and settings. */
export const elementTexts = {
  removeAsk: ['移除“{{name}}”？', 'Remove “{{name}}”?'],
  removeHint: [
    '可以撤销；发布之前，正在使用的版本不受影响。',
    'It can be undone; the version in use changes only with a publish.',
  ],
  noViews: ['还没有视图', 'No view yet'],
  views: [
    '视图是一张表单的一种看法：哪些记录、哪几列、怎么排。放进导航里，同事就能打开。',
    'A view is a way to look at a form: which records, which columns, in which order.',
  ],
  noPolicies: ['还没有分配规则', 'No assignment policy yet'],
  policies: [
    '分配规则决定新记录给谁：轮流、按权重、谁最闲给谁，每次分配都有据可查。',
    'A policy decides who is given a record: by turns, by weight, by load; every decision can be explained.',
  ],
  noScorecards: ['还没有评分卡', 'No scorecard yet'],
  scorecards: [
    '评分卡把几项指标按权重合成 0–100 分，再分等级。',
    'A scorecard makes 0 to 100 points of several weighted dimensions, and a grade of the points.',
  ],
  noCalendars: ['还没有工作日历', 'No working calendar yet'],
  calendars: [
    '工作日历说明哪几天上班、几点到几点；时限按工作日、工作小时计算时用它。',
    'A working calendar says which days and hours are worked; deadlines in workdays use it.',
  ],
  noConnectors: ['还没有外部系统', 'No outside system yet'],
  connectors: [
    '外部系统：接收别人推来的数据，或调用别人的接口。密钥只在设置里填写，不写进应用。',
    'Outside systems push data to the app or are called by it. Secrets are kept in the settings, never in the app.',
  ],
  noSettings: ['还没有设置项', 'No setting yet'],
  settings: [
    '把会调整的数字和文字做成设置项，以后改一处，公式和规则都跟着变。',
    'Numbers and words that may change: one place, and formulas and rules follow.',
  ],
  noNavigation: ['导航是空的', 'The navigation is empty'],
  navigation: ['左边菜单的样子：分组和页面，按顺序排列。', 'The menu on the left: groups and pages, in order.'],
  app: ['应用叫什么、介绍，以及大家看到的菜单。', 'What the app is called, and the menu people see.'],
  share: ['分享', 'Share'],
  shareHint: [
    '分享的是已经发布的版本，不含数据、人员和密钥。',
    'What is shared is the published version, without data, people or secrets.',
  ],
  exportFile: ['导出为文件', 'Export as a file'],
  publishTemplate: ['发布到应用商店', 'Publish to the app store'],
  templateHint: [
    '管理员批准以后，公司里就能一键安装；装过旧版的应用可以升级，各自的调整会保留。',
    'Once an administrator approves it, it installs with one click; apps made from an older version upgrade and keep their own changes.',
  ],
  templateWaits: ['已提交，等管理员在应用商店里批准', 'Handed in; an administrator approves it in the app store'],
  version: ['版本号', 'Version'],
  notes: ['更新说明', 'What is new'],
  withSamples: ['带上示例数据', 'With its sample data'],
} as const
