import { both, drop, type MergeCase, move, put } from './case.ts'

const R = 'roles/seller/grants'
const tiers = [
  { from: '0', rate: '0' },
  { from: '5000000', rate: '0.02' },
]
const rows = [
  { from: 0, score: 0 },
  { from: 1000, score: 60 },
  { from: 100000, score: 100 },
]
const B = 'scorecards/health/dimensions/volume/bands/rows'

export const pageCases: readonly MergeCase[] = [
  {
    name: 'one grants a right, the other hides a field',
    ours: [put(`${R}/customer/can`, ['read', 'create', 'update', 'export'])],
    theirs: [put(`${R}/customer/fields/phone`, 'read')],
    expected: [
      put(`${R}/customer/can`, ['read', 'create', 'update', 'export']),
      put(`${R}/customer/fields/phone`, 'read'),
    ],
  },
  {
    name: 'each grants another right',
    ours: [put(`${R}/customer/can`, ['read', 'create', 'update', 'export'])],
    theirs: [put(`${R}/customer/can`, ['read', 'create', 'update', 'history'])],
    expected: [put(`${R}/customer/can`, ['read', 'create', 'update', 'export', 'history'])],
  },
  {
    name: 'one grants, the other takes away',
    ours: [put(`${R}/customer/can`, ['read', 'create', 'update', 'export'])],
    theirs: [put(`${R}/customer/can`, ['read', 'create'])],
    expected: [put(`${R}/customer/can`, ['read', 'create', 'export'])],
  },
  {
    name: 'both narrow the rows of a grant differently',
    ours: [put(`${R}/customer/rows`, 'own')],
    theirs: [put(`${R}/customer/rows`, 'department')],
    expected: [put(`${R}/customer/rows`, 'own')],
    conflicts: [[`${R}/customer/rows`, 'added_apart']],
  },
  {
    name: 'a field hidden by one, opened by the other',
    ours: [put(`${R}/customer/fields/phone`, 'hidden')],
    theirs: [put(`${R}/customer/fields/phone`, 'write')],
    expected: [put(`${R}/customer/fields/phone`, 'hidden')],
    conflicts: [[`${R}/customer/fields/phone`, 'added_apart']],
  },
  {
    name: 'one adds a role, the other renames one',
    ours: [put('roles/finance', { key: 'finance', label: both('财务', 'Finance'), grants: [] })],
    theirs: [put('roles/seller/label/zh', '业务员')],
    expected: [
      put('roles/finance', { key: 'finance', label: both('财务', 'Finance'), grants: [] }),
      put('roles/seller/label/zh', '业务员'),
    ],
  },
  {
    name: 'a second grant of one form: grants are told apart by where they stand',
    ours: [
      put('roles/director/grants', [
        { form: 'customer', can: ['read'], fields: { '*': 'read' } },
        { form: 'opportunity', can: ['read', 'update', 'move', 'delete', 'import', 'export'] },
        { form: 'customer', can: ['update'], rows: 'own' },
      ]),
    ],
    theirs: [put('roles/director/grants/opportunity/rows', 'department')],
    expected: [
      put('roles/director/grants', [
        { form: 'customer', can: ['read'], fields: { '*': 'read' } },
        { form: 'opportunity', can: ['read', 'update', 'move', 'delete', 'import', 'export'], rows: 'department' },
        { form: 'customer', can: ['update'], rows: 'own' },
      ]),
    ],
  },
  {
    name: 'each adds a column to a view',
    ours: [put('views/customers/columns', ['name', 'phone', 'industry', 'total'])],
    theirs: [put('views/customers/columns', ['name', 'industry', 'total', 'deals'])],
    expected: [put('views/customers/columns', ['name', 'phone', 'industry', 'total', 'deals'])],
  },
  {
    name: 'one sorts a view, the other filters it',
    ours: [put('views/customers/sort', ['-total'])],
    theirs: [put('views/customers/where', '{total} > 0')],
    expected: [put('views/customers/sort', ['-total']), put('views/customers/where', '{total} > 0')],
  },
  {
    name: 'one makes a table a board, the other adds a limit only tables have',
    ours: [
      put('views/open', {
        key: 'open',
        label: both('商机', 'Opportunities'),
        type: 'kanban',
        form: 'opportunity',
        group: 'stage',
      }),
    ],
    theirs: [put('views/open/limit', 50)],
    expected: [
      put('views/open', {
        key: 'open',
        label: both('商机', 'Opportunities'),
        type: 'kanban',
        form: 'opportunity',
        group: 'stage',
      }),
    ],
    conflicts: [['views/open', 'changed_apart']],
  },
  {
    name: 'both tune a number',
    ours: [put('settings/limit/value', '20000000')],
    theirs: [put('settings/limit/value', '5000000')],
    expected: [put('settings/limit/value', '20000000')],
    conflicts: [['settings/limit/value', 'changed_apart']],
  },
  {
    name: 'one tunes a number, the other explains it',
    ours: [put('settings/limit/value', '20000000')],
    theirs: [put('settings/limit/help', both('超过要批', 'Needs approval above'))],
    expected: [
      put('settings/limit/value', '20000000'),
      put('settings/limit/help', both('超过要批', 'Needs approval above')),
    ],
  },
  {
    name: 'one changes a row of a table, the other adds one',
    ours: [put('settings/tiers/value', [tiers[0], { from: '5000000', rate: '0.03' }])],
    theirs: [put('settings/tiers/value', [...tiers, { from: '8000000', rate: '0.04' }])],
    expected: [
      put('settings/tiers/value', [tiers[0], { from: '5000000', rate: '0.03' }, { from: '8000000', rate: '0.04' }]),
    ],
  },
  {
    name: 'both add a row to a table',
    ours: [put('settings/tiers/value', [...tiers, { from: '9000000', rate: '0.03' }])],
    theirs: [put('settings/tiers/value', [...tiers, { from: '8000000', rate: '0.04' }])],
    expected: [put('settings/tiers/value', [...tiers, { from: '9000000', rate: '0.03' }])],
    conflicts: [['settings/tiers/value', 'changed_apart']],
  },
  {
    name: 'one changes a band of a scorecard, the other a weight',
    ours: [put(B, [rows[0], { from: 2000, score: 60 }, rows[2]])],
    theirs: [put('scorecards/health/dimensions/number/weight', 50)],
    expected: [
      put(B, [rows[0], { from: 2000, score: 60 }, rows[2]]),
      put('scorecards/health/dimensions/number/weight', 50),
    ],
  },
  {
    name: 'one changes from where a band counts, the other its score',
    ours: [put(B, [rows[0], { from: 2000, score: 60 }, rows[2]])],
    theirs: [put(B, [rows[0], { from: 1000, score: 70 }, rows[2]])],
    expected: [put(B, [rows[0], { from: 2000, score: 70 }, rows[2]])],
  },
  {
    name: 'one lets bands be read from a setting, the other changes one',
    ours: [put(B, '{$settings.tiers}')],
    theirs: [put(B, [rows[0], { from: 2000, score: 60 }, rows[2]])],
    expected: [put(B, '{$settings.tiers}')],
    conflicts: [[B, 'changed_apart']],
  },
  {
    name: 'each notes another holiday',
    ours: [put('calendars/cn/holidays', ['2026-10-01', '2026-10-02', '2026-10-03'])],
    theirs: [put('calendars/cn/holidays', ['2026-05-01', '2026-10-01', '2026-10-02'])],
    expected: [put('calendars/cn/holidays', ['2026-05-01', '2026-10-01', '2026-10-02', '2026-10-03'])],
  },
  {
    name: 'both change the hours of a day: an interval is one value',
    ours: [put('calendars/cn/week/mon', [['08:30', '18:00']])],
    theirs: [put('calendars/cn/week/mon', [['09:00', '19:00']])],
    expected: [put('calendars/cn/week/mon', [['08:30', '18:00']])],
    conflicts: [['calendars/cn/week/mon', 'changed_apart']],
  },
  {
    name: 'one moves a page of the navigation, the other adds one',
    ours: [move('navigation/people', null)],
    theirs: [put('navigation/sales/items/won', { key: 'won', view: 'open' })],
    expected: [move('navigation/people', null), put('navigation/sales/items/won', { key: 'won', view: 'open' })],
  },
  {
    name: 'each adds a sample record',
    ours: [
      put('sampleData/customer', [
        { name: '甲' },
        { name: '苏州瑞康', industry: 'medical' },
        { name: '杭州明德', industry: 'energy' },
        { name: '上海捷运', industry: 'energy' },
      ]),
    ],
    theirs: [drop('sampleData/customer/2')],
    expected: [
      put('sampleData/customer', [
        { name: '甲' },
        { name: '苏州瑞康', industry: 'medical' },
        { name: '杭州明德', industry: 'energy' },
      ]),
    ],
  },
  {
    name: 'one adds a rule, the other changes the message of one',
    ours: [put('forms/opportunity/rules/new', { key: 'new', require: ['heads'] })],
    theirs: [put('forms/opportunity/rules/risk_needed/message/zh', '请附风险评估')],
    expected: [
      put('forms/opportunity/rules/new', { key: 'new', require: ['heads'] }),
      put('forms/opportunity/rules/risk_needed/message/zh', '请附风险评估'),
    ],
  },
  {
    name: 'both change what a rule asks for: it asks for both',
    ours: [put('forms/opportunity/rules/risk_needed/require', ['risk', 'proposal'])],
    theirs: [put('forms/opportunity/rules/risk_needed/require', ['risk', 'scan'])],
    expected: [put('forms/opportunity/rules/risk_needed/require', ['risk', 'proposal', 'scan'])],
  },
]
