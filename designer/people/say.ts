import type { NameSpace } from '../../engine/definition/environment.ts'
import { labelText } from '../../engine/definition/labels.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Language } from '../../schemas/problem.ts'
import { shownFormula } from '../formula/names.ts'
import { formulaPlace } from '../formula/place.ts'
import { type Person, readPeople } from './people.ts'
import { peopleTexts } from './texts.ts'

/** Where people are named: the app, the form whose fields may hold them, and the reader's language. */
export interface PeoplePlace {
  readonly space: NameSpace
  readonly form: CompiledForm | undefined
  readonly language: Language
}

const SCOPES: Readonly<Record<string, keyof typeof peopleTexts>> = {
  $applicant: 'applicant',
  '$task.assignee': 'assignee',
  $user: 'user',
  owner: 'owner',
}

const word = (
  language: Language,
  key: keyof typeof peopleTexts,
  params: Readonly<Record<string, string | number>> = {},
) =>
  peopleTexts[key][language === 'zh' ? 0 : 1].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))

/** A person by the words of the form: 负责人, 客户的负责人, 申请人. */
export function pathText({ space, form, language }: PeoplePlace, path: string): string {
  const scope = SCOPES[path]
  const steps = path.split('.')
  let at = form
  const labels: string[] = []
  for (const step of steps) {
    const field = at?.fields.get(step)
    if (field === undefined && scope !== undefined) return word(language, scope)
    labels.push(labelText(field?.label, language) ?? (step === 'owner' ? word(language, 'owner') : step))
    at = space.forms.get(field?.target ?? '')
  }
  const name = labels.reduceRight((field, relation) => word(language, 'through', { field, relation }))
  return name === steps.at(-1) && scope !== undefined ? word(language, scope) : name
}

export function personText(place: PeoplePlace, person: Person): string {
  const { language, space } = place
  const lower = (text: string): string =>
    language === 'en' && /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text
  switch (person.kind) {
    case 'person':
      return pathText(place, person.of)
    case 'manager':
      if (person.of === '$applicant' && person.level === 1) return word(language, 'ownManager')
      return word(language, person.level === 1 ? 'manager' : 'above', {
        of: lower(pathText(place, person.of)),
        level: person.level,
      })
    case 'managers':
      return word(language, 'managers', { of: lower(pathText(place, person.of)), levels: person.levels })
    case 'head':
      return word(language, 'head', { of: lower(pathText(place, person.of)) })
    case 'else':
      return word(language, 'else', {
        first: personText(place, person.first),
        otherwise: personText(place, person.otherwise),
      })
    case 'oneOf':
    case 'role': {
      const role = space.definition.roles?.find(({ key }) => key === person.role)
      return labelText(role?.label, language) ?? person.role
    }
    case 'formula': {
      const text = form(place, person.text)
      return word(language, 'formula', { text })
    }
  }
}

const form = ({ space, form: own, language }: PeoplePlace, text: string): string =>
  shownFormula(text, formulaPlace(space, own?.key ?? '', language))

/** Everybody a formula names, in words; empty when it names nobody. */
export const peopleText = (place: PeoplePlace, formula: string): string =>
  readPeople(formula)
    .map(person => personText(place, person))
    .join(word(place.language, 'and'))
