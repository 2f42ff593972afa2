import { both, put } from '../merge-cases/case.ts'
import { formula, all as together } from './case.ts'

/** The office with expressions that call the customer's total by its names. */
export const all = together(
  formula('{商机总额} * 2'),
  put('forms/customer/fields/y', { key: 'y', label: both('乙', 'Y'), type: 'number', default: '={Total} + 1' }),
  put('forms/opportunity/fields/z', {
    key: 'z',
    label: both('丙', 'Z'),
    type: 'formula',
    formula: 'IF({客户.商机总额} > 5, "商机总额", "")',
    result: 'text',
  }),
)
export const dealLabelled = [
  ['forms/customer/fields/x/formula', '{total} * 2'],
  ['forms/customer/fields/y/default', '={total} + 1'],
  ['forms/opportunity/fields/z/formula', 'IF({customer.total} > 5, "商机总额", "")'],
]
