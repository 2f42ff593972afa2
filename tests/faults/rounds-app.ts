import type { AppDefinition } from '../../schemas/generated/definition.ts'

const both = (text: string) => ({ zh: text, en: text })
const mark = (name: string, worth: number) => [
  { do: 'update' as const, set: { total: `={total} + ${worth}` } },
  { do: 'create' as const, form: 'mark', set: { job: '={$record}', name } },
]

/**
 * A job waits for an instant, is counted, marked and told by e-mail; then two branches, one of which waits for another instant; then the end. Beside it a
 * ladder counts. Every step adds a figure of its own to `total` and makes a mark: done twice or never, it shows.
 */
export const rounds: AppDefinition = {
  formatVersion: 1,
  key: 'rounds',
  version: '1.0.0',
  name: both('Rounds'),
  forms: [
    {
      ...{ key: 'job', name: both('Job'), titleField: 'name' },
      fields: [
        { key: 'name', label: both('Name'), type: 'text', required: true },
        { key: 'who', label: both('Who'), type: 'user' },
        { key: 'first', label: both('First'), type: 'datetime' },
        { key: 'second', label: both('Second'), type: 'datetime' },
        { key: 'climb', label: both('Climb'), type: 'datetime' },
        { key: 'total', label: both('Total'), type: 'number', scale: 0, default: '0' },
        { key: 'rungs', label: both('Rungs'), type: 'number', scale: 0, default: '0' },
      ],
    },
    {
      ...{ key: 'mark', name: both('Mark'), titleField: 'name' },
      fields: [
        { key: 'name', label: both('Name'), type: 'text' },
        { key: 'job', label: both('Job'), type: 'relation', to: 'job' },
      ],
    },
  ],
  workflows: [
    {
      ...{ key: 'round', name: both('Round'), form: 'job' },
      start: { to: 'wait', on: [{ event: 'created' }] },
      nodes: [
        { key: 'wait', type: 'wait', until: '={first}', next: [{ to: 'tell' }] },
        {
          key: 'tell',
          type: 'do',
          do: [...mark('first', 1), { do: 'notify', to: '{who}', message: both('round {name}'), channels: ['email'] }],
          next: [{ to: 'split' }],
        },
        { key: 'split', type: 'parallel', next: [{ to: 'later' }, { to: 'beside' }] },
        { key: 'later', type: 'wait', until: '={second}', next: [{ to: 'counted' }] },
        { key: 'counted', type: 'do', do: mark('second', 10), next: [{ to: 'last' }] },
        { key: 'beside', type: 'do', do: mark('beside', 100), next: [{ to: 'last' }] },
        { key: 'last', type: 'do', join: 'all', do: mark('last', 1000), next: [{ to: 'end' }] },
        { key: 'end', type: 'end', outcome: 'done' },
      ],
    },
  ],
  automations: [
    {
      ...{ key: 'climb', name: both('Climb'), form: 'job', on: [{ event: 'created' }] },
      ladder: {
        from: '{climb}',
        steps: [{ key: 'one', after: '1min', do: [{ do: 'update', set: { rungs: '={rungs} + 1' } }] }],
      },
    },
  ],
}

/** What `total`, `rungs` and the marks of a job are in the end. */
export const expected = { total: '1111', rungs: '1', marks: ['beside', 'first', 'last', 'second'] }
