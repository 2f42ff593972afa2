import { checkFailed } from '../apps/findings.ts'
import { checkDefinition } from '../apps/publish.ts'
import { readBundle } from './bundle.ts'
import type { Template } from './templates.ts'

/** A file as a template of somebody else. @throws HttpProblem 422 as `readBundle`, `check_failed` */
export function templateIn(file: unknown): Template {
  const { definition, notes, lineage, signature, checksum } = readBundle(file)
  // Its own key too: what it is installed as does not mend it.
  const { app, findings } = checkDefinition(definition)
  if (app === null) throw checkFailed(findings)
  return {
    ...{ key: definition.key, definition, pictures: [], folder: '' },
    ...{ notes, source: 'outside', signature, checksum, lineage },
  }
}
