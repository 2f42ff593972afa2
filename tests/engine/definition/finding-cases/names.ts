import { both, put } from '../merge-cases/case.ts'
import { all, automation, DEAL, doing, type FindingCase, field, flow, formula, N, node, step, T, W, X } from './case.ts'

const option = (key: string, parent?: string) => ({
  key,
  label: both(key, key),
  ...(parent === undefined ? {} : { parent }),
})
const score = (more: object) => field('score', { scorecard: 'health', ...more })
const H = 'scorecards/health'
const volume = (more: object) =>
  put(`${H}/dimensions/volume`, { key: 'volume', label: both('成交额', 'Volume'), weight: 60, ...more })
const person = (key: string, more: object = {}) =>
  put(`forms/${key}`, {
    key,
    name: both(key, key),
    extends: 'user',
    fields: [{ key: 'who', label: both('谁', 'Who'), type: 'user', required: true, unique: true, ...more }],
  })

const printed = (block: object) =>
  put('documents', [{ key: 'x', name: both('单', 'X'), form: 'opportunity', blocks: [{ key: 'b', ...block }] }])
const B = 'documents/x/blocks/b'
const wording = (zh: string) => printed({ type: 'text', text: both(zh, 'X') })

/** Names that lead nowhere, or to something of the wrong kind. */
export const nameCases: readonly FindingCase[] = [
  [
    'unknown_field',
    'views/customers/columns/phon',
    put('views/customers/columns', ['phon']),
    put('views/customers/columns', ['phone']),
  ],
  ['unknown_name_in_text', `${B}/text/zh`, wording('{customer.phon}'), wording('{customer.phone}')],
  ['unknown_name_in_text', `${B}/text/zh`, wording('{amount.name}'), wording('{amount} {')],
  ['unknown_name_in_text', `${B}/text/zh`, wording('{$settings.tiers}'), wording('{$settings.limit}')],
  ['unfit_name_in_text', `${B}/text/zh`, wording('{lines}'), wording('{customer}')],
  [
    'unknown_field',
    `${B}/fields/amont`,
    printed({ type: 'facts', fields: ['amont'] }),
    printed({ type: 'facts', fields: ['amount'] }),
  ],
  [
    'unknown_field',
    `${B}/columns/titel`,
    printed({ type: 'rows', query: { form: 'customer' }, columns: ['titel'] }),
    printed({ type: 'rows', query: { form: 'customer' }, columns: ['name'] }),
  ],
  [
    'total_without_column',
    `${B}/totals/price`,
    printed({ type: 'rows', of: 'lines', columns: ['product'], totals: ['price'] }),
    printed({ type: 'rows', of: 'lines', columns: ['price'], totals: ['price'] }),
  ],
  ['rows_of_what', B, printed({ type: 'rows', columns: [] }), printed({ type: 'rows', of: 'lines', columns: [] })],
  ['image_of_what', B, printed({ type: 'image' }), printed({ type: 'image', picture: 'data:image/png;base64,AAAA' })],
  ['unknown_form', `${X}/to`, field('relation', { to: 'deal' }), field('relation', { to: 'opportunity' })],
  [
    'unknown_library',
    `${X}/options`,
    field('select', { options: 'industri' }),
    field('select', { options: 'industry' }),
  ],
  [
    'unknown_option',
    'optionLibraries/sub_industry/options/x/parent',
    put('optionLibraries/sub_industry/options/x', option('x', 'space')),
    put('optionLibraries/sub_industry/options/x', option('x', 'energy')),
  ],
  [
    'option_cycle',
    'optionLibraries/loop/options/a/parent',
    put('optionLibraries/loop', {
      key: 'loop',
      label: both('环', 'Loop'),
      options: [option('a', 'b'), option('b', 'a')],
    }),
    put('optionLibraries/loop', { key: 'loop', label: both('环', 'Loop'), options: [option('a', 'b'), option('b')] }),
  ],
  [
    'unknown_workflow',
    `${T}/workflow`,
    doing({ do: 'start', workflow: 'big' }),
    doing({ do: 'start', workflow: 'large' }),
  ],
  [
    'unknown_node',
    `${N}/director/next/yess:approved/to`,
    node({ next: [{ to: 'yess', on: 'approved' }, { to: 'yes' }] }),
    node({ next: [{ to: 'yes', on: 'approved' }, { to: 'no' }] }),
  ],
  ['unknown_stage', `${T}/to`, doing({ do: 'move', to: 'wonn' }), doing({ do: 'move', to: 'contract' })],
  [
    'unknown_setting',
    'scenarios/silence/settings/limt',
    put('scenarios/silence/settings', { limt: 1 }),
    put('scenarios/silence/settings', { limit: 1 }),
  ],
  ['unknown_role', `${N}/director/by`, node({ by: 'ROLE("bord")' }), node({ by: 'ROLE("manager")' })],
  ['unknown_view', 'roles/seller/views/opne', put('roles/seller/views', ['opne']), put('roles/seller/views', ['open'])],
  [
    'unknown_dashboard',
    'navigation/figures/dashboard',
    all(
      put('dashboards', [{ key: 'figures', label: both('数字', 'Figures'), widgets: [] }]),
      put('navigation/figures', { key: 'figures', dashboard: 'figure' }),
    ),
    all(
      put('dashboards', [{ key: 'figures', label: both('数字', 'Figures'), widgets: [] }]),
      put('navigation/figures', { key: 'figures', dashboard: 'figures' }),
    ),
  ],
  [
    'unknown_calendar',
    'policies/rotation/calendar',
    put('policies/rotation/calendar', 'us'),
    put('policies/rotation/calendar', 'cn'),
  ],
  ['unknown_scorecard', `${X}/scorecard`, field('score', { scorecard: 'helth' }), score({})],
  [
    'scorecard_of_other_form',
    `${DEAL}/scorecard`,
    put(DEAL, { key: 'x', label: both('新', 'X'), type: 'score', scorecard: 'health' }),
    score({}),
  ],
  ['scorecard_without_grades', `${X}/part`, score({ part: 'grade' }), score({ part: 'total' })],
  ['unknown_score_part', `${X}/part`, score({ part: 'volum' }), score({ part: 'volume' })],
  [
    'one_of_two',
    `${H}/dimensions/volume`,
    volume({ score: '1', bands: { of: '{total}', rows: [{ from: 0, score: 1 }] } }),
    volume({ score: '1' }),
  ],
  [
    'bands_without_columns',
    `${H}/dimensions/volume/bands/rows`,
    volume({ bands: { of: '{total}', rows: '{$settings.tiers}' } }),
    volume({ bands: { of: '{total}', rows: [{ from: 0, score: 1 }] } }),
  ],
  [
    'unknown_section_tab',
    'forms/customer/layout/sections/money/tab',
    put('forms/customer/layout/sections/money/tab', 'les'),
    put('forms/customer/layout/sections/money/tab', 'more'),
  ],
  ['wrong_field_type', 'views/board/group', put('views/board/group', 'title'), put('views/board/group', 'stage')],
  [
    'formula_cycle',
    'forms/customer/fields/x',
    all(
      formula('{y}+1'),
      put('forms/customer/fields/y', {
        key: 'y',
        label: both('乙', 'Y'),
        type: 'formula',
        formula: '{x}+1',
        result: 'number',
      }),
    ),
    all(
      formula('{y}+1'),
      put('forms/customer/fields/y', {
        key: 'y',
        label: both('乙', 'Y'),
        type: 'formula',
        formula: '{deals}+1',
        result: 'number',
      }),
    ),
  ],
  [
    'unknown_connector',
    `${T}/connector`,
    doing({ do: 'http', connector: 'crm', method: 'GET', path: '/' }),
    doing({ do: 'http', connector: 'erp', method: 'GET', path: '/' }),
  ],
  [
    'call_path',
    `${T}/path`,
    doing({ do: 'http', connector: 'erp', method: 'GET', path: 'orders?x=1' }),
    doing({ do: 'http', connector: 'erp', method: 'GET', path: '/orders', query: { x: 1 } }),
  ],
  [
    'call_without_payload',
    `${T}/payload`,
    doing({ do: 'http', connector: 'erp', method: 'GET', path: '/', payload: { a: 1 } }),
    doing({ do: 'http', connector: 'erp', method: 'POST', path: '/', payload: { a: 1 } }),
  ],
  [
    'auth_property_unused',
    'connectors/erp/auth/user',
    put('connectors/erp/auth', { type: 'bearer', secret: 'key', user: 'me' }),
    put('connectors/erp/auth', { type: 'basic', secret: 'key', user: 'me' }),
  ],
  [
    'auth_header_taken',
    'connectors/erp/auth/header',
    put('connectors/erp/auth', { type: 'header', secret: 'key', header: 'Host' }),
    put('connectors/erp/auth', { type: 'header', secret: 'key', header: 'X-Key' }),
  ],
  [
    'unknown_policy',
    `${T}/policy`,
    doing({ do: 'assign', policy: 'rota' }),
    doing({ do: 'assign', policy: 'rotation' }),
  ],
  [
    'policy_of_other_form',
    `${T}/policy`,
    automation({ on: [{ event: 'created', form: 'customer' }], then: [{ do: 'assign', policy: 'rotation' }] }),
    doing({ do: 'assign', policy: 'rotation' }),
  ],
  [
    'people_expected',
    'policies/rotation/pool',
    put('policies/rotation/pool', '{amount}'),
    put('policies/rotation/pool', 'ROLE("manager")'),
  ],
  [
    'limit_needs_bound',
    'policies/rotation/limits/daily',
    put('policies/rotation/limits/daily', { key: 'daily', applies: ['assign'], per: 'day' }),
    put('policies/rotation/limits/daily', { key: 'daily', applies: ['assign'], per: 'day', max: 3 }),
  ],
  [
    'limit_needs_share',
    'policies/rotation/limits/daily/atLeast',
    put('policies/rotation/limits/daily', { key: 'daily', atLeast: 1 }),
    put('policies/rotation/limits/daily', { key: 'daily', atLeast: 1, share: '{amount} > 1' }),
  ],
  [
    'limit_window',
    'policies/rotation/limits/daily/over',
    put('policies/rotation/limits/daily', { key: 'daily', max: 3, over: '3wd' }),
    put('policies/rotation/limits/daily', { key: 'daily', max: 3, over: '3d' }),
  ],
  [
    'owner_per_field',
    'policies/rotation/oneOwnerPer',
    put('policies/rotation/oneOwnerPer', '{amount} + 1'),
    put('policies/rotation/oneOwnerPer', '{customer}'),
  ],
  ['people_form_needs_person', 'forms/staff/extends', person('staff', { unique: false }), person('staff')],
  ['people_form_twice', 'forms/others/extends', all(person('staff'), person('others')), person('staff')],
  [
    'invalid_value',
    'automations/x/on/0/to',
    automation({ on: [{ event: 'updated', form: 'opportunity', fields: ['amount'], to: 'big' }] }),
    automation({ on: [{ event: 'updated', form: 'opportunity', fields: ['amount'], to: '10' }] }),
  ],
  [
    'recipient_not_a_field',
    `${T}/to`,
    doing({ do: 'notify', to: '"a@example.com"', channels: ['email'], message: both('好', 'Hi') }),
    doing({ do: 'notify', to: '{customer.phone}', channels: ['sms'], message: both('好', 'Hi') }),
  ],
  [
    'recipient_needs_channel',
    `${T}/to`,
    doing({ do: 'notify', to: '{customer.phone}', channels: ['email'], message: both('好', 'Hi') }),
    doing({ do: 'notify', to: '{customer.phone}', channels: ['sms'], message: both('好', 'Hi') }),
  ],
  ['expensive_pattern', `${X}/pattern`, field('text', { pattern: '(a)\\1' }), field('text', { pattern: '(a)b' })],
  [
    'upsert_key_not_set',
    `${T}/by/name`,
    doing({ do: 'upsert', form: 'customer', by: ['name'], set: { phone: '1' } }),
    doing({ do: 'upsert', form: 'customer', by: ['name'], set: { name: '甲' } }),
  ],
  ['each_of_what', T, doing({ do: 'each', then: [] }), doing({ do: 'each', list: '{lines}', then: [] })],
  [
    'scenario_clock_absolute',
    'scenarios/silence/clock',
    put('scenarios/silence/clock', '+3d'),
    put('scenarios/silence/clock', '2026-03-02T10:00'),
  ],
  [
    'scenario_unknown_name',
    'scenarios/silence/steps/0/expect/0/person',
    put('scenarios/silence/steps', [{ at: '+1h', expect: [{ person: 'wang', notices: 0 }] }]),
    put('scenarios/silence/steps', [{ at: '+1h', expect: [{ person: 'li', notices: 0 }] }]),
  ],
  ['no_possible_approver', `${N}/director/by`, node({ by: '""' }), node({ by: '{owner}' })],
  [
    'votes_without_share',
    `${N}/director`,
    node({ passWhen: '{$votes.yes} > 1' }),
    node({ passWhen: '{$votes.yes} > 1', mode: 'share' }),
  ],
  ['dead_end', `${W}/one`, flow([step('one', [])]), flow([step('one', [{ to: 'done' }])])],
  [
    'unreachable_node',
    `${W}/two`,
    flow([step('one', [{ to: 'done' }]), step('two', [{ to: 'done' }])]),
    flow([step('one', [{ to: 'two' }]), step('two', [{ to: 'done' }])]),
  ],
]
