import type { AppDefinition, Node, Workflow } from '../../../schemas/generated/definition.ts'

const both = (text: string) => ({ zh: text, en: text })
const done: Node = { key: 'done', type: 'end', outcome: 'approved' }
const flow = (key: string, nodes: readonly Node[], rest: Partial<Workflow> = {}): Workflow => ({
  key,
  name: both(key),
  form: 'deal',
  start: { to: nodes[0]!.key, manual: true, who: 'TRUE' },
  nodes: [...nodes, done],
  ...rest,
})
const approve = (key: string, by: string, rest: object = {}): Node =>
  ({ key, type: 'approve', by, next: [{ to: 'done' }], ...rest }) as Node

/** Deals with lines and payments, and a workflow for each way to rest: rows, subprocesses, waits, events, votes. */
export const flows: AppDefinition = {
  formatVersion: 1,
  key: 'flows',
  version: '0.1.0',
  name: both('flows'),
  zone: 'Asia/Shanghai',
  forms: [
    {
      key: 'deal',
      name: both('deal'),
      titleField: 'title',
      fields: [
        { key: 'title', label: both('title'), type: 'text' },
        { key: 'amount', label: both('amount'), type: 'money' },
        { key: 'due', label: both('due'), type: 'date' },
        { key: 'log', label: both('log'), type: 'text' },
        {
          key: 'lines',
          label: both('lines'),
          type: 'subform',
          fields: [
            { key: 'item', label: both('item'), type: 'text' },
            { key: 'buyer', label: both('buyer'), type: 'user' },
          ],
        },
      ],
    },
    {
      key: 'payment',
      name: both('payment'),
      titleField: 'title',
      fields: [
        { key: 'title', label: both('title'), type: 'text' },
        { key: 'amount', label: both('amount'), type: 'money' },
        {
          key: 'deal',
          label: both('deal'),
          type: 'relation',
          to: 'deal',
          inverse: { key: 'payments', label: both('payments') },
        },
      ],
    },
  ],
  workflows: [
    flow('rows', [approve('buy', '{$row.buyer}', { each: '{lines}' })]),
    flow('part', [approve('check', '{$row.buyer}')], { start: { to: 'check' } }),
    flow('parts', [
      {
        key: 'all',
        type: 'subprocess',
        workflow: 'part',
        each: '{lines}',
        as: 'outcomes',
        next: [{ to: 'note' }],
      },
      {
        key: 'note',
        type: 'do',
        do: [{ do: 'update', set: { log: '={$nodes.all.outcome}' } }],
        next: [{ to: 'done' }],
      },
    ]),
    flow('pay', [
      {
        key: 'paid',
        type: 'wait',
        on: [{ event: 'created', form: 'payment', where: '{amount} > 10' }],
        until: '={due}',
        next: [{ to: 'done' }, { to: 'late', on: 'timeout' }],
      },
      { key: 'late', type: 'end', outcome: 'rejected' },
    ]),
    flow('watch', [
      approve('look', 'ROLE("law")', {
        locks: 'none',
        events: [{ on: { event: 'updated', fields: ['amount'] }, to: 'again' }],
      }),
      approve('again', 'ROLE("director")', { locks: 'none' }),
    ]),
    flow(
      'votes',
      [
        approve('vote', 'ROLE("law")', {
          mode: 'share',
          passWhen: '{$votes.yes} >= 2',
          failWhen: '{$votes.no} >= 1',
          view: 'snapshot',
          locks: 'none',
          allow: { batch: false, delegate: {}, cc: {}, add_signer: {}, remove_signer: {} },
        }),
      ],
      { allow: { reopen: { who: '{$user} = {$applicant}' } } },
    ),
    flow('chosen', [approve('one', 'ROLE("law")', { choose: { max: 1 } })]),
    flow('many', [approve('one', 'ROLE("crowd")', { mode: 'any', locks: 'none' })]),
    flow('every', [approve('one', 'ROLE("crowd")', { mode: 'all', locks: 'none' })]),
    flow('ballot', [
      approve('one', 'ROLE("crowd")', {
        mode: 'share',
        passWhen: '{$votes.yes} / {$votes.total} >= 0.6',
        locks: 'none',
      }),
    ]),
    flow('overall', [approve('one', 'ROLE("law")', { next: [{ to: 'two' }] }), approve('two', 'ROLE("director")')], {
      ladder: {
        steps: [
          {
            key: 'slow',
            after: '24h',
            do: [{ do: 'notify', to: '{$holders}', message: both('{title} 24') }],
          },
          { key: 'late', after: '48h', do: [{ do: 'notify', to: '{$applicant}', message: both('{title} 48') }] },
        ],
      },
    }),
    flow('soon', [
      approve('one', 'ROLE("director")', {
        deadline: { steps: [{ key: 'over', after: '1min', do: [{ do: 'act', on: '{$task}', as: 'close' }] }] },
        next: [{ to: 'done' }, { to: 'late', on: 'timeout' }],
      }),
      { key: 'late', type: 'end', outcome: 'rejected' },
    ]),
    flow(
      'timed',
      [
        approve('one', 'ROLE("director")', {
          voidOn: ['amount'],
          locks: 'none',
          deadline: { steps: [{ key: 'over', after: '24h', do: [{ do: 'act', on: '{$task}', as: 'close' }] }] },
          next: [{ to: 'done' }, { to: 'late', on: 'timeout' }],
        }),
        { key: 'late', type: 'end', outcome: 'rejected' },
      ],
      { allow: { withdraw: { applicant: 'before_end' } } },
    ),
  ],
  roles: [
    {
      key: 'seller',
      label: both('seller'),
      grants: [
        { form: 'deal', can: ['read', 'create', 'update', 'delete'] },
        { form: 'payment', can: ['read', 'create'] },
      ],
    },
    { key: 'law', label: both('law'), grants: [] },
    { key: 'director', label: both('director'), grants: [{ form: 'deal', can: ['read'] }] },
    { key: 'crowd', label: both('crowd'), grants: [] },
  ],
}
