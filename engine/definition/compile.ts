import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { compilePolicy } from '../assignment/compile.ts'
import { checkPeopleForms } from '../assignment/people.ts'
import { compileWorkflow } from '../workflow/compile.ts'
import { actionScopes, compileActions } from './actions.ts'
import { compileAutomation } from './automations.ts'
import type { CompiledCondition, CompiledExpression, CompiledLibrary, RecordLadder } from './compiled.ts'
import type { CompiledApp } from './compiled-app.ts'
import { compileRules, compileStages } from './conditions.ts'
import { collectNeeds, orderFields } from './dependencies.ts'
import type { NameSpace } from './environment.ts'
import { compileFields } from './fields.ts'
import { collectFindings, type Finding, type Findings } from './finding.ts'
import { compileRecordLadder } from './ladders.ts'
import { compileRole } from './roles.ts'
import { compileScenario } from './scenarios.ts'
import { compileScorecards, resolveScores, scorecardsOf } from './scorecards.ts'
import { buildShells, compileLibrary, type FormShell, resolveTypes } from './shells.ts'
import { checkStructure } from './structure.ts'
import { checkView } from './views.ts'

/** Time zone of an app that names none; the organisation's zone overrides it at run time. */
const DEFAULT_ZONE = 'Asia/Shanghai'

/**
 * Resolves, types and orders everything a valid definition says (`validateDefinition` comes first). `app` is null when a finding is an error;
 * warnings do not stop it. All findings at once.
 */
export function compileApp(definition: AppDefinition): { app: CompiledApp | null; findings: readonly Finding[] } {
  const findings = collectFindings()
  checkStructure(definition, findings)
  const libraries = new Map<string, CompiledLibrary>(
    (definition.optionLibraries ?? []).map(library => [library.key, compileLibrary(library)]),
  )
  const forms = buildShells(definition, libraries)
  resolveScores(definition, forms, libraries)
  resolveTypes(forms)
  const space: NameSpace = { definition, forms, libraries }
  checkPeopleForms([...forms.values()], findings.at('forms'))
  compileForms(space, forms, findings)
  for (const [index, view] of (definition.views ?? []).entries()) checkView(space, view, findings.at('views', index))
  const automations = (definition.automations ?? []).map((automation, index) =>
    compileAutomation(space, automation, findings.at('automations', index)),
  )
  const app: CompiledApp = {
    definition,
    key: definition.key,
    zone: definition.zone ?? DEFAULT_ZONE,
    forms,
    libraries,
    settings: new Map((definition.settings ?? []).map(setting => [setting.key, setting])),
    calendars: new Map((definition.calendars ?? []).map(calendar => [calendar.key, calendar])),
    workflows: new Map(
      (definition.workflows ?? []).flatMap((workflow, index) => {
        const compiled = compileWorkflow(space, workflow, findings.at('workflows', index))
        return compiled === undefined ? [] : [[compiled.key, compiled] as const]
      }),
    ),
    automations: automations.map(({ compiled }) => compiled),
    ladders: [...formLadders(space, findings), ...automations.flatMap(({ ladders }) => ladders)],
    policies: new Map(
      (definition.policies ?? []).flatMap((policy, index) => {
        const compiled = compilePolicy(space, policy, findings.at('policies', index))
        return compiled === undefined ? [] : [[compiled.key, compiled] as const]
      }),
    ),
    scenarios: new Map(
      (definition.scenarios ?? []).map((scenario, index) => [
        scenario.key,
        compileScenario(space, scenario, findings.at('scenarios', index)),
      ]),
    ),
    scorecards: scorecardsOf(definition, forms),
    roles: new Map(
      (definition.roles ?? []).map((role, index) => [role.key, compileRole(space, role, findings.at('roles', index))]),
    ),
    views: new Map((definition.views ?? []).map(view => [view.key, view])),
  }
  const failed = findings.all.some(({ severity }) => severity === 'error')
  return { app: failed ? null : app, findings: findings.all }
}

function compileForms(space: NameSpace, forms: ReadonlyMap<string, FormShell>, findings: Findings): void {
  const scorecards = compileScorecards(space, findings)
  for (const [index, definition] of space.definition.forms.entries()) {
    const form = forms.get(definition.key)!
    if (form.definition !== definition) continue
    const place = findings.at('forms', index)
    compileFields(space, form, definition.fields, { forms, scorecards }, place)
    form.rules = compileRules(space, form, place)
    form.stages = compileStages(space, form, definition, place)
    for (const field of definition.fields) {
      const rows = forms.get(`${form.key}.${field.key}`)
      if (field.type === 'subform' && rows !== undefined)
        rows.rules = compileRules(
          space,
          { ...rows, definition: { ...definition, rules: field.rules ?? [] } },
          place.at('fields', definition.fields.indexOf(field)),
        )
    }
  }
  for (const form of forms.values()) compileStageActions(space, form, findings)
  orderFields(forms, findings.at('forms'))
  for (const form of forms.values()) collectNeeds(form, formExpressions(form))
}

/** Ladders of forms and of their stages. */
const formLadders = (space: NameSpace, findings: Findings): RecordLadder[] =>
  space.definition.forms.flatMap((definition, index) => {
    const form = space.forms.get(definition.key)
    if (form === undefined) return []
    const place = findings.at('forms', index)
    const own = (definition.ladders ?? []).map((ladder, at) => {
      const key = ladder.key ?? String(at + 1)
      const name = `${form.key}.${key}`
      return compileRecordLadder(
        space,
        form,
        ladder,
        { name, label: ladder.name ?? form.name },
        place.at('ladders', at),
      )
    })
    const staged = (definition.stages?.pipeline ?? []).flatMap((stage, at) =>
      stage.ladder === undefined
        ? []
        : [
            compileRecordLadder(
              space,
              form,
              stage.ladder,
              { name: `${form.key}.stage.${stage.key}`, label: stage.label, stage: stage.key },
              place.at('stages', 'pipeline', at, 'ladder'),
            ),
          ],
    )
    return [...own, ...staged]
  })

function compileStageActions(space: NameSpace, form: FormShell, findings: Findings): void {
  const place = findings.at(
    'forms',
    space.definition.forms.findIndex(({ key }) => key === form.key),
    'stages',
    'pipeline',
  )
  form.stages = form.stages.map(stage => {
    const actions = (name: 'onEnter' | 'onLeave') =>
      compileActions(space, form, stage.definition[name] ?? [], actionScopes, place.at(stage.index, name))
    return { ...stage, onEnter: actions('onEnter'), onLeave: actions('onLeave') }
  })
}

/** Every expression that runs when a record of the form is written. */
function* formExpressions(form: FormShell): Iterable<CompiledExpression> {
  for (const field of form.fieldList) {
    if (field.formula !== undefined) yield field.formula
    if (field.frozenWhen !== undefined) yield field.frozenWhen
    if (field.defaultValue !== undefined && 'expression' in field.defaultValue) yield field.defaultValue.expression
  }
  yield* conditionExpressions(form.rules)
  for (const stage of form.stages) {
    if (stage.appliesWhen !== undefined) yield stage.appliesWhen
    yield* conditionExpressions([...stage.enter, ...stage.gate])
  }
}

function* conditionExpressions(conditions: readonly CompiledCondition[]): Iterable<CompiledExpression> {
  for (const { when, options } of conditions) {
    if (when !== undefined) yield when
    yield* options.values()
  }
}
