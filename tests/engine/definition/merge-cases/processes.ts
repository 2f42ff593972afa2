import { both, drop, type MergeCase, move, put } from './case.ts'

const N = 'workflows/large/nodes'
const P = 'forms/opportunity/stages/pipeline'
const legal = {
  key: 'legal',
  label: both('法务审批', 'Legal'),
  type: 'approve',
  by: 'ROLE("manager")',
  next: [{ to: 'yes', on: 'approved' }],
}
const A = 'automations'
const tell = (zh: string, en: string) => ({ do: 'notify', to: '{owner}', message: both(zh, en) })
const wonThen = [
  { do: 'notify', to: 'MANAGER({owner})', message: both('成交了', 'It is won') },
  { do: 'update', set: { received: '0' } },
]

export const processCases: readonly MergeCase[] = [
  {
    name: 'one inserts a node on an edge, the other names the next approver',
    ours: [put(`${N}/legal`, legal, 'director'), put(`${N}/director/next/0`, { to: 'legal', on: 'approved' })],
    theirs: [put(`${N}/director/by`, 'ROLE("manager")')],
    expected: [
      put(`${N}/legal`, legal, 'director'),
      put(`${N}/director/next/0`, { to: 'legal', on: 'approved' }),
      put(`${N}/director/by`, 'ROLE("manager")'),
    ],
  },
  {
    name: 'both lead an edge elsewhere',
    ours: [
      put(`${N}/director/next`, [
        { to: 'manager', on: 'approved' },
        { to: 'no', on: 'rejected' },
      ]),
    ],
    theirs: [
      put(`${N}/director/next`, [
        { to: 'size', on: 'approved' },
        { to: 'no', on: 'rejected' },
      ]),
    ],
    expected: [
      put(`${N}/director/next`, [
        { to: 'manager', on: 'approved' },
        { to: 'no', on: 'rejected' },
      ]),
    ],
    conflicts: [[`${N}/director/next`, 'changed_apart']],
  },
  {
    name: 'one leads an edge elsewhere, the other names it',
    ours: [put(`${N}/size/next`, [{ to: 'no', when: '{amount} > {$settings.limit}' }, { to: 'yes' }])],
    theirs: [
      put(`${N}/size/next`, [
        { to: 'director', when: '{amount} > {$settings.limit}', label: both('大额', 'Large') },
        { to: 'yes' },
      ]),
    ],
    expected: [
      put(`${N}/size/next`, [
        { to: 'no', when: '{amount} > {$settings.limit}', label: both('大额', 'Large') },
        { to: 'yes' },
      ]),
    ],
  },
  {
    name: 'one adds a branch, the other changes the condition of another',
    ours: [
      put(`${N}/size/next`, [
        { to: 'director', when: '{amount} > {$settings.limit}' },
        { to: 'no', when: '{amount} < 1' },
        { to: 'yes' },
      ]),
    ],
    theirs: [put(`${N}/size/next`, [{ to: 'director', when: '{amount} >= {$settings.limit}' }, { to: 'yes' }])],
    expected: [
      put(`${N}/size/next`, [
        { to: 'director', when: '{amount} >= {$settings.limit}' },
        { to: 'no', when: '{amount} < 1' },
        { to: 'yes' },
      ]),
    ],
  },
  {
    name: 'both change the condition of a branch',
    ours: [put(`${N}/size/next`, [{ to: 'director', when: '{amount} > 5' }, { to: 'yes' }])],
    theirs: [put(`${N}/size/next`, [{ to: 'director', when: '{amount} > 6' }, { to: 'yes' }])],
    expected: [put(`${N}/size/next`, [{ to: 'director', when: '{amount} > 5' }, { to: 'yes' }])],
    conflicts: [[`${N}/size/next`, 'changed_apart']],
  },
  {
    name: 'one allows a transfer, the other gives a deadline',
    ours: [put(`${N}/director/allow`, { transfer: {} })],
    theirs: [put(`${N}/director/deadline`, { steps: [{ key: 'up', after: '48h', do: [tell('请审批', 'Decide')] }] })],
    expected: [
      put(`${N}/director/allow`, { transfer: {} }),
      put(`${N}/director/deadline`, { steps: [{ key: 'up', after: '48h', do: [tell('请审批', 'Decide')] }] }),
    ],
  },
  {
    name: 'both add a step to a deadline',
    ours: [put(`${N}/manager/deadline/steps/up`, { key: 'up', after: '48h', do: [tell('甲', 'A')] })],
    theirs: [put(`${N}/manager/deadline/steps/end`, { key: 'end', after: '96h', do: [tell('乙', 'B')] })],
    expected: [
      put(`${N}/manager/deadline/steps/end`, { key: 'end', after: '96h', do: [tell('乙', 'B')] }),
      put(`${N}/manager/deadline/steps/up`, { key: 'up', after: '48h', do: [tell('甲', 'A')] }),
    ],
  },
  {
    name: 'one lets a node write another field, the other forbids one',
    ours: [put(`${N}/manager/fields/rate`, 'write')],
    theirs: [put(`${N}/manager/fields/amount`, 'read')],
    expected: [put(`${N}/manager/fields/rate`, 'write'), put(`${N}/manager/fields/amount`, 'read')],
  },
  {
    name: 'one makes a node another kind, the other changes who decides there',
    ours: [
      put(`${N}/director`, {
        key: 'director',
        label: both('总监', 'Director'),
        type: 'cc',
        by: 'ROLE("director")',
        next: [{ to: 'yes' }],
      }),
    ],
    theirs: [put(`${N}/director/mode`, 'all')],
    expected: [
      put(`${N}/director`, {
        key: 'director',
        label: both('总监', 'Director'),
        type: 'cc',
        by: 'ROLE("director")',
        next: [{ to: 'yes' }],
      }),
    ],
    conflicts: [[`${N}/director`, 'changed_apart']],
  },
  {
    name: 'each adds a workflow',
    ours: [
      put('workflows/a', {
        key: 'a',
        name: both('甲', 'A'),
        form: 'customer',
        start: { to: 'e' },
        nodes: [{ key: 'e', type: 'end' }],
      }),
    ],
    theirs: [
      put('workflows/b', {
        key: 'b',
        name: both('乙', 'B'),
        form: 'customer',
        start: { to: 'e' },
        nodes: [{ key: 'e', type: 'end' }],
      }),
    ],
    expected: [
      put('workflows/a', {
        key: 'a',
        name: both('甲', 'A'),
        form: 'customer',
        start: { to: 'e' },
        nodes: [{ key: 'e', type: 'end' }],
      }),
      put('workflows/b', {
        key: 'b',
        name: both('乙', 'B'),
        form: 'customer',
        start: { to: 'e' },
        nodes: [{ key: 'e', type: 'end' }],
      }),
    ],
  },
  {
    name: 'one adds a stage, the other a gate',
    ours: [put(`${P}/visit`, { key: 'visit', label: both('拜访', 'Visit') }, 'lead')],
    theirs: [put(`${P}/contract/gate`, { require: ['risk'] })],
    expected: [
      put(`${P}/visit`, { key: 'visit', label: both('拜访', 'Visit') }, 'lead'),
      put(`${P}/contract/gate`, { require: ['risk'] }),
    ],
  },
  {
    name: 'both ask for more at a gate',
    ours: [put(`${P}/proposal/gate/require`, ['proposal', 'scan', 'risk'])],
    theirs: [put(`${P}/proposal/gate/require`, ['amount', 'proposal', 'scan'])],
    expected: [put(`${P}/proposal/gate/require`, ['amount', 'proposal', 'scan', 'risk'])],
  },
  {
    name: 'one moves a stage, the other removes one',
    ours: [move(`${P}/lost`, 'lead')],
    theirs: [drop(`${P}/proposal`)],
    expected: [move(`${P}/lost`, 'lead'), drop(`${P}/proposal`)],
  },
  {
    name: 'both move stages where they do not meet',
    ours: [move(`${P}/proposal`, null)],
    theirs: [move(`${P}/lost`, 'proposal')],
    expected: [
      put(`${P}`, [
        { key: 'proposal', label: both('技术方案', 'Proposal'), gate: { require: ['proposal', 'scan'] } },
        { key: 'lead', label: both('线索', 'Lead') },
        { key: 'lost', label: both('丢单', 'Lost'), kind: 'lost' },
        { key: 'contract', label: both('合同', 'Contract'), kind: 'won' },
      ]),
    ],
  },
  {
    name: 'both add another notice to an automation: both are sent',
    ours: [put(`${A}/won/then`, [...wonThen, tell('甲', 'A')])],
    theirs: [put(`${A}/won/then`, [...wonThen, tell('乙', 'B')])],
    expected: [put(`${A}/won/then`, [...wonThen, tell('甲', 'A'), tell('乙', 'B')])],
  },
  {
    name: 'one edits the first action, the other removes the second',
    ours: [put(`${A}/won/then`, [{ ...wonThen[0], to: '{owner}' }, wonThen[1]])],
    theirs: [put(`${A}/won/then`, [wonThen[0]])],
    expected: [put(`${A}/won/then`, [{ ...wonThen[0], to: '{owner}' }])],
  },
  {
    name: 'one edits whom an action tells, the other what it says',
    ours: [put(`${A}/won/then`, [{ ...wonThen[0], to: '{owner}' }, wonThen[1]])],
    theirs: [put(`${A}/won/then`, [{ ...wonThen[0], message: both('签下了', 'Signed') }, wonThen[1]])],
    expected: [put(`${A}/won/then`, [{ ...wonThen[0], to: '{owner}', message: both('签下了', 'Signed') }, wonThen[1]])],
  },
  {
    name: 'both edit whom an action tells',
    ours: [put(`${A}/won/then`, [{ ...wonThen[0], to: '{owner}' }, wonThen[1]])],
    theirs: [put(`${A}/won/then`, [{ ...wonThen[0], to: 'ROLE("director")' }, wonThen[1]])],
    expected: [put(`${A}/won/then`, [{ ...wonThen[0], to: '{owner}' }, wonThen[1]])],
    conflicts: [[`${A}/won/then`, 'changed_apart']],
  },
  {
    name: 'one changes how long a silence may last, the other the condition',
    ours: [put(`${A}/silent/within`, '48h')],
    theirs: [put(`${A}/silent/where`, '{amount} > 5000')],
    expected: [put(`${A}/silent/within`, '48h'), put(`${A}/silent/where`, '{amount} > 5000')],
  },
  {
    name: 'each listens to another event as well',
    ours: [
      put(`${A}/silent/on`, [
        { event: 'created', form: 'opportunity' },
        { event: 'updated', form: 'opportunity', fields: ['amount'] },
      ]),
    ],
    theirs: [
      put(`${A}/silent/on`, [
        { event: 'created', form: 'opportunity' },
        { event: 'stage_entered', form: 'opportunity', stage: 'lead' },
      ]),
    ],
    expected: [
      put(`${A}/silent/on`, [
        { event: 'created', form: 'opportunity' },
        { event: 'stage_entered', form: 'opportunity', stage: 'lead' },
        { event: 'updated', form: 'opportunity', fields: ['amount'] },
      ]),
    ],
  },
  {
    name: 'one changes an event into a condition, the other watches another field',
    ours: [put(`${A}/won/on`, [{ becomes: '{amount} > 5', form: 'opportunity' }])],
    theirs: [put(`${A}/won/on`, [{ event: 'updated', form: 'opportunity', fields: ['amount'] }])],
    expected: [put(`${A}/won/on`, [{ becomes: '{amount} > 5', form: 'opportunity' }])],
    conflicts: [[`${A}/won/on`, 'changed_apart']],
  },
  {
    name: 'one switches an automation off, the other removes it',
    ours: [put(`${A}/won/enabled`, false)],
    theirs: [drop(`${A}/won`)],
    expected: [put(`${A}/won/enabled`, false)],
    conflicts: [[`${A}/won`, 'changed_removed']],
  },
  {
    name: 'each removes one of the two steps of a ladder: one must stay',
    ours: [drop('forms/opportunity/ladders/chase/steps/early')],
    theirs: [drop('forms/opportunity/ladders/chase/steps/late')],
    expected: [drop('forms/opportunity/ladders/chase/steps/early')],
    conflicts: [['forms/opportunity/ladders/chase/steps', 'changed_apart']],
  },
]
