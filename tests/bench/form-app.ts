import type { AppDefinition, Field, Form } from '../../schemas/generated/definition.ts'

const label = (zh: string, en = zh) => ({ zh, en })

const libraries = 5

/** The n-th field of a form: of every ten four texts, two amounts, a number, a drop-down, a day and a formula over the amounts before it. */
function fieldAt(n: number): Field {
  const key = `f${n}`
  const kind = n % 10
  if (kind === 4 || kind === 5) return { key, label: label(`金额${n}`, `Amount ${n}`), type: 'money', min: '0' }
  if (kind === 6) return { key, label: label(`数量${n}`, `Quantity ${n}`), type: 'number' }
  if (kind === 7) {
    const options = `choices_${n % libraries}`
    return { key, label: label(`类别${n}`, `Kind ${n}`), type: 'select', options }
  }
  if (kind === 8) return { key, label: label(`日期${n}`, `Date ${n}`), type: 'date' }
  if (kind === 9)
    return {
      ...{ key, label: label(`小计${n}`, `Subtotal ${n}`), type: 'formula', result: 'money' },
      formula: `IF({f${n - 3}} > 10, {f${n - 5}} * 0.9, {f${n - 5}}) + {f${n - 4}}${n > 10 ? ` + {f${n - 10}} * 0` : ''}`,
    }
  return { key, label: label(`说明${n}`, `Note ${n}`), type: 'text', ...(kind === 0 ? { required: true } : {}) }
}

/** A form of `fields` fields in ten sections on three tabs; every tenth field has a rule. */
export function formOf(key: string, fields: number): Form {
  const all = Array.from({ length: fields }, (_, n) => fieldAt(n))
  const each = Math.ceil(fields / 10)
  const sections = Array.from({ length: Math.min(10, fields) }, (_, n) => ({
    ...{ key: `part_${n}`, label: label(`第${n + 1}部分`, `Part ${n + 1}`), columns: 2 as const, tab: `tab_${n % 3}` },
    fields: all.slice(n * each, (n + 1) * each).map(field => field.key),
  }))
  const rules = all.flatMap((field, n) =>
    field.type === 'number' && n + 4 < fields
      ? [{ key: `rule_${n}`, when: `AND({${field.key}} > 100, {f${n - 1}} > 0)`, require: [`f${n - 6}`] }]
      : [],
  )
  return {
    ...{ key, name: label(`表单 ${key}`, `Form ${key}`), titleField: 'f0', fields: all, rules },
    layout: { tabs: [0, 1, 2].map(n => ({ key: `tab_${n}`, label: label(`页${n + 1}`, `Tab ${n + 1}`) })), sections },
  }
}

/** An app of `forms` forms with `fields` fields each, all open to one role. */
export const appOf = (key: string, forms: readonly number[]): AppDefinition => ({
  ...{ formatVersion: 1, key, version: '0.1.0', name: label(key) },
  optionLibraries: Array.from({ length: libraries }, (_, n) => ({
    ...{ key: `choices_${n}`, label: label(`类别库${n}`, `Kinds ${n}`) },
    options: Array.from({ length: 12 }, (_, at) => ({ key: `o${at}`, label: label(`选项${at}`, `Option ${at}`) })),
  })),
  forms: forms.map((fields, n) => formOf(`form_${n}`, fields)),
  roles: [
    {
      ...{ key: 'seller', label: label('销售', 'Seller') },
      grants: forms.map((_, n) => ({ form: `form_${n}`, can: ['read', 'create', 'update'] as const })),
    },
  ],
})
