import type { CompiledForm } from '../../engine/index.ts'
import { isPerson } from '../../engine/sentence/people.ts'
import type { Person } from './people.ts'
import type { PeoplePlace } from './say.ts'

/** Steps through relations to a person: 客户的负责人. */
const MOST_STEPS = 1

/** Paths of people a place knows: those of its scopes first, then the form's fields, then those of records it points to. */
export function personPaths({ space, form }: PeoplePlace, scopes: readonly string[]): readonly string[] {
  return [...scopes, ...(form === undefined ? [] : pathsOf(form, ''))]

  function pathsOf(of: CompiledForm, prefix: string, depth = 0): string[] {
    const fields = [...of.fields.values()]
    const own = fields.filter(isPerson).map(({ key }) => `${prefix}${key}`)
    if (depth === MOST_STEPS) return own
    const through = fields.flatMap(({ key, target, list }) => {
      const other = target === undefined || list ? undefined : space.forms.get(target)
      return other === undefined ? [] : pathsOf(other, `${prefix}${key}.`, depth + 1)
    })
    return [...own.sort((a, b) => rank(a) - rank(b)), ...through.filter(path => /\.(owner)$/.test(path) || depth > 0)]
  }
}

/** The owner first, who wrote the record last. */
const rank = (key: string): number => (key === 'owner' ? 0 : /^(created|updated|deleted)_by$/.test(key) ? 2 : 1)

/** Everybody a person may pick, most used first: managers of the scopes and the owner, roles, people in fields, their managers and heads of departments. */
export function peopleChoices(place: PeoplePlace, scopes: readonly string[]): readonly Person[] {
  const paths = personPaths(place, scopes)
  const single = paths.filter(path => {
    const field = place.form?.fields.get(path)
    return field === undefined || !field.list
  })
  const near = single.filter(path => scopes.includes(path) || path === 'owner')
  const roles = (place.space.definition.roles ?? []).map(({ key }): Person => ({ kind: 'role', role: key }))
  return [
    ...near.map((of): Person => ({ kind: 'manager', of, level: 1 })),
    ...roles,
    ...near.map((of): Person => ({ kind: 'head', of })),
    ...paths.map((of): Person => ({ kind: 'person', of })),
    ...near.flatMap((of): Person[] => [
      { kind: 'manager', of, level: 2 },
      { kind: 'manager', of, level: 3 },
      { kind: 'managers', of, levels: 2 },
      { kind: 'managers', of, levels: 3 },
    ]),
    ...single
      .filter(path => !near.includes(path))
      .flatMap((of): Person[] => [
        { kind: 'manager', of, level: 1 },
        { kind: 'head', of },
      ]),
  ]
}
