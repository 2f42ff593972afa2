import { closed, decimal, expr, key, keys, kinds, label, list, oneOf, ref, type Schema, text, whole } from './shapes.ts'

/** What every widget says; `w` of 12 columns, `h` in rows of 80 px. Widgets stand in their order and flow. */
const common: Record<string, Schema> = { key, label, help: ref('help'), w: whole(1, 12), h: whole(1, 12) }

/** Which records are counted, and what of them. */
const measured: Record<string, Schema> = {
  form: key,
  where: expr,
  aggregate: oneOf('count', 'sum', 'avg', 'min', 'max'),
  field: key,
}
const grouped: Record<string, Schema> = {
  ...measured,
  by: key,
  period: oneOf('day', 'week', 'month', 'quarter', 'year'),
  limit: whole(1, 100),
}
const widget = (type: string, properties: Record<string, Schema>, required: readonly string[]): Schema =>
  closed({ ...common, type: { type: 'string', const: type }, ...properties }, ['key', 'type', ...required])

const threshold = closed({ from: decimal, color: ref('color') }, ['from', 'color'])

/** Widgets this version draws; the other kinds of P22 come with metrics. */
export const widgetTypes: Record<string, Schema> = {
  number: widget('number', { ...measured, thresholds: list(threshold, 10) }, ['form', 'aggregate']),
  bar: widget('bar', grouped, ['form', 'aggregate', 'by']),
  line: widget('line', grouped, ['form', 'aggregate', 'by']),
  pie: widget('pie', grouped, ['form', 'aggregate', 'by']),
  funnel: widget('funnel', grouped, ['form', 'aggregate', 'by']),
  table: widget(
    'table',
    {
      form: key,
      where: expr,
      columns: keys(20),
      sort: list({ type: 'string', pattern: '^-?[a-z][a-z0-9_]{0,47}$' }, 5),
      limit: whole(1, 100),
    },
    ['form', 'columns'],
  ),
  text: widget('text', { text: closed({ zh: text(5000), en: text(5000) }, [], { minProperties: 1 }) }, ['text']),
}

export const dashboardSchemas: Record<string, Schema> = {
  ...Object.fromEntries(Object.entries(widgetTypes).map(([type, schema]) => [`${type}_widget`, schema])),
  widget: kinds(
    'type',
    Object.keys(widgetTypes).map(type => ref(`${type}_widget`)),
  ),
  dashboard: closed({ key, label, help: ref('help'), icon: text(60), widgets: list(ref('widget'), 60) }, [
    'key',
    'label',
    'widgets',
  ]),
}
