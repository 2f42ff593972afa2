import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { checkPeopleForms } from '../assignment/people.ts'
import type { CompiledCondition, CompiledExpression, CompiledLibrary } from './compiled.ts'
import type { CompiledApp } from './compiled-app.ts'
import { compileRules, compileStages } from './conditions.ts'
import { checkDashboard } from './dashboards.ts'
import { collectNeeds, orderFields } from './dependencies.ts'
import type { NameSpace } from './environment.ts'
import { compileFields } from './fields.ts'
import { collectFindings, type Finding, type Findings, type Hear } from './finding.ts'
import { compileRole } from './roles.ts'
import { compileScorecards, resolveScores, scorecardsOf } from './scorecards.ts'
import { buildShells, compileLibrary, type FormShell, resolveTypes } from './shells.ts'
import { checkStructure } from './structure.ts'
import { checkView } from './views.ts'

/** Time zone of an app that names none; the organisation's zone overrides it at run time. */
const DEFAULT_ZONE = 'Asia/Shanghai'

/** Compiles what a definition sets going; done last, when every form is known. */
export type Processes = (
  space: NameSpace,
  forms: ReadonlyMap<string, FormShell>,
  findings: Findings,
) => Pick<CompiledApp, 'workflows' | 'automations' | 'ladders' | 'policies' | 'documents' | 'scenarios'>

const none: Processes = () => ({
  workflows: new Map(),
  automations: [],
  ladders: [],
  policies: new Map(),
  documents: new Map(),
  scenarios: new Map(),
})

/**
 * Resolves, types and orders what a valid definition says of its records: forms, values, rules, views, roles. `processes` adds what they set going; a
 * page that shows and fills in records does without, and need not load it. `app` is null when a finding is an error; warnings do not stop it. All
 * findings at once.
 */
export function compileRecords(
  definition: AppDefinition,
  processes: Processes = none,
  hear?: Hear,
): { app: CompiledApp | null; findings: readonly Finding[] } {
  const findings = collectFindings('', [], hear)
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
  for (const [index, dashboard] of (definition.dashboards ?? []).entries())
    checkDashboard(space, dashboard, findings.at('dashboards', index))
  const app: CompiledApp = {
    definition,
    key: definition.key,
    zone: definition.zone ?? DEFAULT_ZONE,
    forms,
    libraries,
    settings: new Map((definition.settings ?? []).map(setting => [setting.key, setting])),
    calendars: new Map((definition.calendars ?? []).map(calendar => [calendar.key, calendar])),
    ...processes(space, forms, findings),
    scorecards: scorecardsOf(definition, forms),
    roles: new Map(
      (definition.roles ?? []).map((role, index) => [role.key, compileRole(space, role, findings.at('roles', index))]),
    ),
    views: new Map((definition.views ?? []).map(view => [view.key, view])),
    dashboards: new Map((definition.dashboards ?? []).map(dashboard => [dashboard.key, dashboard])),
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
  orderFields(forms, findings.at('forms'))
  for (const form of forms.values()) collectNeeds(form, formExpressions(form))
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
