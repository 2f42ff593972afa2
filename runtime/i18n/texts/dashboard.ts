/** Texts of dashboards; loaded with them. */
export const dashboardWords = {
  'dashboard.empty': ['这个仪表盘还没有内容', 'Nothing on this dashboard yet'],
  'dashboard.noData': ['还没有数据', 'No data yet'],
  'dashboard.blank': ['未填写', 'Blank'],
  'dashboard.hidden': ['（不可见）', '(not visible)'],
  'dashboard.at': ['更新于 {{time}}', 'As of {{time}}'],
  'dashboard.all': ['查看全部', 'See all'],
  'dashboard.group': ['分组', 'Group'],
  'dashboard.value': ['数值', 'Value'],
} as const
