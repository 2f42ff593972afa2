/** Names of what is kept from the server; a live event forgets by prefix. */
export const keys = {
  me: ['me'] as const,
  setup: ['setup'] as const,
  app: (app: string) => ['app', app] as const,
  directory: ['directory'] as const,
  form: (app: string, form: string) => ['records', app, form] as const,
  list: (app: string, form: string, query: unknown) => ['records', app, form, 'list', query] as const,
  count: (app: string, form: string, query: unknown) => ['records', app, form, 'count', query] as const,
  record: (app: string, form: string, id: string, part = 'values') => ['records', app, form, 'one', id, part] as const,
  views: (app: string, form: string) => ['views', app, form] as const,
  tasks: (box: string) => ['tasks', 'box', box] as const,
  task: (id: string) => ['tasks', 'one', id] as const,
  allTasks: ['tasks'] as const,
  notices: ['notices'] as const,
  file: (id: string) => ['file', id] as const,
  store: ['store'] as const,
  settings: (app: string) => ['settings', app] as const,
}
