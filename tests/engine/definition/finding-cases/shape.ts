import { both, put } from '../merge-cases/case.ts'
import { type FindingCase, field, formula, X } from './case.ts'

/** A rule tree as deep as this. */
const nested = (depth: number): unknown => (depth === 0 ? 1 : { '+': [nested(depth - 1), 1] })

/** Where it becomes too deep: the 65th value within another. */
const DEEP = `${X}/formula${'/+/0'.repeat(29)}/+`

/** What the schema refuses, and what it just lets through. */
export const shapeCases: readonly FindingCase[] = [
  ['unknown_property', `${X}/lenght`, field('text', { lenght: 3 }), field('text', { maxLength: 3 })],
  ['add_on_alone', 'extends', put('extends', 'trade'), put('version', '1.0')],
  ['additions_alone', 'additions', put('additions', { forms: [] }), put('views', [])],
  ['not_supported_yet', 'metrics', put('metrics', []), put('views', [])],
  ['missing_property', `${X}/options`, field('select'), field('select', { options: 'industry' })],
  ['wrong_type', `${X}/required`, field('text', { required: 'yes' }), field('text', { required: true })],
  [
    'invalid_key',
    'settings/Big/key',
    put('settings', [{ key: 'Big', label: both('大', 'Big'), type: 'number', value: 1 }]),
    put('settings/x', { key: 'big', label: both('大', 'Big'), type: 'number', value: 1 }),
  ],
  ['wrong_pattern', 'version', put('version', 'one'), put('version', '1.0')],
  [
    'too_long',
    `${X}/label/zh`,
    put(X, { key: 'x', type: 'text', label: both('长'.repeat(201), 'X') }),
    put(X, { key: 'x', type: 'text', label: both('长'.repeat(200), 'X') }),
  ],
  [
    'too_many',
    'forms/customer/unique',
    put('forms/customer/unique', Array(51).fill({ fields: ['name'] })),
    put('forms/customer/unique', Array(50).fill({ fields: ['name'] })),
  ],
  [
    'too_few',
    `${X}/fields`,
    field('subform', { fields: [] }),
    field('subform', { fields: [{ key: 'a', label: both('甲', 'A'), type: 'text' }] }),
  ],
  ['out_of_range', `${X}/maxLength`, field('text', { maxLength: 0 }), field('text', { maxLength: 1 })],
  ['not_one_of', `${X}/whenHidden`, field('text', { whenHidden: 'drop' }), field('text', { whenHidden: 'clear' })],
  ['unknown_kind', `${X}/type`, field('txt'), field('text')],
  ['unsupported_format_version', 'formatVersion', put('formatVersion', 2), put('formatVersion', 1)],
  ['definition_too_deep', DEEP, formula(nested(40)), formula(nested(10))],
  [
    'definition_too_large',
    '',
    put('sampleData', { customer: Array.from({ length: 1001 }, () => ({ tags: Array(1000).fill(1) })) }),
    put('sampleData', { customer: [{ name: '甲' }] }),
  ],
  [
    'broken_text',
    `${X}/label/zh`,
    field('text', { label: { zh: '\ud83d' } }),
    field('text', { label: { zh: '\ud83d\ude00' } }),
  ],
  ['hostile_key', `${X}/constructor`, field('text', { constructor: 1 }), field('text')],
  [
    'reserved_key',
    'forms/customer/fields/created_at/key',
    put('forms/customer/fields/created_at', { key: 'created_at', label: both('建', 'C'), type: 'date' }),
    put('forms/customer/fields/created_on', { key: 'created_on', label: both('建', 'C'), type: 'date' }),
  ],
  [
    'duplicate_key',
    'views/open/key',
    put('views/x', { key: 'open', label: both('又', 'Again'), type: 'table', form: 'customer' }),
    put('views/x', { key: 'x', label: both('又', 'Again'), type: 'table', form: 'customer' }),
  ],
  ['unknown_time_zone', 'zone', put('zone', 'Mars/Base'), put('zone', 'Asia/Tokyo')],
]
