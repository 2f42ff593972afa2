import type { Expr, Policy, PolicyLimit } from '../../schemas/generated/definition.ts'
import type { CompiledExpression, CompiledForm } from '../definition/compiled.ts'
import { formEnvironment, type NameSpace, type Scopes } from '../definition/environment.ts'
import { compileExpression } from '../definition/expressions.ts'
import { type Findings, suggest } from '../definition/finding.ts'
import { BOOLEAN, NUMBER, type Type, typeName, USER } from '../expression/index.ts'
import type { CompiledLimit, CompiledPolicy } from './compiled.ts'

const aboutPerson: Scopes = { $candidate: USER }

/** Resolves and types a policy; what names the wrong thing is a finding at its place. */
export function compilePolicy(space: NameSpace, policy: Policy, findings: Findings): CompiledPolicy | undefined {
  const form = space.forms.get(policy.form)
  if (form === undefined || form.parent !== undefined) {
    const suggestion = suggest(policy.form, space.forms.keys())
    findings.at('form').error('unknown_form', { form: policy.form, suggestion })
    return undefined
  }
  const into = policy.into ?? 'owner'
  checkPersonField(form, into, findings.at('into'))
  checkCalendar(space, policy, findings)
  if (policy.claim?.reason !== undefined) checkReason(form, policy.claim.reason, findings.at('claim', 'reason'))
  const read = reader(space, form)
  return {
    key: policy.key,
    definition: policy,
    form: policy.form,
    into,
    pool: people(read(policy.pool, findings.at('pool')), findings.at('pool')),
    weight: read(policy.weight, findings.at('weight'), NUMBER, aboutPerson),
    lane: read(policy.lane, findings.at('lane')),
    exclude: people(read(policy.exclude, findings.at('exclude')), findings.at('exclude')),
    otherwise: people(read(policy.otherwise, findings.at('otherwise')), findings.at('otherwise')),
    claimants: whoever(
      read(policy.claim?.who, findings.at('claim', 'who'), undefined, aboutPerson),
      findings.at('claim', 'who'),
    ),
    oneOwnerPer: ownedField(form, read(policy.oneOwnerPer, findings.at('oneOwnerPer')), findings.at('oneOwnerPer')),
    limits: (policy.limits ?? []).map((limit, index) => compileLimit(read, limit, findings.at('limits', index))),
  }
}

type Read = (
  expr: Expr | undefined,
  findings: Findings,
  expected?: Type,
  scopes?: Scopes,
) => CompiledExpression | undefined

const reader =
  (space: NameSpace, form: CompiledForm): Read =>
  (expr, findings, expected, scopes) =>
    expr === undefined ? undefined : compileExpression(expr, formEnvironment(space, form, scopes), findings, expected)

function compileLimit(read: Read, limit: PolicyLimit, findings: Findings): CompiledLimit {
  if ((limit.atLeast === undefined) === (limit.max === undefined))
    findings.error('limit_needs_bound', { limit: limit.key })
  if (limit.atLeast !== undefined && limit.share === undefined)
    findings.at('atLeast').error('limit_needs_share', { limit: limit.key })
  if (limit.per !== undefined && limit.over !== undefined)
    findings.at('over').error('one_of_two', { first: 'per', second: 'over' })
  if (limit.over !== undefined && !/^[1-9]\d*(min|h|d|mo)$/.test(limit.over))
    findings.at('over').error('limit_window', { over: limit.over })
  const bound = limit.atLeast === undefined ? 'max' : 'atLeast'
  return {
    key: limit.key,
    definition: limit,
    who: whoever(read(limit.who, findings.at('who'), undefined, aboutPerson), findings.at('who')),
    where: read(limit.where, findings.at('where'), BOOLEAN),
    share: read(limit.share, findings.at('share'), BOOLEAN),
    bound,
    value: read(limit[bound], findings.at(bound), NUMBER),
  }
}

const isPeople = (type: Type): boolean =>
  type.kind === 'any' || type.kind === 'user' || (type.kind === 'list' && isPeople(type.of))

/** An expression that names people (DEFINITION-FORMAT principle 3). */
function people(expression: CompiledExpression | undefined, findings: Findings): CompiledExpression | undefined {
  if (expression !== undefined && !isPeople(expression.type))
    findings.error('people_expected', { actual: typeName(expression.type) })
  return expression
}

/** People, or a condition on a person. */
const whoever = (expression: CompiledExpression | undefined, findings: Findings): CompiledExpression | undefined =>
  expression?.type.kind === 'boolean' ? expression : people(expression, findings)

function checkPersonField(form: CompiledForm, key: string, findings: Findings): void {
  const field = form.fields.get(key)
  if (field === undefined) findings.error('unknown_field', { field: key, suggestion: suggest(key, form.fields.keys()) })
  else if (field.valueType.kind !== 'user' || field.computed)
    findings.error('wrong_field_type', { field: key, actual: field.kind, expected: 'user' })
}

function checkReason(form: CompiledForm, key: string, findings: Findings): void {
  const field = form.fields.get(key)
  if (field === undefined) findings.error('unknown_field', { field: key, suggestion: suggest(key, form.fields.keys()) })
  else if (field.kind !== 'text' && field.kind !== 'long_text')
    findings.error('wrong_field_type', { field: key, actual: field.kind, expected: 'text' })
}

function checkCalendar(space: NameSpace, { calendar }: Policy, findings: Findings): void {
  const calendars = (space.definition.calendars ?? []).map(({ key }) => key)
  if (calendar !== undefined && !calendars.includes(calendar))
    findings.at('calendar').error('unknown_calendar', { calendar, suggestion: suggest(calendar, calendars) })
}

const CONSTRAINABLE: ReadonlySet<Type['kind']> = new Set(['text', 'record', 'option', 'user', 'department', 'number'])

/** `oneOwnerPer` is kept by the database (M10): so it names one stored field of the form, nothing that is worked out from several. */
function ownedField(
  form: CompiledForm,
  expression: CompiledExpression | undefined,
  findings: Findings,
): string | undefined {
  if (expression === undefined) return undefined
  const { typed } = expression
  const key = typed.node === 'reference' && typed.path.length === 1 ? typed.path[0]! : undefined
  const field = key === undefined ? undefined : form.fields.get(key)
  const long = field?.kind === 'long_text' || field?.kind === 'rich_text'
  if (field === undefined || field.system || field.list || long || !CONSTRAINABLE.has(field.valueType.kind)) {
    findings.error('owner_per_field')
    return undefined
  }
  return field.key
}

/** Stages in which a record is over, so that it no longer counts for its holder. */
export const closedStages = (form: CompiledForm): string[] =>
  form.stages.filter(({ definition: { kind } }) => kind !== undefined && kind !== 'open').map(({ key }) => key)
