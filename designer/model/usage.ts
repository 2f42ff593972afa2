import type { Place } from '../../engine/definition/elements.ts'
import { removalOf, usesByElement } from '../../engine/definition/references/removal.ts'
import type { Said } from '../../engine/definition/words/place.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'

type Labels = (label: { zh?: string; en?: string } | undefined) => string

/** The elements that would stop working without the one at a place, told before it is removed. */
export const usesOf = (definition: AppDefinition, place: Place): Said[] =>
  usesByElement(definition, removalOf(definition, place).breaks).map(({ words }) => words)

/** Fields that offer a library's options, as "form · field". */
export const usesOfLibrary = (definition: AppDefinition, key: string, label: Labels): string[] =>
  definition.forms.flatMap(form =>
    form.fields.flatMap(field =>
      'options' in field && field.options === key ? [`${label(form.name)} · ${label(field.label)}`] : [],
    ),
  )
