import type { CompiledApp } from '../../engine/index.ts'
import { isNumeric, numberText, shapeOf } from '../../runtime/index.ts'
import type { Act, Label, Scenario } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { previewTexts } from './texts.ts'

type Word = (key: keyof typeof previewTexts, params?: Readonly<Record<string, string | number>>) => string

/** What a scenario is told with: the draft's names in the reader's language. */
export interface Teller {
  readonly app: CompiledApp
  readonly scenario: Scenario
  readonly label: (label: Label | undefined) => string
  readonly language: Language
  readonly w: Word
}

/** A person of a scenario: called by the role when he stands for it. */
export function personText({ app, scenario, label, w }: Teller, key: string): string {
  const role = app.roles.get(key)?.definition
  const isAdmin = scenario.people?.find(one => one.key === key)?.admin === true
  return role === undefined ? (isAdmin ? w('admin') : key) : label(role.label) || key
}

/** A record of a scenario: its title, else its form. */
export function recordText({ app, scenario, label }: Teller, name: string): string {
  const made = [...(scenario.given ?? []), ...scenario.steps.flatMap(({ act = [] }) => act)].find(
    one => 'as' in one && 'form' in one && one.as === name,
  )
  if (made === undefined || !('form' in made)) return name
  const form = app.forms.get(made.form)
  const title = made.set[form?.titleField ?? '']
  return typeof title === 'string' && title !== '' && !title.startsWith('@') ? title : label(form?.name) || name
}

/** What somebody did, without who. */
export function actText(teller: Teller, act: Act): string {
  const { app, label, w } = teller
  if (act.do === 'create') {
    const form = app.forms.get(act.form)
    const title = act.set[form?.titleField ?? '']
    const name = label(form?.name) || act.form
    return typeof title === 'string' ? w('didCreateNamed', { form: name, title }) : w('didCreate', { form: name })
  }
  const record = recordText(teller, act.record)
  switch (act.do) {
    case 'update':
      return w('didUpdate', { record })
    case 'delete':
      return w('didDelete', { record })
    case 'move':
      return w('didMove', { record, stage: stageText(teller, act.to) })
    case 'start':
      return w('didStart', {
        record,
        name: label(app.definition.workflows?.find(({ key }) => key === act.workflow)?.name) || act.workflow,
      })
    case 'claim':
      return w('didClaim', { record })
    case 'press':
      return w('didPress', { record })
    case 'decide':
      return w(act.as === 'approve' ? 'didApprove' : act.as === 'reject' ? 'didReject' : 'didHandle', { record })
  }
}

function stageText({ app, label }: Teller, key: string): string {
  const stages = app.definition.forms.flatMap(form => form.stages?.pipeline ?? [])
  return label(stages.find(stage => stage.key === key)?.label) || key
}

/** A value as the reader knows it: the names of options, stages and people. */
export function valueText(teller: Teller, form: string, key: string, value: unknown): string {
  const of = teller.app.forms.get(form)
  const field = of?.fields.get(key)
  if (value === null || value === undefined || value === '') return teller.w('blankValue')
  if (Array.isArray(value)) return value.map(one => valueText(teller, form, key, one)).join('、')
  if (typeof value === 'boolean') return teller.w(value ? 'yes' : 'no')
  const shape = of && field && shapeOf(teller.app, of, field)
  if (shape !== undefined && isNumeric(shape)) return numberText(value, shape, teller.language)
  if (typeof value !== 'string') return typeof value === 'object' ? '…' : String(value)
  const option = field?.library?.options.get(value)
  if (option !== undefined) return teller.label(option.label) || value
  if (field?.kind === 'stage') return stageText(teller, value)
  return teller.scenario.people?.some(person => person.key === value) === true ? personText(teller, value) : value
}

/** How long after the beginning: hours up to three days, then days. */
export function afterText({ w }: Teller, start: string, at: string): string {
  const minutes = Math.round((Date.parse(at) - Date.parse(start)) / 60_000)
  if (minutes % 60 !== 0 && minutes < 72 * 60) return w('afterMinutes', { n: minutes })
  const hours = Math.round(minutes / 60)
  return hours < 72 ? w('afterHours', { n: hours }) : w('afterDays', { n: Math.round(hours / 2.4) / 10 })
}
