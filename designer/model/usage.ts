import type { AppDefinition, Field, Form } from '../../schemas/generated/definition.ts'

type Labels = (label: { zh?: string; en?: string } | undefined) => string

/** Where a field is used, in words, before it is removed: other fields, rules, stages, views, workflows. */
export function usesOfField(definition: AppDefinition, form: Form, key: string, label: Labels): string[] {
  const field = form.fields.find(one => one.key === key)
  const names = [key, field?.label.zh, field?.label.en].filter(name => name !== undefined && name !== '')
  const mentions = (value: unknown): boolean => {
    const text = JSON.stringify(value) ?? ''
    return names.some(name => text.includes(`{${name}`) || text.includes(`"${name}"`) || text.includes(`.${name}`))
  }
  const others = form.fields.filter(one => one.key !== key && mentions(withoutLabels(one))).map(one => label(one.label))
  const rules = (form.rules ?? []).filter(mentions).map(rule => label(rule.label) || rule.key)
  const stages = (form.stages?.pipeline ?? [])
    .filter(({ label: _, ...stage }) => mentions(stage))
    .map(stage => label(stage.label))
  const views = (definition.views ?? [])
    .filter(view => view.form === form.key && mentions({ ...view, label: null }))
    .map(view => label(view.label))
  const workflows = (definition.workflows ?? [])
    .filter(workflow => workflow.form === form.key && mentions(workflow.nodes))
    .map(workflow => label(workflow.name))
  return [...new Set([...others, ...rules, ...stages, ...views, ...workflows])]
}

const withoutLabels = ({ label: _, help: __, key: ___, ...rest }: Field): object => rest

/** Fields that offer a library's options, as "form · field". */
export const usesOfLibrary = (definition: AppDefinition, key: string, label: Labels): string[] =>
  definition.forms.flatMap(form =>
    form.fields.flatMap(field =>
      'options' in field && field.options === key ? [`${label(form.name)} · ${label(field.label)}`] : [],
    ),
  )
