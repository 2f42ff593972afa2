import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Advise } from './advice/advise.ts'
import { coveredBranches, impossibleConditions } from './advice/conditions.ts'
import { slowCascades, slowRights } from './advice/costs.ts'
import { failingFormulas } from './advice/failing.ts'
import { listen } from './advice/heard.ts'
import { automationCircles } from './advice/loops.ts'
import { forbiddenApplicants } from './advice/people.ts'
import { hiddenFromAll, requiredButHidden, rolesWithoutGrants } from './advice/rights.ts'
import { missingTranslations } from './advice/translations.ts'
import { neverStarted, unusedElements } from './advice/unused.ts'
import { compileApp } from './compile.ts'
import type { CompiledApp } from './compiled-app.ts'
import type { Finding } from './finding.ts'
import { referencesAmong } from './references/references.ts'

const ADVICE: readonly Advise[] = [
  impossibleConditions,
  coveredBranches,
  failingFormulas,
  forbiddenApplicants,
  requiredButHidden,
  hiddenFromAll,
  rolesWithoutGrants,
  automationCircles,
  neverStarted,
  unusedElements,
  missingTranslations,
  slowRights,
  slowCascades,
]

/**
 * Everything there is to say of a valid definition (X1): what the compiler found wrong, then advice on what is allowed but hardly meant. Advice is
 * always a warning, so `app` is null for errors only.
 */
export function analyseDefinition(definition: AppDefinition): {
  app: CompiledApp | null
  findings: readonly Finding[]
} {
  const { heard, hear } = listen(definition)
  const { app, findings } = compileApp(definition, hear)
  const advice = new Map<string, Finding>()
  const warn = (path: string, code: string, params: Readonly<Record<string, unknown>>): void => {
    advice.set(`${path} ${code} ${JSON.stringify(params)}`, { severity: 'warning', code, path, params })
  }
  const subject = { definition, app, heard, references: referencesAmong(definition, heard) }
  for (const advise of ADVICE) advise(subject, warn)
  return { app, findings: [...findings, ...advice.values()] }
}
