import { isBlank } from '../record/rules.ts'
import type { World } from './events.ts'
import { Refusal } from './run.ts'

/** A fill-in step cannot be handed in while a field it asks for is blank. @throws Refusal `required` naming the first */
export function checkFilled({ form, values }: Pick<World, 'form' | 'values'>, keys: readonly string[]): void {
  const missing = keys.find(key => isBlank(values[key]))
  if (missing !== undefined)
    throw new Refusal('required', { field: form.fields.get(missing)?.label ?? missing }, `/values/${missing}`)
}
