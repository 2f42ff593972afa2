/** Texts of the page of dashboards. */
export const dashboardTexts = {
  none: ['还没有仪表盘', 'No dashboard yet'],
  noneHint: [
    '用左边的加号新建一个，再把数字和图表放进来。',
    'Add one with the plus on the left, then put in figures and charts.',
  ],
  widgets: ['组件', 'Widgets'],
  addHint: ['点一下加到末尾，再拖动调整顺序', 'Click to add at the end, drag to rearrange'],
  emptyHint: ['从左边添加第一个组件', 'Add the first widget from the left'],
  settings: ['仪表盘设置', 'Dashboard settings'],
  who: ['谁能看到', 'Who sees it'],
  adminsOnly: ['还没有角色能看到它，只有管理员能看到。', 'No role sees it yet, only administrators do.'],
  removeAsk: ['移除“{{name}}”？', 'Remove “{{name}}”?'],
  removeHint: [
    '可以撤销；发布之前，正在使用的版本不受影响。',
    'It can be undone; the version in use changes only with a publish.',
  ],
  open: ['选中 {{name}}', 'Select {{name}}'],
} as const
