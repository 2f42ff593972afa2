import { describe, expect, it } from 'vitest'
import { referencesTo } from '../../../engine/definition/references/references.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { office } from '../../fixtures/office.ts'
import { both, type Edit, put } from './merge-cases/case.ts'

const edited = (edits: readonly Edit[]): AppDefinition => edits.reduce((one, edit) => edit(one), office)
const uses = (edits: readonly Edit[], target: string): string[] =>
  referencesTo(edited(edits), target.split('/')).map(({ place }) => place.join('/'))

const formula = (text: unknown, form = 'customer'): Edit =>
  put(`forms/${form}/fields/x`, { key: 'x', label: both('新', 'X'), type: 'formula', formula: text, result: 'text' })
const X = 'forms/customer/fields/x/formula'
const rule = (body: object): Edit => put('forms/customer/rules', [{ key: 'r', ...body }])
const INDUSTRY = 'forms/customer/fields/industry'
const node = (properties: object): Edit =>
  put('workflows/large/nodes/director', {
    key: 'director',
    label: both('总监', 'Director'),
    type: 'approve',
    by: 'ROLE("director")',
    next: [
      { to: 'yes', on: 'approved' },
      { to: 'no', on: 'rejected' },
    ],
    ...properties,
  })
const then = (...actions: object[]): Edit => put('automations/won/then', actions)
const T = 'automations/won/then/0'

interface Case {
  readonly name: string
  readonly target: string
  /** an edit that makes a use of the target, and where it stands */
  readonly made: Edit
  readonly at: string
  /** nearly the same, which is none */
  readonly near: Edit
}

const PHONE = 'forms/customer/fields/phone'

const cases: readonly Case[] = [
  { name: 'a field by key', target: PHONE, made: formula('{phone}'), at: X, near: formula('"phone {phone}"') },
  { name: 'a field by Chinese label', target: PHONE, made: formula('{电话}'), at: X, near: formula('"电话"') },
  { name: 'a field by English label', target: PHONE, made: formula('{Phone}'), at: X, near: formula('"Phone"') },
  {
    name: 'a field in a rule tree',
    target: PHONE,
    made: formula({ var: 'phone' }),
    at: X,
    near: formula({ cat: ['phone', ''] }),
  },
  {
    name: 'a field through a relation',
    target: PHONE,
    made: formula('{customer.phone}', 'opportunity'),
    at: 'forms/opportunity/fields/x/formula',
    near: formula('{customer.name}', 'opportunity'),
  },
  {
    name: 'a field of the same key in another form',
    target: 'forms/opportunity/fields/title',
    made: formula('JOIN({opportunities.title}, ",")'),
    at: X,
    near: formula('{name}'),
  },
  {
    name: 'the relation behind an inverse list',
    target: 'forms/opportunity/fields/customer',
    made: formula('JOIN({opportunities.title}, ",")'),
    at: X,
    near: formula('{name}'),
  },
  {
    name: 'a field of an item of a list',
    target: 'forms/opportunity/fields/heads',
    made: formula('TEXT(COUNT(FILTER({opportunities}, {$item.heads} > 1)))'),
    at: X,
    near: formula('TEXT(COUNT(FILTER({opportunities}, {$item.rate} > 1)))'),
  },
  {
    name: 'a field of a row',
    target: 'forms/opportunity/fields/lines/fields/quantity',
    made: formula('TEXT(SUM({lines.quantity}))', 'opportunity'),
    at: 'forms/opportunity/fields/x/formula',
    near: formula('TEXT(SUM({lines.price}))', 'opportunity'),
  },
  {
    name: 'an option compared with',
    target: 'optionLibraries/industry/options/medical',
    made: formula('IF({industry} = "medical", "a", "b")'),
    at: X,
    near: formula('IF({name} = "medical", "a", "b")'),
  },
  {
    name: 'an option by its label',
    target: 'optionLibraries/industry/options/medical',
    made: formula('IF({industry} = "医疗", "a", "b")'),
    at: X,
    near: formula('IF({industry} = "能源", "a", "b")'),
  },
  {
    name: 'a stage compared with',
    target: 'forms/opportunity/stages/pipeline/lost',
    made: formula('IF({stage} = "lost", "a", "b")', 'opportunity'),
    at: 'forms/opportunity/fields/x/formula',
    near: formula('IF({title} = "lost", "a", "b")', 'opportunity'),
  },
  {
    name: 'a setting',
    target: 'settings/tiers',
    made: formula('TEXT(TIER({total}, {$settings.tiers}, "whole"))'),
    at: X,
    near: formula('TEXT({$settings.limit})'),
  },
  {
    name: 'a rule’s condition',
    target: PHONE,
    made: rule({ when: '{phone} = "1"', require: ['name'] }),
    at: 'forms/customer/rules/r/when',
    near: rule({ when: '{name} = "phone"', require: ['name'] }),
  },
  {
    name: 'what a rule requires',
    target: PHONE,
    made: rule({ require: ['phone'] }),
    at: 'forms/customer/rules/r/require/phone',
    near: rule({ require: ['name'] }),
  },
  {
    name: 'what a rule lets choose',
    target: INDUSTRY,
    made: rule({ options: { industry: '{$item} <> "old"' } }),
    at: 'forms/customer/rules/r/options/industry',
    near: rule({ options: { sub: '{$item} <> "old"' } }),
  },
  {
    name: 'a column of a view',
    target: PHONE,
    made: put('views/customers/columns', ['name', 'phone']),
    at: 'views/customers/columns/phone',
    near: put('views/customers/columns', ['name']),
  },
  {
    name: 'the order of a view',
    target: PHONE,
    made: put('views/customers/sort', ['-phone']),
    at: 'views/customers/sort/-phone',
    near: put('views/customers/sort', ['-name']),
  },
  {
    name: 'the filter of a view',
    target: PHONE,
    made: put('views/customers/where', '{phone} <> ""'),
    at: 'views/customers/where',
    near: put('views/customers/where', '{name} <> "phone"'),
  },
  {
    name: 'a roll-up’s condition',
    target: 'forms/opportunity/fields/heads',
    made: put('forms/customer/fields/total/where', '{heads} > 1'),
    at: 'forms/customer/fields/total/where',
    near: put('forms/customer/fields/total/where', '{rate} > 1'),
  },
  {
    name: 'a unique pair',
    target: PHONE,
    made: put('forms/customer/unique', [{ fields: ['name', 'phone'] }]),
    at: 'forms/customer/unique/0/fields/phone',
    near: put('forms/customer/unique', [{ fields: ['name'] }]),
  },
  {
    name: 'who decides',
    target: 'roles/manager',
    made: node({ by: 'ROLE("manager")' }),
    at: 'workflows/large/nodes/director/by',
    near: node({ by: 'MANAGER({owner})' }),
  },
  {
    name: 'what a node lets write',
    target: 'forms/opportunity/fields/heads',
    made: node({ fields: { heads: 'write' } }),
    at: 'workflows/large/nodes/director/fields/heads',
    near: node({ fields: { rate: 'write' } }),
  },
  {
    name: 'what a node shows of rows',
    target: 'forms/opportunity/fields/lines/fields/quantity',
    made: node({ fields: { 'lines.quantity': 'hidden' } }),
    at: 'workflows/large/nodes/director/fields/lines.quantity',
    near: node({ fields: { 'lines.price': 'hidden' } }),
  },
  {
    name: 'what a decision is void on',
    target: 'forms/opportunity/fields/heads',
    made: node({ voidOn: ['heads'] }),
    at: 'workflows/large/nodes/director/voidOn/heads',
    near: node({ voidOn: ['rate'] }),
  },
  {
    name: 'how often a node ran',
    target: 'workflows/large/nodes/manager',
    made: node({ passWhen: '{$nodes.manager.count} > 1', mode: 'share' }),
    at: 'workflows/large/nodes/director/passWhen',
    near: node({ passWhen: '{$votes.yes} > 1', mode: 'share' }),
  },
  {
    name: 'where an edge leads',
    target: 'workflows/large/nodes/manager',
    made: node({
      next: [
        { to: 'manager', on: 'rejected' },
        { to: 'yes', on: 'approved' },
      ],
    }),
    at: 'workflows/large/nodes/director/next/manager:rejected/to',
    near: node({}),
  },
  {
    name: 'a workflow that is started',
    target: 'workflows/large',
    made: then({ do: 'start', workflow: 'large' }),
    at: `${T}/workflow`,
    near: then({ do: 'signal', signal: 'large' }),
  },
  {
    name: 'a field that is set',
    target: 'forms/opportunity/fields/heads',
    made: then({ do: 'update', set: { heads: '1' } }),
    at: `${T}/set/heads`,
    near: then({ do: 'update', set: { rate: '1' } }),
  },
  {
    name: 'a field set in another record',
    target: PHONE,
    made: then({ do: 'update', target: '{customer}', set: { phone: '1' } }),
    at: `${T}/set/phone`,
    near: then({ do: 'update', target: '{customer}', set: { name: '{phone}' } }),
  },
  {
    name: 'a value that is set',
    target: 'forms/opportunity/fields/heads',
    made: then({ do: 'update', set: { rate: '={heads}' } }),
    at: `${T}/set/rate`,
    near: then({ do: 'update', set: { rate: '{heads}' } }),
  },
  {
    name: 'a field in a message',
    target: PHONE,
    made: then({ do: 'notify', to: '{owner}', message: both('打 {customer.phone}', 'Call') }),
    at: `${T}/message`,
    near: then({ do: 'notify', to: '{owner}', message: both('打 phone', 'Call') }),
  },
  {
    name: 'a stage moved to',
    target: 'forms/opportunity/stages/pipeline/lost',
    made: then({ do: 'move', to: 'lost' }),
    at: `${T}/to`,
    near: then({ do: 'move', to: 'lead' }),
  },
  {
    name: 'a query’s condition',
    target: PHONE,
    made: then({ do: 'find', query: { form: 'customer', where: '{phone} = {$record.title}' } }),
    at: `${T}/query/where`,
    near: then({ do: 'find', query: { form: 'customer', where: '{name} = {$record.title}' } }),
  },
  {
    name: 'the record a query is about',
    target: 'forms/opportunity/fields/title',
    made: then({ do: 'find', query: { form: 'customer', where: '{phone} = {$record.title}' } }),
    at: `${T}/query/where`,
    near: then({ do: 'find', query: { form: 'customer', where: '{phone} = {name}' } }),
  },
  {
    name: 'a policy that hands out',
    target: 'policies/rotation',
    made: then({ do: 'assign', policy: 'rotation' }),
    at: `${T}/policy`,
    near: then({ do: 'signal', signal: 'rotation' }),
  },
  {
    name: 'a connector called',
    target: 'connectors/erp',
    made: then({ do: 'http', connector: 'erp', method: 'GET', path: '/' }),
    at: `${T}/connector`,
    near: then({ do: 'signal', signal: 'erp' }),
  },
  {
    name: 'a field listened to',
    target: 'forms/opportunity/fields/heads',
    made: put('automations/silent/unless', [{ event: 'updated', form: 'opportunity', fields: ['heads'] }]),
    at: 'automations/silent/unless/0/fields/heads',
    near: put('automations/silent/unless', [{ event: 'updated', form: 'opportunity', fields: ['rate'] }]),
  },
  {
    name: 'a stage’s gate',
    target: 'forms/opportunity/fields/heads',
    made: put('forms/opportunity/stages/pipeline/lead/gate', { require: ['heads'] }),
    at: 'forms/opportunity/stages/pipeline/lead/gate/require/heads',
    near: put('forms/opportunity/stages/pipeline/lead/gate', { require: ['rate'] }),
  },
  {
    name: 'a stage’s approval',
    target: 'workflows/large',
    made: put('forms/opportunity/stages/pipeline/lead/gate', { approval: { workflow: 'large' } }),
    at: 'forms/opportunity/stages/pipeline/lead/gate/approval/workflow',
    near: put('forms/opportunity/stages/pipeline/lead/gate', { require: ['rate'] }),
  },
  {
    name: 'a stage entered from',
    target: 'forms/opportunity/stages/pipeline/lead',
    made: put('forms/opportunity/stages/pipeline/lost/from', ['lead']),
    at: 'forms/opportunity/stages/pipeline/lost/from/lead',
    near: put('forms/opportunity/stages/pipeline/lost/from', ['proposal']),
  },
  {
    name: 'a right to a field',
    target: PHONE,
    made: put('roles/seller/grants/customer/fields/phone', 'read'),
    at: 'roles/seller/grants/customer/fields/phone',
    near: put('roles/seller/grants/customer/fields/name', 'read'),
  },
  {
    name: 'a right to rows',
    target: PHONE,
    made: put('roles/seller/grants/customer/rows', '{phone} = "1"'),
    at: 'roles/seller/grants/customer/rows',
    near: put('roles/seller/grants/customer/rows', 'own'),
  },
  {
    name: 'a workflow a role may start',
    target: 'workflows/large',
    made: put('roles/seller/workflows', ['large']),
    at: 'roles/seller/workflows/large',
    near: put('roles/seller/views', ['open']),
  },
  {
    name: 'a scorecard’s score',
    target: PHONE,
    made: put('scorecards/health/dimensions/number/score', 'LEN({phone})'),
    at: 'scorecards/health/dimensions/number/score',
    near: put('scorecards/health/dimensions/number/score', 'LEN({name})'),
  },
  {
    name: 'a field that shows a scorecard',
    target: 'scorecards/health',
    made: put('forms/customer/fields/x', { key: 'x', label: both('新', 'X'), type: 'score', scorecard: 'health' }),
    at: 'forms/customer/fields/x/scorecard',
    near: formula('"health"'),
  },
  {
    name: 'a dimension that is shown',
    target: 'scorecards/health/dimensions/volume',
    made: put('forms/customer/fields/x', {
      key: 'x',
      label: both('新', 'X'),
      type: 'score',
      scorecard: 'health',
      part: 'volume',
    }),
    at: 'forms/customer/fields/x/part',
    near: put('forms/customer/fields/x', {
      key: 'x',
      label: both('新', 'X'),
      type: 'score',
      scorecard: 'health',
      part: 'number',
    }),
  },
  {
    name: 'whom a policy asks',
    target: 'forms/opportunity/fields/heads',
    made: put('policies/rotation/weight', '{heads}'),
    at: 'policies/rotation/weight',
    near: put('policies/rotation/weight', '{rate}'),
  },
  {
    name: 'a policy’s calendar',
    target: 'calendars/cn',
    made: put('policies/rotation/calendar', 'cn'),
    at: 'policies/rotation/calendar',
    near: put('policies/rotation/weight', '1'),
  },
  {
    name: 'a ladder’s calendar',
    target: 'calendars/cn',
    made: put('forms/opportunity/ladders/chase/calendar', 'cn'),
    at: 'forms/opportunity/ladders/chase/calendar',
    near: put('forms/opportunity/ladders/chase/maxRuns', 3),
  },
  {
    name: 'what a scenario gives',
    target: 'forms/opportunity/fields/heads',
    made: put('scenarios/silence/given', [{ form: 'opportunity', as: 'deal', by: 'li', set: { heads: '3' } }]),
    at: 'scenarios/silence/given/0/set/heads',
    near: put('scenarios/silence/given', [{ form: 'opportunity', as: 'deal', by: 'li', set: { rate: '3' } }]),
  },
  {
    name: 'sample records',
    target: PHONE,
    made: put('sampleData/customer', [{ name: 'A', phone: '1' }, { phone: '2' }]),
    at: 'sampleData/customer',
    near: put('sampleData/customer', [{ name: 'phone' }]),
  },
  {
    name: 'a page of the navigation',
    target: 'views/customers',
    made: put('navigation/people/view', 'customers'),
    at: 'navigation/people/view',
    near: put('navigation/people/view', 'open'),
  },
  {
    name: 'a library of a field',
    target: 'optionLibraries/sub_industry',
    made: put(`${INDUSTRY}/options`, 'sub_industry'),
    at: `${INDUSTRY}/options`,
    near: put(`${INDUSTRY}/options`, 'industry'),
  },
  {
    name: 'a parent of an option',
    target: 'optionLibraries/industry/options/old',
    made: put('optionLibraries/sub_industry/options/solar/parent', 'old'),
    at: 'optionLibraries/sub_industry/options/solar/parent',
    near: put('optionLibraries/sub_industry/options/solar/parent', 'energy'),
  },
  {
    name: 'the tab of a section',
    target: 'forms/customer/layout/tabs/more',
    made: put('forms/customer/layout/sections/main/tab', 'more'),
    at: 'forms/customer/layout/sections/main/tab',
    near: put('forms/customer/layout/sections/main/columns', 1),
  },
]

describe('what needs an element', () => {
  it.each(cases.map(one => [one.name, one] as const))('%s', (_, { target, made, at, near }) => {
    expect(uses([made], target)).toContain(at)
    expect(uses([near], target)).not.toContain(at)
  })

  it('counts what needs something inside an element as needing it', () =>
    expect(uses([], 'forms/customer')).toEqual(
      expect.arrayContaining(['forms/opportunity/fields/customer/to', 'views/customers/columns/name']),
    ))

  it('tells it in words', () =>
    expect(referencesTo(office, ['settings', 'limit']).map(({ kind, words }) => [kind, words.zh, words.en])).toEqual([
      ['rule', '表单“商机” 规则“risk_needed” 条件', 'form “Opportunity”, rule “risk_needed”, condition'],
      [
        'workflow',
        '流程“大额审批” 节点“是否大额” 去向“总监审批” 条件',
        'workflow “Large amounts”, node “Large?”, way on “Director”, condition',
      ],
    ]))
})
