/** Checks drafts beside the page: a definition comes in, what there is to say of it goes out. */
import { analyseDefinition } from '../../engine/definition/analyse.ts'
import type { Finding } from '../../engine/index.ts'
import { validateDefinition } from '../../schemas/validate.ts'

function findingsOf(draft: unknown): readonly Finding[] {
  const { definition, problems } = validateDefinition(draft)
  return definition === null
    ? problems.map(found => ({ ...found, severity: 'error' as const }))
    : analyseDefinition(definition).findings
}

globalThis.onmessage = ({ data }: MessageEvent<unknown>) => globalThis.postMessage(findingsOf(data))
