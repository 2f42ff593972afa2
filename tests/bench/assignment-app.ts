import type { AppDefinition } from '../../schemas/generated/definition.ts'

const label = (text: string) => ({ zh: text, en: text })

/** Leads with a grade; `given` hands each new one out, `kept` leaves it to whoever wrote it. */
export const given = (key: 'given' | 'kept'): AppDefinition => ({
  ...{ formatVersion: 1, key, version: '0.1.0', name: label(key) },
  optionLibraries: [
    { key: 'grade', label: label('grade'), options: ['a', 'b', 'c'].map(one => ({ key: one, label: label(one) })) },
  ],
  forms: [
    {
      ...{ key: 'lead', name: label('lead'), titleField: 'title' },
      fields: [
        { key: 'title', label: label('title'), type: 'text' },
        { key: 'grade', label: label('grade'), type: 'select', options: 'grade' },
      ],
    },
  ],
  policies: [
    {
      ...{ key: 'rotation', name: label('rotation'), form: 'lead', strategy: 'weighted_round_robin' },
      ...{ pool: 'ROLE("seller")', lane: '{grade}', otherwise: '{created_by}' },
      limits: [
        // Never reached: what it costs to look is what counts.
        { key: 'a_share', label: label('a share'), share: '{grade} = "a"', max: '0.9', over: '30d' },
      ],
    },
  ],
  ...(key === 'kept'
    ? {}
    : {
        automations: [
          {
            ...{ key: 'hand_out', name: label('hand out'), on: [{ event: 'created' as const, form: 'lead' }] },
            then: [{ do: 'assign' as const, policy: 'rotation' }],
          },
        ],
      }),
  roles: [{ key: 'seller', label: label('seller'), grants: [{ form: 'lead', can: ['read', 'create', 'update'] }] }],
})
