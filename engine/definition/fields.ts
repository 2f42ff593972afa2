import type { Field, RowField } from '../../schemas/generated/definition.ts'
import { BOOLEAN, type Type } from '../expression/index.ts'
import type { CompiledRollup } from './compiled.ts'
import { knownField } from './conditions.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression, compileValue } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'
import { compilePattern } from './pattern.ts'
import { compileScore, type ScorecardParts } from './scorecards.ts'
import { type FormShell, relatedForm } from './shells.ts'

/** What fields are compiled from, beside the names. */
interface Parts {
  readonly forms: ReadonlyMap<string, FormShell>
  readonly scorecards: ReadonlyMap<string, ScorecardParts>
}

/** Checks what a field refers to, and compiles its formula, freeze condition and default into the shell. */
export function compileFields(
  space: NameSpace,
  form: FormShell,
  definitions: readonly (Field | RowField)[],
  parts: Parts,
  findings: Findings,
): void {
  for (const [index, definition] of definitions.entries()) {
    const place = findings.at('fields', index)
    checkReferences(space, form, definition, place)
    compileField(space, form, definition, parts, place)
    if (definition.type !== 'subform') continue
    const rows = parts.forms.get(`${form.key}.${definition.key}`)
    if (rows !== undefined) compileFields(space, rows, definition.fields, parts, place)
  }
}

function compileField(
  space: NameSpace,
  form: FormShell,
  definition: Field | RowField,
  parts: Parts,
  findings: Findings,
): void {
  const field = form.fields.get(definition.key)
  if (field === undefined || field.definition !== definition) return
  const environment = formEnvironment(space, form)
  if (definition.type === 'formula')
    field.formula = compileExpression(definition.formula, environment, findings.at('formula'), field.valueType)
  if (definition.type === 'lookup')
    field.formula = compileExpression(`{${definition.relation}.${definition.field}}`, environment, findings)
  if (definition.type === 'score') field.formula = compileScore(form, definition, parts.scorecards, findings)
  if (definition.type === 'rollup') field.rollup = compileRollup(space, form, definition, findings)
  if ('frozenWhen' in definition && definition.frozenWhen !== undefined)
    field.frozenWhen = compileExpression(definition.frozenWhen, environment, findings.at('frozenWhen'), BOOLEAN)
  if ('default' in definition && definition.default !== undefined)
    field.defaultValue = compileValue(
      definition.default,
      environment,
      findings.at('default'),
      defaultType(field.valueType),
    )
}

const defaultType = (type: Type): Type | undefined => (type.kind === 'any' || type.kind === 'list' ? undefined : type)

function compileRollup(
  space: NameSpace,
  form: FormShell,
  definition: Extract<Field, { type: 'rollup' }>,
  findings: Findings,
): CompiledRollup | undefined {
  const source = space.forms.get(relatedForm(form, definition.relation) ?? '')
  if (source === undefined) {
    findings.at('relation').error('unknown_field', {
      field: definition.relation,
      suggestion: suggest(definition.relation, [...form.inverses.keys(), ...form.fields.keys()]),
    })
    return undefined
  }
  if (definition.field !== undefined && !knownField(source, definition.field, findings.at('field'))) return undefined
  if (definition.aggregate !== 'count' && definition.field === undefined) {
    findings.at('field').error('missing_property', { property: 'field' })
    return undefined
  }
  const where =
    definition.where === undefined
      ? undefined
      : compileExpression(definition.where, formEnvironment(space, source), findings.at('where'), BOOLEAN)
  return {
    list: definition.relation,
    source: source.key,
    aggregate: definition.aggregate,
    field: definition.field,
    where,
  }
}

function checkReferences(space: NameSpace, form: FormShell, definition: Field | RowField, findings: Findings): void {
  if ('options' in definition && !space.libraries.has(definition.options))
    findings.at('options').error('unknown_library', {
      library: definition.options,
      suggestion: suggest(definition.options, space.libraries.keys()),
    })
  if (
    definition.type === 'select' &&
    definition.parent !== undefined &&
    knownField(form, definition.parent, findings.at('parent'))
  ) {
    const parent = form.fields.get(definition.parent)!
    if (parent.library === undefined)
      findings
        .at('parent')
        .error('wrong_field_type', { field: definition.parent, actual: parent.kind, expected: 'select' })
  }
  if (definition.type === 'relation' && (!space.forms.has(definition.to) || definition.to.includes('.')))
    findings
      .at('to')
      .error('unknown_form', { form: definition.to, suggestion: suggest(definition.to, space.forms.keys()) })
  if (definition.type === 'lookup' && knownField(form, definition.relation, findings.at('relation'))) {
    const relation = form.fields.get(definition.relation)!
    const target = space.forms.get(relation.target ?? '')
    if (target === undefined)
      findings
        .at('relation')
        .error('wrong_field_type', { field: definition.relation, actual: relation.kind, expected: 'relation' })
    else knownField(target, definition.field, findings.at('field'))
  }
  if (
    definition.type === 'text' &&
    definition.pattern !== undefined &&
    compilePattern(definition.pattern) === undefined
  )
    findings.at('pattern').error('expensive_pattern', {
      pattern: definition.pattern,
      reason: {
        zh: '不支持向后引用和环视，请改写。',
        en: 'back-references and look-around are not supported; write it without.',
      },
    })
}
