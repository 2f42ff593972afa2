import { both, drop, put } from '../merge-cases/case.ts'
import { all, automation, type FindingCase, field, flow, formula, N, node, step, W, X } from './case.ts'

const branch = (first: string, second: string) =>
  flow([
    { key: 'how', type: 'exclusive', next: [{ to: 'one', when: first }, { to: 'done', when: second }, { to: 'done' }] },
    step('one', [{ to: 'done' }]),
  ])
const rule = (when: string) => put('forms/opportunity/rules/x', { key: 'x', when, require: ['risk'] })
const hidden = (right: string) =>
  all(
    field('text', { required: true }),
    put('roles/seller/grants/customer/fields', { x: right }),
    put('roles/manager/grants/customer/fields', { x: 'read' }),
  )
const secret = (right: string) =>
  all(
    put('roles/seller/grants/customer/fields/secret', 'hidden'),
    put('roles/manager/grants/customer/fields', { secret: 'hidden' }),
    put('roles/director/grants/customer/fields', { secret: right }),
  )
const both2 = (second: string) =>
  all(
    automation({
      on: [{ event: 'updated', form: 'opportunity', fields: ['heads'] }],
      then: [{ do: 'update', set: { rate: '1' } }],
    }),
    put('automations/y', {
      key: 'y',
      name: both('又', 'Y'),
      on: [{ event: 'updated', form: 'opportunity', fields: ['rate'] }],
      then: [{ do: 'update', set: { [second]: '1' } }],
    }),
  )
/** Roll-ups of roll-ups back and forth between the two forms. */
const chain = (length: number) =>
  all(
    ...Array.from({ length }, (_, at) =>
      all(
        put(`forms/customer/fields/c${at}`, {
          key: `c${at}`,
          label: both(`甲${at}`, `C${at}`),
          type: 'rollup',
          relation: 'opportunities',
          aggregate: 'sum',
          field: at === 0 ? 'amount' : `o${at - 1}`,
        }),
        put(`forms/opportunity/fields/o${at}`, {
          key: `o${at}`,
          label: both(`乙${at}`, `O${at}`),
          type: 'formula',
          formula: `{customer.c${at}} + 1`,
          result: 'number',
        }),
      ),
    ),
  )

/** What is allowed but hardly meant. */
export const adviceCases: readonly FindingCase[] = [
  [
    'only_applicant_forbidden',
    `${N}/director/by`,
    node({ by: '{$applicant}', self: 'forbid' }),
    node({ by: '{$applicant}', self: 'forbid', empty: { to: '{owner}' } }),
  ],
  [
    'branch_never_taken',
    `${W}/how/next/done/when`,
    branch('{amount} > 100', '{amount} > 200'),
    branch('{amount} > 200', '{amount} > 100'),
  ],
  [
    'branch_never_taken',
    `${W}/how/next/done/when`,
    branch('{amount} >= 100', 'AND({amount} > 100, {heads} = 2)'),
    branch('AND({amount} > 100, {heads} = 2)', '{amount} >= 100'),
  ],
  [
    'branch_never_taken',
    `${W}/how/next/done/when`,
    branch('OR({stage} = "lead", {stage} = "lost")', '{stage} = "lost"'),
    branch('{stage} = "lost"', 'OR({stage} = "lead", {stage} = "lost")'),
  ],
  [
    'branch_never_taken',
    `${W}/how/next/done/when`,
    branch('{amount} > {$settings.limit}', 'AND({amount} > {$settings.limit}, {heads} = 1)'),
    branch('{amount} > {$settings.limit}', '{amount} > {received}'),
  ],
  [
    'condition_never_true',
    'forms/opportunity/rules/x/when',
    rule('AND({amount} > 100, {amount} < 50)'),
    rule('AND({amount} > 50, {amount} < 100)'),
  ],
  [
    'condition_never_true',
    'forms/opportunity/rules/x/when',
    rule('AND({stage} = "lead", {stage} = "lost")'),
    rule('OR({stage} = "lead", {stage} = "lost")'),
  ],
  ['formula_always_fails', `${X}/formula`, formula('{total} / 0'), formula('{total} / {deals}')],
  ['formula_always_fails', `${X}/formula`, formula('{total} + VALUE("ten")'), formula('{total} + VALUE("10")')],
  ['formula_always_fails', `${X}/formula`, formula('{total} / (3 - 3)'), formula('IFERROR({total} / (3 - 3), 0)')],
  ['required_but_hidden', `${X}/required`, hidden('hidden'), hidden('write')],
  ['field_hidden_from_all', 'forms/customer/fields/secret', secret('hidden'), secret('read')],
  [
    'role_without_grants',
    'roles/x',
    put('roles/x', { key: 'x', label: both('新', 'X'), grants: [] }),
    put('roles/x', { key: 'x', label: both('新', 'X'), grants: [{ form: 'customer', can: ['read'] }] }),
  ],
  ['automations_feed_each_other', 'automations/x', both2('heads'), both2('received')],
  [
    'never_used',
    'optionLibraries/x',
    put('optionLibraries/x', { key: 'x', label: both('新', 'X'), options: [] }),
    all(put('optionLibraries/x', { key: 'x', label: both('新', 'X'), options: [] }), field('select', { options: 'x' })),
  ],
  ['never_used', 'settings/tiers', drop('views/board'), formula('TIER({total}, {$settings.tiers}, "whole")')],
  [
    'workflow_never_starts',
    'workflows/large/start',
    put('workflows/large/start', { to: 'manager' }),
    put('workflows/large/start', { to: 'manager', on: [{ event: 'created' }] }),
  ],
  [
    'translation_missing',
    `${X}/label`,
    put(X, { key: 'x', label: { zh: '新' }, type: 'text' }),
    put(X, { key: 'x', label: both('新', 'X'), type: 'text' }),
  ],
  [
    'slow_rights',
    'roles/seller/grants/customer/rows',
    put('roles/seller/grants/customer/rows', 'COUNT({opportunities}) > 0'),
    put('roles/seller/grants/customer/rows', '{deals} > 0'),
  ],
  ['slow_cascade', 'forms/customer', chain(20), chain(3)],
]
