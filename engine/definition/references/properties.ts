/** What a property of the format names by key. */
export type Names =
  | 'field'
  | 'form'
  | 'library'
  | 'option'
  | 'stage'
  | 'workflow'
  | 'node'
  | 'role'
  | 'view'
  | 'dashboard'
  | 'calendar'
  | 'scorecard'
  | 'dimension'
  | 'policy'
  | 'connector'
  | 'tab'
  | 'setting'
  | 'automation'

const each = (names: Names, ...properties: readonly string[]): readonly (readonly [string, Names])[] =>
  properties.map(property => [property, names] as const)

const RULES = ['rule', 'ruleBody', 'gate'].flatMap(shape => [
  `${shape}.require`,
  `${shape}.invalid.fields`,
  `${shape}.anyOf.fields`,
])
const EDGES = ['fill', 'approve', 'cc', 'exclusive', 'parallel', 'inclusive', 'do', 'wait', 'subprocess'].map(
  type => `${type}_node.next.to`,
)
const SETS = ['create_action', 'update_action', 'upsert_action', 'create_act', 'update_act', 'press_act'].map(
  shape => `${shape}.set`,
)

const COUNTED = ['number', 'bar', 'line', 'pie', 'funnel'].flatMap(type => [
  `${type}_widget.field`,
  `${type}_widget.by`,
])

/** Properties whose text, texts or (of a map) names are keys of other elements; `shape.property` as in `shape.ts`. `form` does so everywhere. */
export const namingProperties: Readonly<Record<string, Names>> = Object.fromEntries([
  ...each('field', ...RULES, ...SETS),
  ...each('field', 'form.titleField', 'unique.fields', 'section.fields', 'section.fields.field'),
  ...each('field', 'rule.show', 'rule.hide', 'rule.readOnly', 'rule.warn.fields', 'rule.options', 'rule.for'),
  ...each('field', 'gate.approval.voidOn', 'select_field.parent', 'lookup_field.relation', 'lookup_field.field'),
  ...each('field', 'rollup_field.relation', 'rollup_field.field', 'event_trigger.fields', 'button_trigger.button.ask'),
  ...each('field', 'table_view.columns', 'table_view.sort', 'kanban_view.columns', 'kanban_view.sort'),
  ...each('field', 'kanban_view.group', 'query.sort', 'grant.fields', 'fill_node.fields', 'approve_node.fields'),
  ...each('field', 'fill_node.require', 'approve_node.voidOn', 'lock_action.fields', 'unlock_action.fields'),
  ...each('field', 'upsert_action.by', 'policy.into', 'policy.claim.reason', 'scenario.given.set'),
  ...each('field', ...COUNTED, 'table_widget.columns', 'table_widget.sort'),
  ...each(
    'field',
    'facts_block.fields',
    'image_block.field',
    'rows_block.of',
    'rows_block.columns',
    'rows_block.totals',
  ),
  ...each('form', 'relation_field.to', 'window_trigger.window.of'),
  ...each(
    'library',
    'select_field.options',
    'cascade_field.options',
    'setting.columns.options',
    'optionLibrary.parent',
  ),
  ...each('library', 'scorecard.options'),
  ...each('option', 'option.parent', 'grade.key'),
  ...each('stage', 'stage.from', 'move_action.to', 'event_trigger.stage'),
  ...each('workflow', 'gate.approval.workflow', 'start_action.workflow', 'event_trigger.workflow'),
  ...each('workflow', 'subprocess_node.workflow', 'role.workflows', 'start_act.workflow'),
  ...each('node', ...EDGES, 'nodeEvent.to', 'workflow.start.to', 'workflow.allow.reopen.to'),
  ...each('role', 'stages.back.roles', 'button_trigger.button.roles', 'scenario.people.roles'),
  ...each('view', 'role.views', 'navigationItem.view'),
  ...each('dashboard', 'role.dashboards', 'navigationItem.dashboard'),
  ...each('calendar', 'ladder.calendar', 'automation.calendar', 'policy.calendar', 'wait_node.calendar'),
  ...each('calendar', 'date_trigger.calendar'),
  ...each('scorecard', 'score_field.scorecard'),
  ...each('dimension', 'score_field.part'),
  ...each('policy', 'assign_action.policy'),
  ...each('connector', 'http_action.connector', 'webhook_trigger.webhook'),
  ...each('tab', 'section.tab'),
  ...each('setting', 'scenario.settings'),
  ...each('automation', 'press_act.automation'),
])
