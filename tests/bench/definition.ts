import type { AppDefinition } from '../../schemas/generated/definition.ts'

const label = (text: string) => ({ zh: text, en: text })

export const stages = ['lead', 'need', 'quote', 'contract', 'won', 'lost'] as const

/** The benchmark's two tables as an app: customer (10,000 rows) and opportunity (100,000 rows, 13 columns). */
export const definition: AppDefinition = {
  formatVersion: 1,
  key: 'bench',
  version: '0.1.0',
  name: label('bench'),
  optionLibraries: [
    { key: 'stage', label: label('Stage'), options: stages.map(key => ({ key, label: label(key) })) },
    {
      key: 'source',
      label: label('Source'),
      options: ['web', 'call', 'fair', 'partner'].map(key => ({ key, label: label(key) })),
    },
  ],
  forms: [
    {
      key: 'customer',
      name: label('Customer'),
      titleField: 'name',
      fields: [
        { key: 'name', label: label('Name'), type: 'text', required: true },
        { key: 'city', label: label('City'), type: 'text' },
      ],
    },
    {
      key: 'opportunity',
      name: label('Opportunity'),
      titleField: 'title',
      fields: [
        { key: 'title', label: label('Title'), type: 'text', required: true, maxLength: 200 },
        { key: 'customer', label: label('Customer'), type: 'relation', to: 'customer', required: true },
        { key: 'stage', label: label('Stage'), type: 'select', options: 'stage', required: true },
        { key: 'source', label: label('Source'), type: 'select', options: 'source' },
        { key: 'amount', label: label('Amount'), type: 'money', required: true, min: '0' },
        { key: 'probability', label: label('Probability'), type: 'number', scale: 0 },
        { key: 'close_on', label: label('Close on'), type: 'date' },
        { key: 'first_contact', label: label('First contact'), type: 'date' },
        { key: 'next_step', label: label('Next step'), type: 'text' },
        { key: 'competitor', label: label('Competitor'), type: 'text' },
        { key: 'remark', label: label('Remark'), type: 'long_text' },
        { key: 'hot', label: label('Hot'), type: 'yes_no' },
        { key: 'contact', label: label('Contact'), type: 'text' },
      ],
    },
  ],
  views: [
    { key: 'board', label: label('Board'), type: 'kanban', form: 'opportunity', group: 'stage', sort: ['-amount'] },
  ],
  roles: [
    {
      key: 'seller',
      label: label('Seller'),
      grants: [
        { form: 'customer', can: ['read'] },
        { form: 'opportunity', can: ['read', 'create', 'update'] },
      ],
    },
  ],
}
