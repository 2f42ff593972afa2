import type { AppDefinition } from '../../schemas/generated/definition.ts'

const both = (zh: string, en: string) => ({ zh, en })

/** Contracts through the chain of managers, legal and finance side by side, and a signature; expenses that finance alone approves. */
export const contractApp: AppDefinition = {
  formatVersion: 1,
  key: 'contract_flow',
  version: '0.1.0',
  name: both('合同', 'Contracts'),
  icon: 'contract',
  zone: 'Asia/Shanghai',
  forms: [
    {
      key: 'contract',
      name: both('合同', 'Contract'),
      titleField: 'title',
      fields: [
        { key: 'title', label: both('合同名称', 'Title'), type: 'text', required: true },
        { key: 'customer', label: both('客户', 'Customer'), type: 'text' },
        { key: 'amount', label: both('金额', 'Amount'), type: 'money' },
        { key: 'terms', label: both('付款条件', 'Terms'), type: 'text' },
      ],
    },
  ],
  workflows: [
    {
      key: 'approval',
      name: both('合同审批', 'Contract approval'),
      form: 'contract',
      start: { to: 'chain', manual: true, who: 'TRUE' },
      allow: { withdraw: { applicant: 'before_end' }, urge: { every: '1h' } },
      nodes: [
        {
          key: 'chain',
          label: both('逐级审批', 'Managers'),
          type: 'approve',
          by: 'MANAGERS({$applicant}, 2)',
          mode: 'sequence',
          allow: {
            add_signer: { max: 3 },
            cc: {},
            delegate: {},
            transfer: {},
            return: { to: ['applicant', 'previous'], then: 'ask' },
          },
          deadline: {
            steps: [
              {
                key: 'late',
                after: '48h',
                do: [{ do: 'notify', to: '{$task.assignee}', message: both('请处理', 'Please act') }],
              },
            ],
          },
          next: [{ to: 'split' }],
        },
        { key: 'split', type: 'parallel', next: [{ to: 'legal' }, { to: 'finance' }] },
        {
          key: 'legal',
          label: both('法务审核', 'Legal'),
          type: 'approve',
          by: 'ROLE("law")',
          require: ['opinion'],
          fields: { '*': 'read', terms: 'write' },
          next: [{ to: 'sign' }],
        },
        {
          key: 'finance',
          label: both('财务审核', 'Finance'),
          type: 'approve',
          by: 'ROLE("finance")',
          next: [{ to: 'sign' }],
        },
        {
          key: 'sign',
          label: both('总经理签字', 'Signature'),
          type: 'approve',
          by: 'ROLE("boss")',
          join: 'all',
          require: ['signature'],
          next: [{ to: 'copy' }],
        },
        { key: 'copy', label: both('抄送档案', 'Archive'), type: 'cc', by: 'ROLE("law")', next: [{ to: 'done' }] },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
    {
      key: 'review',
      name: both('条款评审', 'Review'),
      form: 'contract',
      start: { to: 'read', manual: true, who: 'TRUE' },
      allow: { reopen: { who: 'TRUE' } },
      nodes: [
        {
          key: 'read',
          label: both('评审', 'Review'),
          type: 'approve',
          by: 'ROLE("manager")',
          choose: { max: 1 },
          locks: 'none',
          fields: { '*': 'read', terms: 'write' },
          allow: { delegate: {}, add_signer: { kinds: ['beside'] }, remove_signer: {} },
          next: [{ to: 'done' }],
        },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
    {
      key: 'budget',
      name: both('预算确认', 'Budget check'),
      form: 'contract',
      start: { to: 'check', manual: true, who: 'TRUE' },
      nodes: [
        {
          key: 'check',
          label: both('预算确认', 'Budget check'),
          type: 'approve',
          by: 'ROLE("finance")',
          next: [{ to: 'done' }],
        },
        { key: 'done', type: 'end', outcome: 'approved' },
      ],
    },
  ],
  views: [
    {
      key: 'contracts',
      label: both('合同', 'Contracts'),
      form: 'contract',
      type: 'table',
      columns: ['title', 'customer', 'amount'],
    },
  ],
  roles: [
    {
      key: 'seller',
      label: both('销售', 'Seller'),
      grants: [{ form: 'contract', can: ['read', 'create', 'update'], rows: 'all', fields: { '*': 'write' } }],
      views: ['contracts'],
      workflows: ['approval', 'review', 'budget'],
    },
    ...(['manager', 'law', 'finance', 'boss'] as const).map(key => ({
      key,
      label: { zh: { manager: '经理', law: '法务', finance: '财务', boss: '总经理' }[key], en: key },
      grants: [{ form: 'contract', can: ['read' as const], rows: 'all' as const, fields: { '*': 'read' as const } }],
      views: ['contracts'],
    })),
  ],
}
