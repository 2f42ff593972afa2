import { elementAt, indexOf, isObject, type Place, placeOf } from '../../engine/definition/elements.ts'
import { keyName, stopsOf } from '../../engine/definition/words/place.ts'
import type { ExpressionError } from '../../engine/expression/index.ts'
import type { Finding } from '../../engine/index.ts'
import type { Schema } from '../../schemas/definition/shapes.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Command, Plan } from '../commands/command.ts'
import { mend as mendFormula } from '../formula/mend.ts'
import type { Mend, Subject } from './mend.ts'
import { mendsByCode } from './mendsByCode.ts'

/** Every way to put a finding right that needs no thought; none when somebody has to decide. */
export function mendsOf(definition: AppDefinition, finding: Finding): readonly Mend[] {
  const place = placeOf(definition, finding.path)
  const subject: Subject = { definition, finding, place, value: elementAt(definition, place) }
  const own = mendsByCode[finding.code]
  if (own !== undefined) return own(subject)
  if (finding.code.startsWith('formula_')) return formulaMends(subject)
  if (finding.code === 'unknown_role' && !Array.isArray(elementAt(definition, place.slice(0, -1))))
    return roleMends(subject)
  return /^unknown_(?!kind)/.test(finding.code) ? referenceMends(subject) : []
}

/** “Did you mean”, carried out in the formula's text. */
function formulaMends({ finding, place, value }: Subject): Mend[] {
  const { code, params } = finding
  const written = typeof value === 'string' ? value : undefined
  const { suggestion, start, end } = params
  if (written === undefined || typeof suggestion !== 'string' || suggestion === '') return []
  // A value's formula begins behind its "=".
  const lead = written.startsWith('=') ? 1 : 0
  const text = written.slice(lead)
  const error = { code, params, start, end, suggestion } as unknown as ExpressionError
  const edit = mendFormula(text, error)
  if (edit === undefined) return []
  const next = `${written.slice(0, lead)}${text.slice(0, edit.from)}${edit.insert}${text.slice(edit.to)}`
  return [
    {
      text: { zh: `改为 ${next}`, en: `Make it ${next}` },
      commands: [{ do: 'set', at: place.slice(0, -1), set: { [place.at(-1)!]: next } }],
    },
  ]
}

const MOST_ROLES = 3

/** A role named in an expression: one the app has. */
function roleMends({ definition, finding, place, value }: Subject): Mend[] {
  const unknown = `"${String(finding.params.role)}"`
  if (typeof value !== 'string' || !value.includes(unknown)) return []
  return (definition.roles ?? []).slice(0, MOST_ROLES).map(({ key, label }) => ({
    text: { zh: `改为“${label.zh ?? label.en ?? key}”`, en: `Make it “${label.en ?? label.zh ?? key}”` },
    commands: [{ do: 'set', at: place.slice(0, -1), set: { [place.at(-1)!]: value.replaceAll(unknown, `"${key}"`) } }],
  }))
}

/** A name that leads nowhere: the nearest one that does, or no name at all. */
function referenceMends(subject: Subject): Mend[] {
  const { definition, finding, place, value } = subject
  const near = isObject(finding.params.suggestion) ? finding.params.suggestion.name : undefined
  const mends: Mend[] = []
  if (typeof near === 'string' && typeof value === 'string' && value !== '') {
    const called = keyName(definition, place, near) ?? { zh: near, en: near }
    mends.push({
      text: { zh: `改为“${called.zh}”`, en: `Make it “${called.en}”` },
      commands: replaced(definition, place, value, near),
    })
  }
  const removal = removed(subject)
  if (removal !== undefined)
    mends.push({ text: { zh: '去掉这个失效的引用', en: 'Take the dead reference away' }, commands: removal })
  return mends
}

/** Another text in the place of one: as a property, or as an item of a list. */
function replaced(definition: AppDefinition, place: Place, value: string, next: string): Plan {
  const list = place.slice(0, -1)
  const step = place.at(-1)!
  const items = elementAt(definition, list)
  if (!Array.isArray(items))
    return [{ do: 'set', at: list, set: { [step]: value.startsWith('-') ? `-${next}` : next } }]
  return [
    { do: 'add', to: list, element: next, after: step },
    { do: 'remove', at: place },
  ]
}

/** Takes away an item of a list or an optional property; undefined where something has to stand. */
function removed({ definition, place }: Subject): Plan | undefined {
  const list = place.slice(0, -1)
  const step = place.at(-1)!
  const holder = elementAt(definition, list)
  const schema: Schema = stopsOf(definition, list).at(-1)?.shape.schema ?? {}
  if (Array.isArray(holder)) {
    const isThere = indexOf(place.at(-2) ?? '', holder, step) >= 0 && typeof elementAt(definition, place) === 'string'
    return isThere && holder.length > Number(schema.minItems ?? 0) ? [{ do: 'remove', at: place }] : undefined
  }
  const required = (schema.required as readonly string[] | undefined) ?? []
  return isObject(holder) && Object.hasOwn(holder, step) && !required.includes(step)
    ? [{ do: 'set', at: list, set: { [step]: null } } satisfies Command]
    : undefined
}
