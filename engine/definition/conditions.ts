import type { Form, Rule, RuleBody, Stage } from '../../schemas/generated/definition.ts'
import { BOOLEAN } from '../expression/index.ts'
import type { CompiledCondition, CompiledExpression, CompiledForm, CompiledStage } from './compiled.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'

/** A field that a list of keys names, or a finding. */
export function knownField(form: CompiledForm, key: string, findings: Findings): boolean {
  if (form.fields.has(key)) return true
  findings.error('unknown_field', { field: key, suggestion: suggest(key, form.fields.keys()) })
  return false
}

type FieldList = readonly [steps: readonly string[], keys: readonly string[]]

function fieldLists(body: Rule | RuleBody): readonly FieldList[] {
  const common: FieldList[] = [
    [['require'], body.require ?? []],
    [['invalid', 'fields'], body.invalid?.fields ?? []],
    [['anyOf', 'fields'], body.anyOf?.fields ?? []],
  ]
  if (!('key' in body)) return common
  const states: FieldList[] = [
    [['show'], body.show ?? []],
    [['hide'], body.hide ?? []],
    [['readOnly'], body.readOnly ?? []],
    [['warn', 'fields'], body.warn?.fields ?? []],
  ]
  return [...common, ...states]
}

/** Compiles a rule's condition and option filters, and checks the fields it names. */
export function compileCondition(
  space: NameSpace,
  form: CompiledForm,
  body: Rule | RuleBody,
  findings: Findings,
): CompiledCondition {
  const rows = 'for' in body ? body.for : undefined
  const target = rows === undefined ? form : form.fields.get(rows)?.rows
  if (rows !== undefined && target === undefined)
    findings.at('for').error('unknown_field', { field: rows, suggestion: suggest(rows, form.fields.keys()) })
  const owner = target ?? form
  const environment = formEnvironment(space, owner)
  for (const [steps, keys] of fieldLists(body))
    for (const [index, key] of keys.entries()) knownField(owner, key, findings.at(...steps, index))
  const options = new Map<string, CompiledExpression>()
  for (const [key, expr] of Object.entries('key' in body ? (body.options ?? {}) : {})) {
    const place = findings.at('options', key)
    if (!knownField(owner, key, place)) continue
    const field = owner.fields.get(key)!
    if (field.library === undefined)
      place.error('wrong_field_type', { field: key, actual: field.kind, expected: 'select' })
    const compiled = compileExpression(
      expr,
      formEnvironment(space, owner, { $item: { kind: 'option', library: field.library?.key ?? '' } }),
      place,
      BOOLEAN,
    )
    if (compiled !== undefined) options.set(key, compiled)
  }
  const when =
    body.when === undefined ? undefined : compileExpression(body.when, environment, findings.at('when'), BOOLEAN)
  return { definition: body, when, options, rows }
}

/** The form's own rules, the rules of its sub-forms' rows, and sections that show only at times (a rule in other words). */
export function compileRules(space: NameSpace, form: CompiledForm, findings: Findings): CompiledCondition[] {
  const rules = (form.definition?.rules ?? []).map((rule, index) =>
    compileCondition(space, form, rule, findings.at('rules', index)),
  )
  const sections = form.parent === undefined ? (form.definition?.layout?.sections ?? []) : []
  const shown = sections.flatMap((section, index) => {
    if (section.when === undefined) return []
    const rule: Rule = { key: section.key, when: section.when, show: section.fields.map(sectionField) }
    return [compileCondition(space, form, rule, findings.at('layout', 'sections', index))]
  })
  return [...rules, ...shown]
}

/** The field key of an entry of a section: the key itself, or `{ field, span }`. */
export const sectionField = (entry: unknown): string =>
  typeof entry === 'string' ? entry : String((entry as { field: string }).field)

export function compileStages(
  space: NameSpace,
  form: CompiledForm,
  definition: Form,
  findings: Findings,
): CompiledStage[] {
  const pipeline = definition.stages?.pipeline ?? []
  return pipeline.map((stage, index) =>
    compileStage(space, form, stage, index, findings.at('stages', 'pipeline', index), pipeline),
  )
}

function compileStage(
  space: NameSpace,
  form: CompiledForm,
  stage: Stage,
  index: number,
  findings: Findings,
  pipeline: readonly Stage[],
): CompiledStage {
  const body = (rule: RuleBody, place: Findings): CompiledCondition => compileCondition(space, form, rule, place)
  for (const [position, key] of (stage.from ?? []).entries())
    if (!pipeline.some(other => other.key === key))
      findings.at('from', position).error('unknown_stage', {
        stage: key,
        suggestion: suggest(
          key,
          pipeline.map(other => other.key),
        ),
      })
  const gate = stage.gate
  const approval = gate?.approval
  if (approval !== undefined) {
    const workflows = space.definition.workflows ?? []
    if (!workflows.some(({ key }) => key === approval.workflow))
      findings.at('gate', 'approval', 'workflow').error('unknown_workflow', {
        workflow: approval.workflow,
        suggestion: suggest(
          approval.workflow,
          workflows.map(({ key }) => key),
        ),
      })
    for (const [position, key] of (approval.voidOn ?? []).entries())
      knownField(form, key, findings.at('gate', 'approval', 'voidOn', position))
  }
  return {
    key: stage.key,
    index,
    definition: stage,
    appliesWhen:
      stage.appliesWhen === undefined
        ? undefined
        : compileExpression(stage.appliesWhen, formEnvironment(space, form), findings.at('appliesWhen'), BOOLEAN),
    enter: stage.enter === undefined ? [] : [body(stage.enter, findings.at('enter'))],
    gate:
      gate === undefined
        ? []
        : [
            body(gate, findings.at('gate')),
            ...(gate.rules ?? []).map((rule, position) => body(rule, findings.at('gate', 'rules', position))),
          ],
    related: (gate?.related ?? []).flatMap(({ query, atLeast, message }, position) => {
      const place = findings.at('gate', 'related', position, 'query')
      const target = space.forms.get(query.form)
      if (target === undefined) {
        place
          .at('form')
          .error('unknown_form', { form: query.form, suggestion: suggest(query.form, space.forms.keys()) })
        return []
      }
      const environment = formEnvironment(space, target, { $record: { kind: 'record', form: form.key } })
      const where =
        query.where === undefined ? undefined : compileExpression(query.where, environment, place.at('where'), BOOLEAN)
      return [{ form: query.form, where, atLeast, message }]
    }),
    // Actions may write any form: they are compiled when all forms are.
    onEnter: [],
    onLeave: [],
  }
}
