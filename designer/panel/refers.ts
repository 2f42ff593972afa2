/** What a key in a definition refers to. */
export type Refers =
  | 'form'
  | 'field'
  | 'relation'
  | 'relatedField'
  | 'rows'
  | 'list'
  | 'library'
  | 'workflow'
  | 'policy'
  | 'calendar'
  | 'view'
  | 'dashboard'
  | 'scorecard'
  | 'dimension'
  | 'connector'
  | 'role'
  | 'stage'
  | 'tab'
  | 'node'
  | 'setting'

/** By property name; `primitive.property` where the same name refers to something else there. */
const table: Readonly<Record<string, Refers | undefined>> = {
  form: 'form',
  'relation_field.to': 'form',
  options: 'library',
  'optionLibrary.parent': 'library',
  'select_field.parent': 'field',
  relation: 'relation',
  'lookup_field.field': 'relatedField',
  'rollup_field.field': 'relatedField',
  'section.fields.field': 'field',
  scorecard: 'scorecard',
  part: 'dimension',
  titleField: 'field',
  group: 'field',
  'policy.into': 'field',
  columns: 'field',
  fields: 'field',
  require: 'field',
  show: 'field',
  hide: 'field',
  readOnly: 'field',
  'rule.options': 'field',
  'rule.for': 'rows',
  'rows_block.of': 'list',
  totals: 'field',
  voidOn: 'field',
  ask: 'field',
  'upsert_action.by': 'field',
  set: 'field',
  workflow: 'workflow',
  workflows: 'workflow',
  policy: 'policy',
  calendar: 'calendar',
  view: 'view',
  views: 'view',
  dashboards: 'dashboard',
  dashboard: 'dashboard',
  by: 'field',
  field: 'field',
  connector: 'connector',
  webhook: 'connector',
  roles: 'role',
  stage: 'stage',
  'move_action.to': 'stage',
  'stage.from': 'stage',
  tab: 'tab',
  'workflow.start.to': 'node',
  'nodeEvent.to': 'node',
  'scenario.settings': 'setting',
}

export const refersOf = (primitive: string, name: string): Refers | undefined =>
  Object.hasOwn(table, `${primitive}.${name}`) ? table[`${primitive}.${name}`] : table[name]
