import { closed, key, keys, label, list, ref, type Schema, whole } from './shapes.ts'

/** What an add-on puts into forms and roles that are there already; everything else it brings stands beside what is there. */
export const additionSchemas: Record<string, Schema> = {
  additionalSection: closed({ key, label, help: ref('help'), tab: key, columns: whole(1, 4) }, ['key', 'label']),
  formAddition: closed(
    {
      form: key,
      fields: list(ref('field'), 1000),
      section: ref('additionalSection'),
      after: key,
      rules: list(ref('rule'), 1000),
      ladders: list(ref('ladder'), 200),
    },
    ['form'],
  ),
  roleAddition: closed({ role: key, grants: list(ref('grant'), 500), views: keys(500), dashboards: keys(200) }, [
    'role',
  ]),
  additions: closed({ forms: list(ref('formAddition'), 500), roles: list(ref('roleAddition'), 200) }),
}
