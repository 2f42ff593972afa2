import type { AppDefinition, Field, Form, Scorecard } from '../../schemas/generated/definition.ts'
import { outlineOf } from './scorecards.ts'

/**
 * A form as far as somebody who sees only `fields` may know it. Names of hidden fields must not show in rules and layouts either: a rule that needs one is enforced by the server
 * alone.
 */
export function cutForm(form: Form, fields: ReadonlySet<string>, scorecards: readonly Scorecard[]): Form {
  if (form.fields.every(({ key }) => fields.has(key))) return form
  const mentions = mentionsOf(form, fields)
  const outlined = new Set(scorecards.filter(mentions).map(({ key }) => key))
  const { layout, rules, unique, ...rest } = form
  const kept = form.fields.filter(({ key }) => fields.has(key))
  return {
    ...rest,
    fields: kept.map(field =>
      field.type === 'score' && outlined.has(field.scorecard)
        ? { ...field, frozenWhen: true }
        : withoutMentions(field, mentions),
    ),
    ...(rules === undefined ? {} : { rules: rules.filter(rule => !mentions(rule)) }),
    ...(unique === undefined ? {} : { unique: unique.filter(rule => !mentions(rule)) }),
    ...(layout === undefined
      ? {}
      : {
          layout: {
            ...layout,
            sections: layout.sections.map(section => ({
              ...section,
              fields: section.fields.filter(entry => !mentions(entry)),
            })),
          },
        }),
    ...(form.stages === undefined
      ? {}
      : {
          stages: {
            ...form.stages,
            pipeline: form.stages.pipeline.map(stage =>
              mentions(stage)
                ? { key: stage.key, label: stage.label, ...(stage.kind === undefined ? {} : { kind: stage.kind }) }
                : stage,
            ),
          },
        }),
  }
}

/** A scorecard that names a hidden field stays as the outline of the parts that still show: what else it is made of is the server's alone. */
export function cutScorecard(scorecard: Scorecard, definition: AppDefinition, forms: readonly Form[]): Scorecard[] {
  const [whole, cut] = [definition.forms, forms].map(list => list.find(({ key }) => key === scorecard.form))
  if (whole === undefined || cut === undefined) return []
  const fields = new Set(cut.fields.map(({ key }) => key))
  if (!mentionsOf(whole, fields)(scorecard)) return [scorecard]
  const parts = cut.fields.flatMap(field =>
    field.type === 'score' && field.scorecard === scorecard.key ? [field.part ?? 'total'] : [],
  )
  return parts.length === 0 ? [] : [outlineOf(scorecard, new Set(parts))]
}

/** Whether a part of a definition names one of the form's hidden fields, by key or by label. */
function mentionsOf(form: Form, fields: ReadonlySet<string>): (value: unknown) => boolean {
  const hidden = form.fields.filter(({ key }) => !fields.has(key))
  return value => {
    const text = JSON.stringify(value) ?? ''
    return hidden.some(
      ({ key, label }) =>
        new RegExp(`\\b${key}\\b`).test(text) ||
        [label.zh, label.en].some(name => name !== undefined && text.includes(JSON.stringify(name).slice(1, -1))),
    )
  }
}

/** A computed field over a hidden one keeps its value, which the server sends, and loses its formula. */
function withoutMentions(field: Field, mentions: (value: unknown) => boolean): Field {
  if (field.type === 'formula' && mentions(field.formula)) return { ...field, formula: 'BLANK()' }
  if ('default' in field && field.default !== undefined && mentions(field.default)) {
    const { default: _, ...rest } = field
    return rest as Field
  }
  return field
}
