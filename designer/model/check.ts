import { useEffect, useState } from 'react'
import { analyseDefinition } from '../../engine/definition/analyse.ts'
import type { CompiledApp, Finding } from '../../engine/index.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { useDraft } from './draft.ts'

export interface Checked {
  readonly app: CompiledApp | null
  readonly findings: readonly Finding[]
}

const CHECK_AFTER_MS = 250

/** What the engine says of the draft, in the browser, a moment after each edit: the same check that stands before a publish. */
export function useChecked(): Checked {
  const definition = useDraft(state => state.definition)
  const [checked, setChecked] = useState<Checked>({ app: null, findings: [] })
  useEffect(() => {
    if (definition === null) return
    const timer = setTimeout(() => {
      const valid = validateDefinition(definition)
      if (valid.definition === null)
        setChecked({ app: null, findings: valid.problems.map(found => ({ ...found, severity: 'error' as const })) })
      else setChecked(analyseDefinition(valid.definition))
    }, CHECK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [definition])
  return checked
}
