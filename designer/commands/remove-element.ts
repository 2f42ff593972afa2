import type { Place } from '../../engine/definition/elements.ts'
import type { AppDefinition, NavigationItem } from '../../schemas/generated/definition.ts'
import type { Command, Plan } from './command.ts'

/** Lists whose elements have pages of their own. */
export type ElementList =
  | 'automations'
  | 'calendars'
  | 'connectors'
  | 'dashboards'
  | 'documents'
  | 'optionLibraries'
  | 'policies'
  | 'roles'
  | 'scorecards'
  | 'settings'
  | 'views'

/** Menu entries that open a page, however deep they stand. */
const entriesOf = (
  items: readonly NavigationItem[],
  opens: (item: NavigationItem) => boolean,
  place: Place = ['navigation'],
): Place[] =>
  items.flatMap(item => {
    const here = [...place, item.key]
    return [...(opens(item) ? [here] : []), ...entriesOf(item.items ?? [], opens, [...here, 'items'])]
  })

/** Takes an element away; a page people open leaves the menu and the roles that named it as well. */
export function removeElement(definition: AppDefinition, list: ElementList, key: string): Plan {
  const own: Command = { do: 'remove', at: [list, key] }
  if (list !== 'views' && list !== 'dashboards') return [own]
  const name = list === 'views' ? 'view' : 'dashboard'
  const entries = entriesOf(definition.navigation ?? [], item => item[name] === key)
  const roles = (definition.roles ?? []).filter(role => role[list]?.includes(key) === true)
  return [
    ...entries.map((at): Command => ({ do: 'remove', at })),
    ...roles.map((role): Command => ({ do: 'remove', at: ['roles', role.key, list, key] })),
    own,
  ]
}
