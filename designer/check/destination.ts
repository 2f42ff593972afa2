import { isObject, type Place } from '../../engine/definition/elements.ts'

/** The list of the format -> the part of the designer that shows its elements. */
const PARTS: Readonly<Record<string, string>> = {
  forms: 'forms',
  workflows: 'workflows',
  automations: 'automations',
  views: 'views',
  dashboards: 'dashboards',
  documents: 'documents',
  roles: 'roles',
  optionLibraries: 'libraries',
  policies: 'policies',
  scorecards: 'scorecards',
  settings: 'settings',
  calendars: 'calendars',
  connectors: 'connectors',
}
/** What belongs to the app as a whole. */
const OF_APP: ReadonlySet<string> = new Set([
  'name',
  'description',
  'icon',
  'category',
  'zone',
  'navigation',
  'version',
])

/** Where a place is edited, as the shell opens it: `forms/customer?at=industry`. Undefined of what no page shows (scenarios, sample records). */
export function destinationOf(place: Place): string | undefined {
  const [list = '', key, ...rest] = place
  if (OF_APP.has(list)) return 'app'
  if (list === 'forms' && key !== undefined) return formDestination(key, rest)
  const part = PARTS[list]
  if (part === undefined || key === undefined) return part
  const at = selectedIn(list, rest)
  return at === undefined ? `${part}/${key}` : `${part}/${key}?at=${at}`
}

function formDestination(form: string, [part, ...rest]: Place): string {
  if (part === 'stages') {
    const stage = rest[0] === 'pipeline' ? rest[1] : undefined
    return stage === undefined ? `stages/${form}` : `stages/${form}?at=${stage}`
  }
  const at = part === 'fields' ? rest[0] : part === 'layout' && rest[0] === 'sections' ? sectionOf(rest) : undefined
  return at === undefined ? `forms/${form}` : `forms/${form}?at=${at}`
}

const sectionOf = ([, section]: Place): string | undefined => (section === undefined ? undefined : `section:${section}`)

/** What is selected inside an element: a step of a workflow, a form of a role. */
function selectedIn(list: string, [part, item]: Place): string | undefined {
  if (list === 'workflows' && part === 'nodes') return item
  if (list === 'documents' && part === 'blocks') return item
  return list === 'roles' && part === 'grants' ? item : undefined
}

/** The element of the app a place lies in: two steps, or one of what the app says itself. */
export const elementPlace = (definition: unknown, place: Place): Place =>
  place.slice(0, isObject(definition) && Array.isArray(definition[place[0] ?? '']) ? 2 : 1)
