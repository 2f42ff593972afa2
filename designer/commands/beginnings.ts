/** What new elements are called until somebody names them. */
export const beginnings = {
  form: { zh: '新表单', en: 'New form' },
  library: { zh: '新选项库', en: 'New options' },
  view: { zh: '新视图', en: 'New view' },
  dashboard: { zh: '新仪表盘', en: 'New dashboard' },
  role: { zh: '新角色', en: 'New role' },
  setting: { zh: '新设置', en: 'New setting' },
  calendar: { zh: '工作日历', en: 'Working calendar' },
  policy: { zh: '新分配规则', en: 'New policy' },
  scorecard: { zh: '新评分卡', en: 'New scorecard' },
  connector: { zh: '新外部系统', en: 'New outside system' },
} as const

/** Whether a name is the one an element began with: naming it in one language leaves nothing of it in the other. */
export const isBeginning = (name: { readonly zh?: string; readonly en?: string }): boolean =>
  Object.values(beginnings).some(({ zh, en }) => zh === name.zh && en === name.en)
