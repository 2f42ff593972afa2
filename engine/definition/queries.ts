import type { Query } from '../../schemas/generated/definition.ts'
import { BOOLEAN } from '../expression/index.ts'
import type { CompiledForm, CompiledQuery } from './compiled.ts'
import { knownField } from './conditions.ts'
import { formEnvironment, type NameSpace, type Scopes } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'

/** Records one search may find (SEMANTICS "Limits"). */
const MOST_RECORDS = 10_000

/** A search for records; `{$record}` in its condition is the record of `about`, other names are those of the records looked for. */
export function compileQuery(
  space: NameSpace,
  query: Query,
  about: CompiledForm | undefined,
  scopes: Scopes,
  findings: Findings,
): CompiledQuery | undefined {
  const form = space.forms.get(query.form)
  if (form === undefined) {
    findings.at('form').error('unknown_form', { form: query.form, suggestion: suggest(query.form, space.forms.keys()) })
    return undefined
  }
  const known: Scopes = { ...scopes, ...(about === undefined ? {} : { $record: { kind: 'record', form: about.key } }) }
  const where =
    query.where === undefined
      ? undefined
      : compileExpression(query.where, formEnvironment(space, form, known), findings.at('where'), BOOLEAN)
  const sort = query.sort ?? []
  for (const [index, key] of sort.entries()) knownField(form, key.replace(/^-/, ''), findings.at('sort', index))
  return { form: form.key, where, sort, limit: query.limit ?? MOST_RECORDS }
}
