import { propertyWord } from '../../../schemas/words/properties.ts'
import type { Word } from '../../../schemas/words/word.ts'

/** What one item of a list is called; a property's own word is for all of them. */
const itemWords: Readonly<Record<string, Word>> = {
  adjust: ['加减分', 'adjustment'],
  automations: ['自动化', 'automation'],
  blocks: ['内容块', 'block'],
  calendars: ['工作日历', 'working calendar'],
  cases: ['情况', 'case'],
  columns: ['列', 'column'],
  connectors: ['外部系统', 'outside system'],
  dashboards: ['仪表盘', 'dashboard'],
  dimensions: ['评分项', 'dimension'],
  do: ['动作', 'action'],
  documents: ['打印单据', 'document'],
  events: ['事件', 'event'],
  fields: ['字段', 'field'],
  forms: ['表单', 'form'],
  given: ['已有记录', 'given record'],
  grades: ['等级', 'grade'],
  grants: ['权限', 'rights'],
  items: ['页面', 'page'],
  ladders: ['定时提醒', 'timer'],
  limits: ['上限', 'limit'],
  navigation: ['导航', 'page'],
  next: ['去向', 'way'],
  nodes: ['节点', 'step'],
  on: ['触发', 'trigger'],
  onEnter: ['进入时的动作', 'action on entering'],
  onLeave: ['离开时的动作', 'action on leaving'],
  optionLibraries: ['选项库', 'option library'],
  options: ['选项', 'option'],
  people: ['人员', 'person'],
  pipeline: ['阶段', 'stage'],
  policies: ['分配策略', 'assignment policy'],
  related: ['相关记录要求', 'related records'],
  roles: ['角色', 'role'],
  rows: ['行', 'row'],
  rules: ['规则', 'rule'],
  scenarios: ['场景', 'scenario'],
  scorecards: ['评分卡', 'scorecard'],
  sections: ['分组', 'section'],
  set: ['填写', 'value of'],
  settings: ['设置', 'setting'],
  signers: ['签字栏', 'signature'],
  steps: ['步骤', 'step'],
  tabs: ['标签页', 'tab'],
  then: ['动作', 'action'],
  unique: ['不允许重复', 'uniqueness'],
  unless: ['未发生的事', 'missing event'],
  views: ['视图', 'view'],
  widgets: ['卡片', 'card'],
  workflows: ['流程', 'workflow'],
}

/** Inside a sentence: “Follows the field” becomes “follows the field”, “HTTP” stays. */
export const lowered = (text: string): string =>
  /^(?!Chinese|English)([A-Z][a-z’ -]|A )/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text

/** What an item of a list is called, in a sentence. */
export function itemWord(shape: string, list: string): Word {
  return itemWords[list] ?? propertyInSentence(shape, list)
}

/** What a property is called, in a sentence. */
export function propertyInSentence(shape: string, property: string): Word {
  const [zh, en] = propertyWord(shape, property)
  return [zh, lowered(en)]
}
