import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { graphOf } from './cascade.ts'
import type { CompiledApp } from './compiled-app.ts'
import { inheritedRight } from './field-right.ts'

/** A field of an add-on that would show a role what is worked out from a form it cannot see. */
export interface ReadAround {
  readonly form: string
  readonly field: string
  readonly role: string
  readonly reads: string
}

/**
 * A computed value is shown to whoever may see its form, also when he has no right on the form it is worked out from: there the author of the app
 * granted it. The author of an add-on is not asked to: for its fields every role must be able to read the host's forms they come from.
 */
export function readsAround(app: CompiledApp, host: AppDefinition, addOn: AppDefinition): ReadAround[] {
  const ofHost = new Set(host.forms.map(({ key }) => key))
  const added = [
    ...addOn.forms.map(({ key, fields }) => ({ form: key, fields })),
    ...(addOn.additions?.forms ?? []).map(({ form, fields = [] }) => ({ form, fields })),
  ]
  return added.flatMap(({ form, fields }) =>
    fields.flatMap(({ key }) =>
      [...readForms(app, form, key)]
        .filter(reads => reads !== form && ofHost.has(reads))
        .flatMap(reads => rolesThatSee(app, form, key, reads).map(role => ({ form, field: key, role, reads }))),
    ),
  )
}

/** Forms a computed field's value comes from, over however many steps. */
function readForms(app: CompiledApp, form: string, field: string): ReadonlySet<string> {
  const { nodes } = graphOf(app)
  const start = nodes.get(`${form}.${field}`)
  const seen = new Set(start === undefined ? [] : [start])
  const forms = new Set<string>()
  for (const node of seen)
    for (const read of node.reads) {
      const [root = ''] = read.form.split('.')
      forms.add(root)
      const input = nodes.get(`${read.form}.${read.field}`)
      if (input !== undefined) seen.add(input)
    }
  return forms
}

/** Roles that see the field and cannot read the form it comes from. */
function rolesThatSee(app: CompiledApp, form: string, field: string, reads: string): string[] {
  const compiled = app.forms.get(form)
  if (compiled === undefined) return []
  return [...app.roles.values()]
    .filter(({ grants }) => {
      const may = (on: string): boolean => (grants.get(on) ?? []).some(({ can }) => can.has('read'))
      const sees = may(form) && inheritedRight(app, compiled, field, on => grants.get(on) ?? []) !== 'hidden'
      return sees && !may(reads)
    })
    .map(({ key }) => key)
}
