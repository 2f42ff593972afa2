import type { AppDefinition } from '../../schemas/generated/definition.ts'

const label = (text: string) => ({ zh: text, en: text })

/** A job whose ladder fires a minute after `due` and says so. */
export const timed: AppDefinition = {
  ...{ formatVersion: 1, key: 'timed', version: '0.1.0', name: label('timed') },
  forms: [
    {
      ...{ key: 'job', name: label('job'), titleField: 'name' },
      fields: [
        { key: 'name', label: label('name'), type: 'text' },
        { key: 'due', label: label('due'), type: 'datetime' },
        { key: 'fired', label: label('fired'), type: 'number', scale: 0, default: '0' },
      ],
      ladders: [
        {
          ...{ key: 'late', name: label('late'), from: '{due}' },
          steps: [{ key: 'one', after: '1min', do: [{ do: 'update', set: { fired: '={fired} + 1' } }] }],
        },
      ],
    },
  ],
}

/** Deals nobody listens to, or twenty automations: two make a mark at every change, eighteen look and find that it is not for them. */
export const listening = (automations: 0 | 20): AppDefinition => ({
  ...{ formatVersion: 1, key: `listen${automations}`, version: '0.1.0', name: label('listening') },
  forms: [
    {
      ...{ key: 'deal', name: label('deal'), titleField: 'name' },
      fields: [
        { key: 'name', label: label('name'), type: 'text' },
        { key: 'amount', label: label('amount'), type: 'money', scale: 2 },
      ],
    },
    {
      ...{ key: 'mark', name: label('mark'), titleField: 'name' },
      fields: [{ key: 'name', label: label('name'), type: 'text' }],
    },
  ],
  automations: Array.from({ length: automations }, (_, n) => ({
    ...{ key: `a${n}`, name: label(`a${n}`) },
    on: [{ event: 'updated' as const, form: 'deal', fields: ['amount'] }],
    where: n < 2 ? '{amount} > 0' : `{amount} > ${1_000_000 + n}`,
    then: [{ do: 'create' as const, form: 'mark', set: { name: `mark ${n}` } }],
  })),
})
