/**
 * Names and kinds of the definition format that this version knows but does not run yet. They answer `not_supported_yet`,
 * so that an author can tell them from a slip of the pen (`unknown_property`, `unknown_kind`).
 */

/** Definition name (as in `#/$defs/<name>`, or `app`) -> names reserved in it. */
export const reservedNames: Record<string, readonly string[]> = {
  app: ['uses', 'metrics', 'assistants'],
  form: ['stored', 'drafts', 'activityOf'],
  scorecard: ['total', 'outcome', 'minSample'],
  query: ['metric', 'by', 'period'],
  event_trigger: ['metric', 'window', 'signal', 'over', 'per'],
  notify_action: ['attach', 'card'],
  task_action: ['doneWhen', 'ladder'],
  create_action: ['copyOf'],
  role: ['buttons', 'settings'],
  document: ['format', 'data', 'seal'],
  table_view: ['query', 'route', 'fields', 'until'],
  kanban_view: ['query', 'route', 'fields', 'until'],
}

/** Definition name of a list of kinds -> kinds reserved in it. */
export const reservedKinds: Record<string, readonly string[]> = {
  action: ['document', 'assistant'],
  block: ['template'],
  node: ['join', 'gate', 'task'],
  view: ['calendar', 'gallery', 'timeline', 'pivot', 'map', 'wall', 'leaderboard', 'record', 'tree', 'public'],
}

/** Keys no element may bear: system columns and names JavaScript gives a meaning to. */
export const reservedKeys: ReadonlySet<string> = new Set([
  'constructor',
  'prototype',
  'then',
  'id',
  'version',
  'owner',
  'department',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'deleted_at',
  'deleted_by',
  'rules_version',
  'is_sample',
])
