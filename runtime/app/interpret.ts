import { outlineOf } from '../../engine/definition/scorecards.ts'
import { type CompiledApp, compileRecords, type Finding } from '../../engine/index.ts'
import type { AppDefinition, Field, Form, RowField, Scorecard } from '../../schemas/generated/definition.ts'

/**
 * A definition as a browser can run it. What a person may see was cut on the server, so a formula may name what is not here: such parts are taken
 * out, and the field keeps the value the server stored. Gates, workflows, policies, attributes of people and rights are the server's alone.
 */
export function compileVisible(definition: AppDefinition): CompiledApp {
  let left = browserPart(definition)
  for (let round = 0; round < ROUNDS; round += 1) {
    const { app, findings } = compileRecords(left)
    if (app !== null) return app
    left = withoutFaults(
      left,
      findings.filter(({ severity }) => severity === 'error'),
    )
  }
  throw new Error(`The app ${definition.key} cannot be shown`)
}

const ROUNDS = 8

function browserPart({
  automations: _a,
  policies: _p,
  workflows: _w,
  views: _v,
  dashboards: _d,
  documents: _o,
  navigation: _n,
  roles: _r,
  ...rest
}: AppDefinition): AppDefinition {
  return { ...rest, forms: rest.forms.map(browserForm) }
}

function browserForm({ layout: _l, unique: _u, extends: _e, stages, ...form }: Form): Form {
  return {
    ...form,
    fields: form.fields.map(field => browserField(form, field)),
    ...(stages === undefined
      ? {}
      : {
          stages: {
            ...(stages.field === undefined ? {} : { field: stages.field }),
            ...(stages.label === undefined ? {} : { label: stages.label }),
            pipeline: stages.pipeline.map(({ key, label, kind, color }) => ({
              key,
              label,
              ...(kind === undefined ? {} : { kind }),
              ...(color === undefined ? {} : { color }),
            })),
          },
        }),
  }
}

/** Roll-ups over other records keep what the server stored: not all of those records are here. */
function browserField(form: Pick<Form, 'fields'>, field: Field): Field {
  if (field.type === 'rollup') {
    const rows = form.fields.some(({ key, type }) => key === field.relation && type === 'subform')
    return rows ? field : { ...field, frozenWhen: true }
  }
  if (field.type === 'relation' && field.where !== undefined) {
    const { where: _, ...rest } = field
    return rest
  }
  return field
}

type Steps = readonly string[]

function withoutFaults(definition: AppDefinition, faults: readonly Finding[]): AppDefinition {
  const all = faults.map(({ path }) => path.split('/').slice(1))
  const places = all.filter(([head]) => head === 'forms')
  const scorecards = (definition.scorecards ?? []).filter((_, index) => under(all, 'scorecards', index).length > 0)
  if (places.length === 0 && scorecards.length === 0) return { ...definition, settings: [], calendars: [] }
  return outlineScorecards(scorecards, {
    ...definition,
    forms: definition.forms.map((form, index) => {
      const inside = places.filter(([, at]) => at === String(index)).map(steps => steps.slice(2))
      return inside.length === 0 ? form : repairForm(form, inside)
    }),
  })
}

/** Scorecards that read what is not here: their fields keep what is stored. */
function outlineScorecards(scorecards: readonly Scorecard[], definition: AppDefinition): AppDefinition {
  const keys = new Set(scorecards.map(({ key }) => key))
  if (keys.size === 0) return definition
  const isShown = (field: Field): field is Extract<Field, { type: 'score' }> =>
    field.type === 'score' && keys.has(field.scorecard)
  const fields = definition.forms.flatMap(form => form.fields)
  const parts = new Set(fields.flatMap(field => (isShown(field) ? [field.part ?? 'total'] : [])))
  return {
    ...definition,
    scorecards: (definition.scorecards ?? []).map(one => (keys.has(one.key) ? outlineOf(one, parts) : one)),
    forms: definition.forms.map(form => ({
      ...form,
      fields: form.fields.map(field => (isShown(field) ? { ...field, frozenWhen: true } : field)),
    })),
  }
}

const under = (places: readonly Steps[], name: string, index: number): Steps[] =>
  places.filter(([head, at]) => head === name && at === String(index)).map(steps => steps.slice(2))

function repairForm(form: Form, places: readonly Steps[]): Form {
  const { titleField, ...rest } = form
  const named = places.some(([head]) => head === 'titleField')
  return {
    ...rest,
    ...(titleField === undefined || named ? {} : { titleField }),
    fields: form.fields.flatMap((field, index) => {
      const inside = under(places, 'fields', index)
      return inside.length === 0 ? [field] : repairField(field, inside)
    }),
    ...(form.rules === undefined
      ? {}
      : { rules: form.rules.filter((_, index) => under(places, 'rules', index).length === 0) }),
  }
}

function repairField(field: Field, places: readonly Steps[]): Field[] {
  if (field.type === 'subform') {
    const fields = field.fields.flatMap((column, index) => {
      const inside = under(places, 'fields', index)
      return inside.length === 0 ? [column] : (repairField(column, inside) as RowField[])
    })
    const rules = (field.rules ?? []).filter((_, index) => under(places, 'rules', index).length === 0)
    return [{ ...field, fields, rules }]
  }
  if (field.type === 'formula' || field.type === 'lookup' || field.type === 'rollup') return [keptField(field)]
  if (field.type === 'score' && places.every(([head]) => head === 'frozenWhen')) return [{ ...field, frozenWhen: true }]
  if (places.every(([head]) => head === 'default')) {
    const { default: _, ...rest } = field as Field & { default?: unknown }
    return [rest as Field]
  }
  return []
}

/** A computed field whose inputs are not here: shows what is stored. */
function keptField(field: Extract<Field, { type: 'formula' | 'lookup' | 'rollup' }>): Field {
  const { key, label } = field
  const head = { key, label, type: 'formula', formula: 'BLANK()', frozenWhen: true } as const
  if (field.type === 'formula') {
    const { result, scale, currency, unit } = field
    return {
      ...head,
      result,
      ...(scale === undefined ? {} : { scale }),
      ...(currency === undefined ? {} : { currency }),
      ...(unit === undefined ? {} : { unit }),
    }
  }
  return { ...head, result: field.type === 'rollup' ? 'number' : 'text' }
}
