import type { AppDefinition } from '../../schemas/generated/definition.ts'

interface Name {
  readonly zh: string
  readonly en: string
}

/** A key made of a name: its Latin letters where it has some, else a number; free among those taken. */
export function keyFor(name: string, taken: readonly string[]): string {
  const letters = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)
  const stem = letters === '' ? 'app' : letters
  for (let n = 1; ; n += 1) {
    const key = n === 1 && letters !== '' ? stem : `${stem}_${n}`
    if (!taken.includes(key)) return key
  }
}

/** The least an app needs to be used: one form with a name, a table of it, and a role that may fill it in. */
export const blankApp = (key: string, name: Name): AppDefinition => ({
  formatVersion: 1,
  key,
  version: '0.1.0',
  name: { ...name },
  forms: [
    {
      key: 'record',
      name: { zh: '记录', en: 'Record' },
      titleField: 'name',
      fields: [{ key: 'name', label: { zh: '名称', en: 'Name' }, type: 'text', required: true, searchable: true }],
    },
  ],
  views: [
    {
      key: 'all',
      label: { zh: '全部记录', en: 'All records' },
      type: 'table',
      form: 'record',
      columns: ['name', 'owner', 'created_at'],
    },
  ],
  roles: [
    {
      key: 'member',
      label: { zh: '成员', en: 'Member' },
      grants: [{ form: 'record', can: ['read', 'create', 'update'] }],
    },
  ],
})
