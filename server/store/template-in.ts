import { isAddOn } from '../../engine/definition/add-on.ts'
import { checkAddOn } from '../../engine/definition/add-on-rules.ts'
import { collectFindings, type Finding } from '../../engine/definition/finding.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { checkFailed } from '../apps/findings.ts'
import { checkDefinition } from '../apps/publish.ts'
import { readBundle } from './bundle.ts'
import type { Template } from './templates.ts'

/** A file as a template of somebody else: an app, or an add-on. @throws HttpProblem 422 as `readBundle`, `check_failed` */
export function templateIn(file: unknown): Template {
  const { definition, notes, lineage, signature, checksum } = readBundle(file)
  // Its own key too: what it is installed as does not mend it.
  const findings = isAddOn(definition) ? addOnFindings(definition) : appFindings(definition)
  if (findings.length > 0) throw checkFailed(findings)
  return {
    ...{ key: definition.key, definition, pictures: [], folder: '' },
    ...{ notes, source: 'outside', signature, checksum, lineage },
  }
}

function appFindings(definition: AppDefinition): readonly Finding[] {
  const { app, findings } = checkDefinition(definition)
  return app === null ? findings : []
}

/** An add-on by itself, as far as it can be checked without the app it is added to. */
export function addOnFindings(input: unknown): readonly Finding[] {
  const { definition, problems } = validateDefinition(input)
  if (definition === null) return problems.map(problem => ({ ...problem, severity: 'error' }))
  const findings = collectFindings()
  checkAddOn(definition, findings)
  return findings.all
}
