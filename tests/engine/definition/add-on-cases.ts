import { green } from '../../fixtures/green-add-on.ts'
import { both, drop, type Edit, put } from './merge-cases/case.ts'

export const CUSTOMER = 'additions/forms/0'
export const field = (key: string, type: string, more: object = {}): Edit =>
  put(`${CUSTOMER}/fields/${key}`, { key, label: both('新', 'New'), type, ...more })
export const rule = (more: object): Edit => put(`${CUSTOMER}/rules/r`, { key: 'r', ...more })
export const doing = (action: object, on: object = { event: 'updated', form: 'customer' }): Edit =>
  put('automations/a', { key: 'a', name: both('新', 'New'), on: [on], then: [action] })
const seller = (grant: object): Edit => put('additions/roles/0/grants', [grant])
export const TELL = both('看', 'Look')

const GRADE = { key: 'green_grade', label: both('新', 'New'), type: 'text' }

type Wrong = readonly [name: string, finding: string, edit: Edit, host?: Edit]

/** What must not be, where it is said, and the change of the add-on (of its host) that brings it about. */
export const wrong: readonly Wrong[] = [
  // What it needs is not there, or is there already.
  ['a form that is not there', `add_on_host_missing additions/forms/0/form`, put(`${CUSTOMER}/form`, 'client')],
  [
    'a form named twice',
    'duplicate_key additions/forms/1/form',
    definition => ({
      ...definition,
      additions: { ...definition.additions, forms: [...definition.additions!.forms!, { form: 'customer' }] },
    }),
  ],
  [
    'a tab that is not there',
    'add_on_host_missing additions/forms/0/section/tab',
    put(`${CUSTOMER}/section/tab`, 'less'),
  ],
  ['a role that is not there', 'add_on_host_missing additions/roles/0/role', put('additions/roles/0/role', 'boss')],
  [
    'a field to stand after that is not there',
    `add_on_host_missing additions/forms/0/after`,
    definition => put(`${CUSTOMER}/after`, 'fax')(drop(`${CUSTOMER}/section`)(definition)),
  ],
  [
    'a field that is there',
    'add_on_key_taken additions/forms/0/fields/green_grade/key',
    definition => definition,
    put('forms/customer/fields/green_grade', GRADE),
  ],
  ['a section that is there', 'add_on_key_taken additions/forms/0/section/key', put(`${CUSTOMER}/section/key`, 'main')],
  [
    'a rule that is there',
    'add_on_key_taken additions/forms/0/rules/green_note_needed/key',
    definition => definition,
    put('forms/customer/rules', [{ key: 'green_note_needed', warn: { message: TELL } }]),
  ],
  [
    'a form of the same key',
    'add_on_key_taken forms/customer/key',
    put('forms/customer', { ...green.forms[0]!, key: 'customer' }),
  ],
  [
    'a view of the same key',
    'add_on_key_taken views/open/key',
    put('views/open', { ...green.views![0]!, key: 'open' }),
  ],
  [
    'a role of the same key',
    'add_on_key_taken roles/seller/key',
    put('roles/seller', { ...green.roles![0]!, key: 'seller' }),
  ],
  [
    'an option library of the same key',
    'add_on_key_taken optionLibraries/industry/key',
    put('optionLibraries/industry', { ...green.optionLibraries![0]!, key: 'industry' }),
  ],
  [
    'a formula over a field that is not there',
    'formula_unknown_name additions/forms/0/fields/x/formula',
    field('x', 'formula', { formula: '{fax}', result: 'text' }),
  ],
  [
    'rights on a form the role has none on',
    'add_on_host_missing additions/roles/0/grants/customer/form',
    definition => definition,
    drop('roles/seller/grants/customer'),
  ],
  // It may only add.
  ['a time zone', 'add_on_part zone', put('zone', 'Asia/Tokyo')],
  ['sample records', 'add_on_part sampleData', put('sampleData', { customer: [] })],
  [
    'a person by name',
    `names_somebody additions/forms/0/fields/x/default`,
    field('x', 'user', { default: '0197c0de-0000-7000-8000-000000000001' }),
  ],
  [
    'acts on a form for a role of the host',
    'add_on_changes_host additions/roles/0/grants/customer/can',
    seller({ form: 'customer', can: ['delete'] }),
  ],
  [
    'more rows for a role of the host',
    'add_on_changes_host additions/roles/0/grants/customer/rows',
    seller({ form: 'customer', can: [], rows: true }),
  ],
  [
    'a hidden field shown',
    'add_on_changes_host additions/roles/0/grants/customer/fields/secret',
    seller({ form: 'customer', can: [], fields: { secret: 'read' } }),
  ],
  [
    'all fields shown',
    'add_on_changes_host additions/roles/0/grants/customer/fields/*',
    seller({ form: 'customer', can: [], fields: { '*': 'write' } }),
  ],
  [
    'a role of its own that reads the host',
    'add_on_changes_host roles/auditor/grants/customer/can',
    put('roles/auditor/grants/customer', { form: 'customer', can: ['read'] }),
  ],
  [
    'a view of the host for a role',
    'add_on_changes_host additions/roles/0/views/board',
    put('additions/roles/0/views', ['board']),
  ],
  [
    'a dashboard of the host for a role',
    'add_on_changes_host additions/roles/0/dashboards/overview',
    put('additions/roles/0/dashboards', ['overview']),
  ],
  ['a field hidden', 'add_on_changes_host additions/forms/0/rules/r/hide/phone', rule({ hide: ['phone'] })],
  [
    'a field shown on a condition',
    'add_on_changes_host additions/forms/0/rules/r/show/phone',
    rule({ when: 'false', show: ['phone'] }),
  ],
  ['a field locked', 'add_on_changes_host additions/forms/0/rules/r/readOnly/phone', rule({ readOnly: ['phone'] })],
  ['a field demanded', 'add_on_changes_host additions/forms/0/rules/r/require/phone', rule({ require: ['phone'] })],
  [
    'options narrowed',
    'add_on_changes_host additions/forms/0/rules/r/options/industry',
    rule({ options: { industry: 'false' } }),
  ],
  ['every save refused', 'add_on_changes_host additions/forms/0/rules/r/invalid', rule({ invalid: { message: TELL } })],
  [
    'a save refused for a field of the host',
    'add_on_changes_host additions/forms/0/rules/r/invalid/fields/phone',
    rule({ invalid: { fields: ['phone'], message: TELL } }),
  ],
  [
    'a field of the host set',
    'add_on_changes_host automations/a/then/0/set/phone',
    doing({ do: 'update', set: { phone: '1' } }),
  ],
  [
    'a field of the host set in a record found',
    'add_on_changes_host automations/a/then/0/one/0/set/amount',
    doing({
      do: 'find',
      query: { form: 'opportunity' },
      as: 'deal',
      one: [{ do: 'update', target: '{$out.deal}', set: { amount: 1 } }],
    }),
  ],
  [
    'a field of the host set that is called like one of its own',
    'add_on_changes_host automations/a/then/0/set/finding',
    doing({ do: 'update', target: '{customer}', set: { finding: 'x' } }, { event: 'created', form: 'opportunity' }),
    put('forms/customer/fields/finding', { ...GRADE, key: 'finding' }),
  ],
  [
    'a record of the host made',
    'add_on_changes_host automations/a/then/0/form',
    doing({ do: 'create', form: 'opportunity', set: { title: 'x' } }),
  ],
  ['a record of the host deleted', 'add_on_changes_host automations/a/then/0/do', doing({ do: 'delete' })],
  [
    'a record of the host deleted from its own',
    'add_on_changes_host automations/a/then/0/do',
    doing({ do: 'delete', target: '{audited}' }, { event: 'created', form: 'audit' }),
  ],
  [
    'a stage moved',
    'add_on_changes_host automations/a/then/0/do',
    doing({ do: 'move', to: 'contract' }, { event: 'updated', form: 'opportunity' }),
  ],
  [
    'a workflow of the host started',
    'add_on_changes_host automations/a/then/0/workflow',
    doing({ do: 'start', workflow: 'large' }, { event: 'updated', form: 'opportunity' }),
  ],
  [
    'a record assigned',
    'add_on_changes_host automations/a/then/0/do',
    doing({ do: 'assign', policy: 'rotation' }, { event: 'updated', form: 'opportunity' }),
  ],
  ['a signal sent', 'add_on_changes_host automations/a/then/0/do', doing({ do: 'signal', signal: 'go' })],
  [
    'a system of the host called',
    'add_on_changes_host automations/a/then/0/connector',
    doing({ do: 'http', connector: 'erp', method: 'GET', path: '/' }),
  ],
  [
    'a record of the host deleted round by round',
    'add_on_changes_host automations/a/then/0/then/0/do',
    doing(
      { do: 'each', query: { form: 'opportunity' }, then: [{ do: 'delete' }] },
      { event: 'created', form: 'audit' },
    ),
  ],
  [
    'a ladder that sets a field of the host',
    'add_on_changes_host additions/forms/0/ladders/l/steps/s/do/0/set/phone',
    put(`${CUSTOMER}/ladders`, [
      {
        key: 'l',
        from: '{created_at}',
        steps: [{ key: 's', after: '1d', do: [{ do: 'update', set: { phone: '1' } }] }],
      },
    ]),
  ],
  [
    'a workflow on a form of the host',
    'add_on_changes_host workflows/w/form',
    put('workflows', [
      {
        key: 'w',
        name: TELL,
        form: 'opportunity',
        start: { to: 'e', manual: true },
        nodes: [{ key: 'e', type: 'end' }],
      },
    ]),
  ],
  [
    'a policy on a form of the host',
    'add_on_changes_host policies/p/form',
    put('policies', [{ key: 'p', name: TELL, form: 'opportunity', pool: 'ROLE("seller")', strategy: 'first' }]),
  ],
  [
    'a workflow of the host for a role of its own',
    'add_on_changes_host roles/auditor/workflows/large',
    put('roles/auditor/workflows', ['large']),
  ],
  [
    'a workflow of the host as a part of its own',
    'add_on_changes_host workflows/w/nodes/s/workflow',
    put('workflows', [
      {
        ...{ key: 'w', name: TELL, form: 'audit', start: { to: 's', manual: true } },
        nodes: [
          { key: 's', type: 'subprocess', workflow: 'large', record: '{audited}', next: [{ to: 'e' }] },
          { key: 'e', type: 'end' },
        ],
      },
    ]),
  ],
  [
    'a record that a signal may have brought, deleted',
    'add_on_changes_host automations/a/then/0/do',
    put('automations/a', {
      ...{ key: 'a', name: TELL, then: [{ do: 'delete' }] },
      on: [{ event: 'created', form: 'audit' }, { signal: 'go' }],
    }),
  ],
  [
    'customers that cannot be deleted any more',
    'add_on_changes_host forms/audit/fields/audited/onDelete',
    put('forms/audit/fields/audited', { key: 'audited', label: TELL, type: 'relation', to: 'customer' }),
  ],
  [
    'customers deleted with something else',
    'add_on_changes_host additions/forms/0/fields/x/onDelete',
    field('x', 'relation', { to: 'audit', onDelete: 'cascade' }),
  ],
  [
    'a value worked out from what a role cannot see',
    'add_on_reads_around additions/forms/0/fields/x',
    field('x', 'rollup', { relation: 'opportunities', aggregate: 'sum', field: 'amount' }),
    drop('roles/seller/grants/opportunity'),
  ],
]
