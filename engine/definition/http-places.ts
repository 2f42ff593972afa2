import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Findings } from './finding.ts'

/** Where a run can wait for another system's answer and go on: the actions of an automation, and those of a ladder's step. */
const PLACES = [
  /^automations\/\d+\/then\/\d+$/,
  /^automations\/\d+\/ladder\/steps\/\d+\/do\/\d+$/,
  /^forms\/\d+\/ladders\/\d+\/steps\/\d+\/do\/\d+$/,
  /^forms\/\d+\/stages\/pipeline\/\d+\/ladder\/steps\/\d+\/do\/\d+$/,
]

/** An `http` action anywhere else is a finding: what is around it (a save, a workflow's step, a loop) cannot wait. */
export function checkHttpPlaces(definition: AppDefinition, findings: Findings): void {
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index])
    else if (value !== null && typeof value === 'object') {
      const place = path.join('/')
      if ('do' in value && value.do === 'http' && (!PLACES.some(one => one.test(place)) || withSave(definition, path)))
        findings.at(...path).error('http_cannot_wait')
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key])
    }
  }
  walk(definition.automations, ['automations'])
  walk(definition.workflows, ['workflows'])
  for (const [index, { ladders, stages }] of definition.forms.entries()) {
    walk(ladders, ['forms', index, 'ladders'])
    walk(stages, ['forms', index, 'stages'])
  }
}

const withSave = ({ automations }: AppDefinition, [root, index]: readonly (string | number)[]): boolean =>
  root === 'automations' && automations?.[Number(index)]?.with === 'save'
