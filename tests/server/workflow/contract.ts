import type { AppDefinition } from '../../../schemas/generated/definition.ts'

const both = (zh: string, en: string) => ({ zh, en })

/** Contracts with approvals: two people one after the other, a race, deadlines, a gate; and the rule of the expected amount. */
export const contracts: AppDefinition = {
  formatVersion: 1,
  key: 'contracts',
  version: '0.1.0',
  name: both('合同', 'Contracts'),
  zone: 'Asia/Shanghai',
  forms: [
    {
      key: 'customer',
      name: both('客户', 'Customer'),
      titleField: 'name',
      fields: [
        { key: 'name', label: both('名称', 'Name'), type: 'text' },
        { key: 'visits', label: both('次数', 'Visits'), type: 'number', scale: 0 },
      ],
    },
    {
      key: 'contract',
      name: both('合同', 'Contract'),
      titleField: 'title',
      fields: [
        { key: 'title', label: both('标题', 'Title'), type: 'text', required: true },
        { key: 'amount', label: both('金额', 'Amount'), type: 'money' },
        { key: 'discount', label: both('折扣', 'Discount'), type: 'percent' },
        { key: 'secret', label: both('底价', 'Floor'), type: 'money' },
        { key: 'risk', label: both('风险评估', 'Risk assessment'), type: 'attachment' },
        { key: 'customer', label: both('客户', 'Customer'), type: 'relation', to: 'customer' },
        { key: 'log', label: both('备注', 'Log'), type: 'text' },
      ],
      rules: [
        {
          key: 'risk_needed',
          when: '{amount} > 10000000',
          require: ['risk'],
          message: both('超过一千万须附风险评估', 'Above ten million attach the risk assessment'),
        },
      ],
      stages: {
        field: 'stage',
        pipeline: [
          {
            key: 'draft',
            label: both('草稿', 'Draft'),
            gate: { approval: { workflow: 'gate', start: 'on_move', then: 'advance', voidOn: ['amount'] } },
          },
          {
            key: 'signed',
            label: both('已签', 'Signed'),
            kind: 'won',
            onEnter: [{ do: 'update', set: { log: '=CONCATENATE("signed ", {title})' } }],
          },
        ],
      },
    },
  ],
  workflows: [
    {
      key: 'approval',
      name: both('合同审批', 'Contract approval'),
      form: 'contract',
      start: { to: 'manager', manual: true, who: 'TRUE' },
      allow: { withdraw: { applicant: 'before_end' }, urge: { every: '1h' } },
      nodes: [
        {
          key: 'manager',
          label: both('经理审批', 'Manager'),
          type: 'approve',
          by: 'MANAGER({$applicant})',
          fields: { '*': 'read', discount: 'write', secret: 'hidden' },
          allow: { return: { to: ['applicant'] }, transfer: {}, add_signer: { max: 3 } },
          next: [{ to: 'law' }],
        },
        {
          key: 'law',
          label: both('法务审批', 'Legal'),
          type: 'approve',
          by: 'ROLE("law")',
          mode: 'any',
          require: ['opinion'],
          next: [{ to: 'note' }],
        },
        { key: 'note', type: 'do', do: [{ do: 'update', set: { log: 'approved' } }], next: [{ to: 'copy' }] },
        { key: 'copy', type: 'cc', by: 'ROLE("director")', next: [{ to: 'done' }] },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
    {
      key: 'big',
      name: both('大额审批', 'Large amount'),
      form: 'contract',
      start: {
        to: 'director',
        on: [{ event: 'created' }, { event: 'updated', fields: ['amount'] }],
        where: '{amount} > 10000000',
      },
      nodes: [
        {
          key: 'director',
          type: 'approve',
          by: 'ROLE("director")',
          next: [{ to: 'done' }],
        },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
    {
      key: 'slow',
      name: both('限时审批', 'Timed approval'),
      form: 'contract',
      start: { to: 'check', manual: true, who: 'TRUE' },
      nodes: [
        {
          key: 'check',
          type: 'approve',
          by: 'MANAGER({$applicant})',
          locks: 'none',
          deadline: {
            steps: [
              {
                key: 'remind',
                after: '24h',
                do: [
                  {
                    do: 'notify',
                    to: '{$task.assignee}',
                    message: both('请处理 {title} {secret}', 'Please handle {title} {secret}'),
                  },
                ],
              },
              {
                key: 'up',
                after: '48h',
                do: [{ do: 'act', on: '{$task}', as: 'transfer', to: 'ROLE("director")' }],
              },
            ],
          },
          next: [{ to: 'done' }],
        },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
    {
      key: 'gate',
      name: both('签约审批', 'Signing approval'),
      form: 'contract',
      start: { to: 'director' },
      nodes: [
        { key: 'director', type: 'approve', by: 'ROLE("director")', next: [{ to: 'done' }] },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
  ],
  automations: [
    {
      key: 'count_visit',
      name: both('计次', 'Count'),
      form: 'contract',
      on: [{ event: 'created' }],
      where: '{customer} <> ""',
      then: [
        { do: 'update', target: '{customer}', set: { visits: '={customer.visits} + 1' } },
        { do: 'task', to: '{owner}', title: both('回访 {customer.name}', 'Call back {customer.name}'), due: '3d' },
        ...['{owner}', 'ROLE("director")'].map(to => ({
          do: 'notify' as const,
          to,
          message: both('{title} 的客户是 {customer.name}', '{title} of {customer}'),
        })),
      ],
    },
    {
      key: 'loop',
      name: both('循环', 'Loop'),
      on: [{ event: 'updated', form: 'customer', fields: ['visits'], where: '{visits} >= 100' }],
      then: [{ do: 'update', set: { visits: '={visits} + 1' } }],
    },
    {
      key: 'refuse',
      name: both('拒绝测试', 'Refuse'),
      form: 'contract',
      on: [{ event: 'updated', fields: ['title'] }],
      where: '{title} = "break"',
      then: [{ do: 'move', to: 'signed' }],
    },
    {
      key: 'mirror',
      name: both('镜像', 'Mirror'),
      on: [{ event: 'workflow_finished', form: 'contract', workflow: 'big' }],
      then: [
        { do: 'create', form: 'customer', set: { name: '={title}', visits: 0 }, as: 'made' },
        { do: 'update', set: { customer: '={$out.made}', log: '={$event.outcome}' } },
      ],
    },
  ],
  roles: [
    {
      key: 'seller',
      label: both('销售', 'Seller'),
      grants: [
        { form: 'contract', can: ['read', 'create', 'update', 'move', 'delete'], rows: 'own' },
        { form: 'customer', can: ['read', 'create'] },
      ],
    },
    { key: 'manager', label: both('经理', 'Manager'), grants: [] },
    { key: 'law', label: both('法务', 'Legal'), grants: [] },
    {
      key: 'director',
      label: both('总监', 'Director'),
      grants: [{ form: 'contract', can: ['read', 'update', 'move'], fields: { secret: 'hidden' } }],
    },
  ],
}
