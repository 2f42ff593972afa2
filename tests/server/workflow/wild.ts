import type { AppDefinition, Node } from '../../../schemas/generated/definition.ts'

const both = (text: string) => ({ zh: text, en: text })
const everything = {
  transfer: {},
  delegate: {},
  cc: {},
  add_signer: { max: 3 },
  remove_signer: {},
  return: { to: ['any'], then: 'ask', max: 3 },
}
const approve = (key: string, by: string, to: string, rest: object = {}): Node =>
  ({ key, type: 'approve', by, locks: 'none', allow: everything, next: [{ to }], ...rest }) as unknown as Node

/** One workflow with every way to branch, rest and meet, for driving it at random. */
export const wild: AppDefinition = {
  formatVersion: 1,
  key: 'wild',
  version: '0.1.0',
  name: both('wild'),
  zone: 'Asia/Shanghai',
  forms: [
    {
      key: 'deal',
      name: both('deal'),
      titleField: 'title',
      fields: [
        { key: 'title', label: both('title'), type: 'text' },
        { key: 'amount', label: both('amount'), type: 'number' },
        {
          key: 'lines',
          label: both('lines'),
          type: 'subform',
          fields: [{ key: 'buyer', label: both('buyer'), type: 'user' }],
        },
      ],
    },
  ],
  workflows: [
    {
      key: 'part',
      name: both('part'),
      form: 'deal',
      start: { to: 'check' },
      nodes: [approve('check', '{$row.buyer}', 'done'), { key: 'done', type: 'end', outcome: 'approved' }],
    },
    {
      key: 'wild',
      name: both('wild'),
      form: 'deal',
      start: { to: 'first', manual: true, who: 'TRUE' },
      allow: { withdraw: { applicant: 'before_first', handler: true }, urge: { every: '1h' } },
      onReject: 'return_to_applicant',
      ladder: {
        steps: [{ key: 'slow', after: '72h', do: [{ do: 'notify', to: '{$holders}', message: both('slow') }] }],
      },
      nodes: [
        approve('first', 'ROLE("law")', 'split', { mode: 'any', voidOn: ['amount'] }),
        {
          key: 'split',
          type: 'inclusive',
          next: [{ to: 'rows', when: '{amount} > 3' }, { to: 'parts', when: '{amount} > 5' }, { to: 'pause' }],
        },
        approve('rows', '{$row.buyer}', 'meet', { each: '{lines}', mutex: 'desk' }),
        {
          key: 'parts',
          type: 'subprocess',
          workflow: 'part',
          each: '{lines}',
          next: [{ to: 'meet' }, { to: 'meet', on: 'rejected' }],
        },
        {
          key: 'pause',
          type: 'wait',
          on: [{ event: 'updated', fields: ['title'] }],
          after: '24h',
          next: [{ to: 'meet' }, { to: 'meet', on: 'timeout' }],
        },
        { key: 'meet', type: 'exclusive', join: 'started', next: [{ to: 'vote' }] },
        approve('vote', 'ROLE("law")', 'race', {
          mode: 'share',
          passWhen: '{$votes.yes} * 2 > {$votes.total}',
          next: [{ to: 'race' }, { to: 'split', on: 'rejected' }],
          deadline: {
            steps: [
              { key: 'over', after: '48h', do: [{ do: 'act', on: '{$task}', as: 'transfer', to: 'ROLE("director")' }] },
            ],
          },
        }),
        { key: 'race', type: 'parallel', next: [{ to: 'left' }, { to: 'right' }] },
        approve('left', 'ROLE("director")', 'last', { mode: 'sequence' }),
        approve('right', 'ROLE("law")', 'last', { mode: 'all', rejectWhen: 'all' }),
        { key: 'last', type: 'exclusive', join: 1, rest: 'cancel', next: [{ to: 'done' }] },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
  ],
  roles: [
    { key: 'seller', label: both('seller'), grants: [{ form: 'deal', can: ['read', 'create', 'update', 'delete'] }] },
    { key: 'law', label: both('law'), grants: [] },
    { key: 'director', label: both('director'), grants: [] },
  ],
}
