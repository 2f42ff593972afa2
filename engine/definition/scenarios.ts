import type { Act, Scenario } from '../../schemas/generated/definition.ts'
import { BOOLEAN } from '../expression/index.ts'
import type { CompiledExpression, CompiledForm } from './compiled.ts'
import { knownField } from './conditions.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'

/** A scenario whose names are resolved: which form each record it names is of, and its conditions. */
export interface CompiledScenario {
  readonly key: string
  readonly definition: Scenario
  readonly forms: ReadonlyMap<string, string>
  /** `holds` by step and place in it: `3.0` */
  readonly conditions: ReadonlyMap<string, CompiledExpression>
}

interface Names {
  readonly space: NameSpace
  readonly people: readonly string[]
  readonly forms: Map<string, string>
}

/** Compiles a scenario: a test case of the app, told with people, a clock and what is expected (X2). */
export function compileScenario(space: NameSpace, scenario: Scenario, findings: Findings): CompiledScenario {
  const names: Names = { space, people: (scenario.people ?? []).map(({ key }) => key), forms: new Map() }
  checkPeople(names, scenario, findings.at('people'))
  const settings = (space.definition.settings ?? []).map(({ key }) => key)
  for (const key of Object.keys(scenario.settings ?? {}))
    if (!settings.includes(key))
      findings.at('settings', key).error('unknown_setting', { setting: key, suggestion: suggest(key, settings) })
  if (!scenario.clock.includes('T')) findings.at('clock').error('scenario_clock_absolute')
  for (const [index, given] of (scenario.given ?? []).entries()) {
    const place = findings.at('given', index)
    if (given.by !== undefined) checkPerson(names, given.by, place.at('by'))
    checkRecord(names, given, place)
  }
  const conditions = new Map<string, CompiledExpression>()
  for (const [index, step] of scenario.steps.entries()) {
    const place = findings.at('steps', index)
    if (step.by !== undefined) checkPerson(names, step.by, place.at('by'))
    for (const [at, act] of (step.act ?? []).entries()) {
      if (step.by === undefined) place.error('missing_property', { property: 'by' })
      checkAct(names, act, place.at('act', at))
    }
    for (const [at, expected] of (step.expect ?? []).entries()) {
      const where = place.at('expect', at)
      if (expected.person !== undefined) checkPerson(names, expected.person, where.at('person'))
      const form = expected.record === undefined ? undefined : formOf(names, expected.record, where.at('record'))
      if (expected.holds === undefined || form === undefined) continue
      const compiled = compileExpression(expected.holds, formEnvironment(space, form), where.at('holds'), BOOLEAN)
      if (compiled !== undefined) conditions.set(`${index}.${at}`, compiled)
    }
  }
  return { key: scenario.key, definition: scenario, forms: names.forms, conditions }
}

function checkPeople(names: Names, { people = [] }: Scenario, findings: Findings): void {
  const roles = (names.space.definition.roles ?? []).map(({ key }) => key)
  for (const [index, person] of people.entries()) {
    const place = findings.at(index)
    if (person.manager !== undefined) checkPerson(names, person.manager, place.at('manager'))
    for (const [at, role] of (person.roles ?? []).entries())
      if (!roles.includes(role)) place.at('roles', at).error('unknown_role', { role, suggestion: suggest(role, roles) })
  }
}

function checkPerson({ people }: Names, key: string, findings: Findings): void {
  if (!people.includes(key)) findings.error('scenario_unknown_name', { name: key, suggestion: suggest(key, people) })
}

function formOf({ space, forms }: Names, name: string, findings: Findings): CompiledForm | undefined {
  const form = space.forms.get(forms.get(name) ?? '')
  if (form === undefined) findings.error('scenario_unknown_name', { name, suggestion: suggest(name, forms.keys()) })
  return form
}

/** A record that is made: its form and fields, and the name it bears from then on. */
function checkRecord(
  { space, forms }: Names,
  { form: key, as, set }: { readonly form: string; readonly as?: string; readonly set: object },
  findings: Findings,
): void {
  const form = space.forms.get(key)
  if (form === undefined)
    findings.at('form').error('unknown_form', { form: key, suggestion: suggest(key, space.forms.keys()) })
  else for (const field of Object.keys(set)) knownField(form, field, findings.at('set', field))
  if (as !== undefined) forms.set(as, key)
}

function checkAct(names: Names, act: Act, findings: Findings): void {
  if (act.do === 'create') {
    checkRecord(names, act, findings)
    return
  }
  const form = formOf(names, act.record, findings.at('record'))
  if (form === undefined) return
  if ('set' in act) for (const field of Object.keys(act.set ?? {})) knownField(form, field, findings.at('set', field))
  if (act.do === 'decide') {
    if (act.to !== undefined) checkPerson(names, act.to, findings.at('to'))
    for (const [index, user] of (act.users ?? []).entries()) checkPerson(names, user, findings.at('users', index))
  }
}
