import type { AppDefinition, Automation } from '../../../schemas/generated/definition.ts'
import type { Language } from '../../../schemas/problem.ts'
import { condition } from '../../sentence/conditions.ts'
import { speakerOf } from '../../sentence/index.ts'
import { people } from '../../sentence/people.ts'
import { placeOf } from '../../sentence/place.ts'
import { speechOf } from '../../sentence/sentence.ts'
import { tidied } from '../../sentence/tidy.ts'
import type { Place } from '../elements.ts'
import type { NameSpace } from '../environment.ts'
import { labelText, memberLabel } from '../labels.ts'
import type { Shape } from '../shape.ts'
import { spaceOf } from '../space.ts'
import { formOf, type Said } from './place.ts'
import { valueInWords } from './value.ts'

/** Tells what stands in one definition. Made once for it: the words for its conditions and automations are worked out when first needed. */
export interface Teller {
  readonly definition: AppDefinition
  /** a value of a property, a condition as people say it */
  value(place: Place, shape: Shape, value: unknown): Said
  /** an automation as a sentence; undefined when it says what no sentence can */
  sentence(automation: Automation): Said | undefined
}

export function tellerOf(definition: AppDefinition): Teller {
  let made: NameSpace | undefined
  const space = (): NameSpace => {
    made ??= spaceOf(definition)
    return made
  }
  let speaker: ReturnType<typeof speakerOf> | undefined
  return {
    definition,
    value: (place, shape, value) =>
      valueInWords(
        definition,
        place,
        shape,
        value,
        (at, text) => inBoth(language => conditionText(space(), at, text, language)) ?? named(space(), at, text),
      ),
    sentence(automation) {
      speaker ??= speakerOf(space())
      return inBoth(language => quietly(() => speaker?.sentence(automation, language)))
    },
  }
}

function inBoth(tell: (language: Language) => string | undefined): Said | undefined {
  const [zh, en] = [tell('zh'), tell('en')]
  return zh === undefined || en === undefined ? undefined : { zh, en }
}

/** A draft may be unfinished in any way; what cannot be told is shown as it is written. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Properties that name people. */
const PEOPLE: ReadonlySet<string> = new Set(['by', 'pool', 'exclude', 'otherwise', 'who', 'to', 'except'])
/** A sentence quotes what it has no words for. */
const QUOTED = /^[「“]/

/** A condition or people as a sentence says them. */
function conditionText(space: NameSpace, place: Place, text: string, language: Language): string | undefined {
  const form = space.forms.get(formOf(space.definition, place) ?? '')
  if (form === undefined) return undefined
  const at = placeOf(speechOf(space, language), form)
  const said = quietly(() => (PEOPLE.has(place.at(-1) ?? '') ? people(at) : condition(at)).say(text))
  return said === undefined || QUOTED.test(said) ? undefined : tidied(said, language)
}

/** A formula with the names people gave: {amount} becomes {预计金额}. */
function named(space: NameSpace, place: Place, text: string): Said {
  const start = space.forms.get(formOf(space.definition, place) ?? '')
  const told = (language: Language): string =>
    text.replace(/\{([a-z][\w.]*)\}/g, (whole, path: string) => {
      let form = start
      const names: string[] = []
      for (const key of path.split('.')) {
        const label = labelText(memberLabel(form, key), language)
        if (label === undefined) return whole
        names.push(label)
        const field = form?.fields.get(key)
        form = space.forms.get(field?.rows?.key ?? field?.target ?? form?.inverses.get(key)?.form ?? '')
      }
      return `{${names.join('.')}}`
    })
  return { zh: told('zh'), en: told('en') }
}
