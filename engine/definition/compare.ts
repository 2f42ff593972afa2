import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'

/** One change of meaning between two definitions, in words. `path` names elements by key, so that it does not move when lists are reordered. */
export interface Change {
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly text: { readonly zh: string; readonly en: string }
}

type Json = Readonly<Record<string, unknown>>

const words: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  forms: ['表单', 'form'],
  fields: ['字段', 'field'],
  rules: ['规则', 'rule'],
  optionLibraries: ['选项库', 'option library'],
  options: ['选项', 'option'],
  pipeline: ['阶段', 'stage'],
  workflows: ['流程', 'workflow'],
  nodes: ['节点', 'node'],
  automations: ['自动化', 'automation'],
  scorecards: ['评分卡', 'scorecard'],
  dimensions: ['评分项', 'dimension'],
  grades: ['等级', 'grade'],
  views: ['视图', 'view'],
  roles: ['角色', 'role'],
  settings: ['设置', 'setting'],
  calendars: ['日历', 'calendar'],
  sections: ['分组', 'section'],
  navigation: ['导航', 'navigation'],
  tabs: ['标签页', 'tab'],
}
const properties: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  required: ['必填', 'required'],
  label: ['名称', 'label'],
  name: ['名称', 'name'],
  type: ['类型', 'type'],
  formula: ['公式', 'formula'],
  options: ['选项库', 'options'],
  help: ['说明', 'help'],
  readOnly: ['只读', 'read-only'],
  default: ['默认值', 'default'],
  unique: ['不允许重复', 'unique'],
  maxLength: ['最大长度', 'length limit'],
  min: ['最小值', 'minimum'],
  max: ['最大值', 'maximum'],
  when: ['条件', 'condition'],
  weight: ['权重', 'weight'],
  score: ['得分', 'score'],
  from: ['起点', 'from'],
  above: ['超过', 'above'],
  active: ['启用', 'active'],
  version: ['版本', 'version'],
}

/** The changes from `before` to `after`, elements matched by key. Sample data is left out: it is not meaning. */
export function compareDefinitions(before: AppDefinition, after: AppDefinition): Change[] {
  const changes: Change[] = []
  compareObjects(before as unknown as Json, after as unknown as Json, '', { zh: '', en: '' }, changes)
  return changes
}

const nameOf = (element: Json): { zh: string; en: string } => {
  const label = (element.label ?? element.name) as Label | undefined
  const key = String(element.key)
  return { zh: label?.zh ?? label?.en ?? key, en: label?.en ?? label?.zh ?? key }
}

function compareObjects(before: Json, after: Json, path: string, place: Change['text'], changes: Change[]): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (key === 'sampleData' || key === 'formatVersion') continue
    const [a, b] = [before[key], after[key]]
    if (JSON.stringify(a) === JSON.stringify(b)) continue
    if (key === 'layout')
      changes.push({ path: `${path}/layout`, kind: 'changed', text: placed(place, '布局调整', 'layout rearranged') })
    else if (isKeyed(a) || isKeyed(b))
      compareLists((a ?? []) as Json[], (b ?? []) as Json[], key, `${path}/${key}`, place, changes)
    else if (isObject(a) && isObject(b) && !('zh' in b) && !('en' in b))
      compareObjects(a, b, `${path}/${key}`, place, changes)
    else
      changes.push({
        path: `${path}/${key}`,
        kind: a === undefined ? 'added' : b === undefined ? 'removed' : 'changed',
        text: valueText(key, a, b, place),
      })
  }
}

const isObject = (value: unknown): value is Json => value !== null && typeof value === 'object' && !Array.isArray(value)
const isKeyed = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(item => isObject(item) && typeof item.key === 'string')

const placed = (place: Change['text'], zh: string, en: string): Change['text'] => ({
  zh: `${place.zh}${zh}`,
  en: `${place.en}${place.en === '' ? '' : ': '}${en}`,
})

function compareLists(
  before: readonly Json[],
  after: readonly Json[],
  list: string,
  path: string,
  place: Change['text'],
  changes: Change[],
): void {
  const [zh, en] = words[list] ?? [list, list]
  const known = new Map(before.map(item => [item.key, item]))
  const kept = new Set(after.map(item => item.key))
  for (const item of after) {
    const earlier = known.get(item.key)
    const name = nameOf(item)
    const inside = {
      zh: `${place.zh}${zh}“${name.zh}”`,
      en: `${place.en}${place.en === '' ? '' : ', '}${en} “${name.en}”`,
    }
    if (earlier === undefined)
      changes.push({
        path: `${path}/${String(item.key)}`,
        kind: 'added',
        text: {
          zh: `${place.zh}新增${zh}“${name.zh}”`,
          en: `${place.en}${place.en === '' ? '' : ': '}new ${en} “${name.en}”`,
        },
      })
    else compareObjects(earlier, item, `${path}/${String(item.key)}`, inside, changes)
  }
  for (const item of before) {
    if (kept.has(item.key)) continue
    const name = nameOf(item)
    changes.push({
      path: `${path}/${String(item.key)}`,
      kind: 'removed',
      text: {
        zh: `${place.zh}移除${zh}“${name.zh}”`,
        en: `${place.en}${place.en === '' ? '' : ': '}${en} “${name.en}” removed`,
      },
    })
  }
  const order = (items: readonly Json[], other: ReadonlySet<unknown>): string =>
    items.flatMap(item => (other.has(item.key) ? [item.key] : [])).join()
  if (order(before, kept) !== order(after, new Set(known.keys())))
    changes.push({
      path,
      kind: 'changed',
      text: { zh: `${place.zh}${zh}顺序调整`, en: `${place.en}${place.en === '' ? '' : ': '}order of ${en}s` },
    })
}

function valueText(key: string, before: unknown, after: unknown, place: Change['text']): Change['text'] {
  const [zh, en] = properties[key] ?? [key, key]
  return {
    zh: `${place.zh} ${zh}: ${shown(before, 'zh')} → ${shown(after, 'zh')}`.trim(),
    en: `${place.en} ${en}: ${shown(before, 'en')} → ${shown(after, 'en')}`.trim(),
  }
}

function shown(value: unknown, language: 'zh' | 'en'): string {
  if (value === undefined || value === null) return language === 'zh' ? '无' : 'none'
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no'
  if (isObject(value) && ('zh' in value || 'en' in value)) return `“${String(value[language] ?? value.zh ?? value.en)}”`
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
