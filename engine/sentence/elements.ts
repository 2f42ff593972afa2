import type { CompiledField } from '../definition/compiled.ts'
import { elementOf } from '../expression/types.ts'
import { reference } from './formula.ts'
import { nameOf, names } from './names.ts'
import { fieldNames, pathOf } from './paths.ts'
import { type Assumption, phrase } from './phrase.ts'
import { formsOf, once, type Place, placeOf, type Speech } from './place.ts'
import { mapped, type Rule } from './rule.ts'

/** The form of an app by what people call it. */
export const formNames = (speech: Speech): Rule<string> => once(speech, 'forms', () => formsNamed(speech))

const formsNamed = (speech: Speech): Rule<string> =>
  mapped(
    phrase<{ name: string }>(speech.phrases.one, { name: bareForms(speech) }),
    ({ name }) => name,
    name => ({ name }),
  )

/** A form without an article: no visit. */
export const bareForms = (speech: Speech): Rule<string> =>
  names(
    formsOf(speech).map(({ key, name, definition }) => nameOf(key, name, speech.language, definition?.words)),
    speech,
  )

/** In English a form comes after its fields: “the grade of a customer”. */
export const anyForm = (speech: Speech): Assumption => ({ name: 'form', values: formsOf(speech).map(({ key }) => key) })

/** A rule in the words of a form that was named before it. */
export const within =
  <T>(speech: Speech, make: (place: Place) => Rule<T>) =>
  ({ form = '' }: { form?: string }): Rule<T> => {
    const found = speech.space.forms.get(form)
    return found === undefined ? { read: () => [], say: () => undefined } : make(placeOf(speech, found))
  }

/** A stage of the place's form. */
export const stageNames = ({ form, language, quoted }: Place): Rule<string> =>
  names(
    (form.definition?.stages?.pipeline ?? []).map(({ key, label }) => nameOf(key, label, language)),
    { quoted },
  )

/** A workflow of the app, or of one form of it. */
export const workflowNames = ({ space, language, quoted }: Speech, form?: string): Rule<string> =>
  names(
    (space.definition.workflows ?? [])
      .filter(workflow => form === undefined || workflow.form === form)
      .map(({ key, name }) => nameOf(key, name, language)),
    { quoted },
  )

/** Date fields a trigger can count from. */
const isDate = ({ valueType }: CompiledField): boolean => ['date', 'datetime'].includes(elementOf(valueType).kind)

export const dateReference = (place: Place): Rule<string> =>
  mapped(
    fieldNames(place, isDate),
    key => reference([key]),
    text => {
      const path = pathOf(text)
      return path?.length === 1 ? path[0] : undefined
    },
  )
