import { cascadeOf } from '../cascade.ts'
import { type Advise, labelled } from './advise.ts'

/** Row rights are asked for every record of every list and search; what they read of lists is looked up for each. */
export const slowRights: Advise = ({ definition, heard, app }, warn) => {
  for (const { path, place, expression } of heard) {
    if (place[0] !== 'roles' || place.at(-1) !== 'rows') continue
    const form = app?.forms.get(place[3] ?? '')
    const list = expression.references.find(({ path: [head = ''] }) => form?.inverses.has(head) === true)?.path[0]
    if (list === undefined) continue
    warn(path, 'slow_rights', { list: form?.inverses.get(list)?.label ?? labelled(definition, place, list) })
  }
}

/** Rounds of recalculation after one change beyond which people wait for a save. */
const MOST_STEPS = 16

export const slowCascades: Advise = ({ definition, app }, warn) => {
  if (app === null) return
  for (const [at, { key, name }] of definition.forms.entries()) {
    const { length } = cascadeOf(app, key, undefined)
    if (length > MOST_STEPS) warn(`/forms/${at}`, 'slow_cascade', { form: name, steps: length })
  }
}
