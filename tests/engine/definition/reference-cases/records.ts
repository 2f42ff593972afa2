import { both, type Edit, put } from '../merge-cases/case.ts'
import type { Case } from './case.ts'

const formula = (text: unknown, form = 'customer'): Edit =>
  put(`forms/${form}/fields/x`, { key: 'x', label: both('新', 'X'), type: 'formula', formula: text, result: 'text' })
const X = 'forms/customer/fields/x/formula'
const rule = (body: object): Edit => put('forms/customer/rules', [{ key: 'r', ...body }])
const INDUSTRY = 'forms/customer/fields/industry'
const PHONE = 'forms/customer/fields/phone'

export const recordCases: readonly Case[] = [
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
]
