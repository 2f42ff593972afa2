import type { Label } from '../../schemas/generated/definition.ts'
import type { Findings } from './finding.ts'
import type { FormShell } from './shells.ts'

/** One field on a circle: the form's key (`form.subform` for rows) and the field's. */
export interface CycleStep {
  readonly form: string
  readonly field: string
}

/**
 * Fields that depend on each other in a circle, as one finding at the first of them, drawn by their labels: 甲 → 乙 → 甲; with the form's name where
 * the circle leads through several. `findings` stands at the list of forms.
 */
export function reportCycle(
  forms: ReadonlyMap<string, FormShell>,
  steps: readonly CycleStep[],
  findings: Findings,
): void {
  const several = new Set(steps.map(({ form }) => form)).size > 1
  const drawn = (language: 'zh' | 'en'): string =>
    steps
      .map(({ form, field }) => {
        const shell = forms.get(form)
        const name = worded(shell?.fields.get(field)?.label, field, language)
        return several ? `${worded(shell?.name, form, language)}.${name}` : name
      })
      .join(' → ')
  placeOf(forms, steps[0], findings).error('formula_cycle', { cycle: { zh: drawn('zh'), en: drawn('en') } })
}

const worded = (label: Label | undefined, key: string, language: 'zh' | 'en'): string =>
  label?.[language] ?? label?.zh ?? label?.en ?? key

function placeOf(forms: ReadonlyMap<string, FormShell>, step: CycleStep | undefined, findings: Findings): Findings {
  const shell = forms.get(step?.form ?? '')
  if (shell === undefined || step === undefined) return findings
  const index = shell.fieldList.findIndex(({ key }) => key === step.field)
  if (shell.parent === undefined) {
    const whole = [...forms.values()].filter(({ parent }) => parent === undefined)
    return findings.at(whole.indexOf(shell), 'fields', index)
  }
  const rows = { form: shell.parent, field: shell.key.slice(shell.parent.length + 1) }
  return placeOf(forms, rows, findings).at('fields', index)
}
