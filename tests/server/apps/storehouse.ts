import type { AppDefinition, Field } from '../../../schemas/generated/definition.ts'

export const both = (zh: string, en: string) => ({ zh, en })
/** A field called after its key. */
export const field = (key: string, type: string, extra: object = {}): Field =>
  ({ key, label: both(`字段${key}`, key), type, ...extra }) as Field

/** Goods with a field of every kind of value that a publish may move. */
export const storehouse: AppDefinition = {
  formatVersion: 1,
  key: 'store',
  version: '1.0.0',
  name: both('仓库', 'Store'),
  optionLibraries: [
    {
      key: 'level',
      label: both('等级', 'Level'),
      options: [
        { key: 'a', label: both('甲', 'First') },
        { key: 'b', label: both('乙', 'Second') },
        { key: 'c', label: both('丙', 'Third') },
      ],
    },
  ],
  forms: [
    {
      key: 'company',
      name: both('公司', 'Company'),
      titleField: 'name',
      fields: [field('name', 'text')],
    },
    {
      key: 'item',
      name: both('货品', 'Item'),
      titleField: 'name',
      fields: [
        field('name', 'text'),
        field('size', 'text'),
        field('level', 'select', { options: 'level' }),
        field('levels', 'select', { options: 'level', multiple: true }),
        field('company', 'text'),
        field('day', 'text'),
        field('lines', 'subform', { fields: [field('note', 'text'), field('count', 'number')] }),
      ],
    },
  ],
  roles: [
    {
      key: 'clerk',
      label: both('文员', 'Clerk'),
      grants: [{ form: 'item', can: ['read', 'create'], fields: { size: 'hidden' } }],
    },
  ],
}
