import type { NameSpace } from '../../engine/definition/environment.ts'
import { relatedForm } from '../../engine/definition/shells.ts'
import type { AppDefinition, Form, Label } from '../../schemas/generated/definition.ts'
import type { Refers } from './refers.ts'

/** What the rows of a panel know of their surroundings. */
export interface PanelContext {
  readonly definition: AppDefinition
  readonly space: NameSpace
  /** the form whose fields are meant: the element's own `form`, or the one it stands in */
  readonly form: string | undefined
}

export type Choice = readonly [key: string, text: string]
type Texts = (label: Label | undefined) => string

interface Named {
  readonly key: string
  readonly name?: Label
  readonly label?: Label
}

const listed = (items: readonly Named[] | undefined, label: Texts): Choice[] =>
  (items ?? []).map(item => [item.key, label(item.label ?? item.name) || item.key])

const formOf = (context: PanelContext): Form | undefined =>
  context.definition.forms.find(({ key }) => key === context.form)

/** The columns of a sub-form, when those are meant. */
function rowsOf({ definition, form: key = '' }: PanelContext): readonly Named[] | undefined {
  const [root, rows] = key.split('.')
  const field = definition.forms.find(form => form.key === root)?.fields.find(one => one.key === rows)
  return field?.type === 'subform' ? field.fields : undefined
}

/** System fields that may stand in a column or a sorting. */
const system: readonly (readonly [key: string, zh: string, en: string])[] = [
  ['owner', '负责人', 'Owner'],
  ['department', '所属部门', 'Department'],
  ['created_at', '创建时间', 'Created at'],
  ['updated_at', '修改时间', 'Changed at'],
]

/** The fields a key may name: the form's own, its stage, and what every record has. */
export function fieldChoices(context: PanelContext, label: Texts): Choice[] {
  const rows = rowsOf(context)
  if (rows !== undefined) return listed(rows, label)
  const form = formOf(context)
  if (form === undefined) return []
  const stage: Choice[] =
    form.stages === undefined
      ? []
      : [[form.stages.field ?? 'stage', label(form.stages.label ?? { zh: '阶段', en: 'Stage' })]]
  return [...listed(form.fields, label), ...stage, ...system.map(([key, zh, en]): Choice => [key, label({ zh, en })])]
}

/** What a key may be, in words: the elements it can refer to. */
export function choicesFor(
  refers: Refers,
  context: PanelContext,
  value: Readonly<Record<string, unknown>>,
  label: Texts,
): Choice[] {
  const { definition, space } = context
  const form = formOf(context)
  switch (refers) {
    case 'form':
      return listed(definition.forms, label)
    case 'field':
      return fieldChoices(context, label)
    case 'rows':
      return listed(
        form?.fields.filter(({ type }) => type === 'subform'),
        label,
      )
    case 'relation': {
      const own = listed(
        form?.fields.filter(({ type }) => type === 'relation' || type === 'subform'),
        label,
      )
      const inverses = [...(space.forms.get(context.form ?? '')?.inverses ?? [])]
      return [...own, ...inverses.map(([key, inverse]): Choice => [key, label(inverse.label)])]
    }
    case 'list': {
      const own = form?.fields.filter(
        field => field.type === 'subform' || (field.type === 'relation' && field.multiple),
      )
      const inverses = [...(space.forms.get(context.form ?? '')?.inverses ?? [])]
      return [...listed(own, label), ...inverses.map(([key, inverse]): Choice => [key, label(inverse.label)])]
    }
    case 'relatedField': {
      const compiled = space.forms.get(context.form ?? '')
      const related = compiled === undefined ? undefined : relatedForm(compiled, String(value.relation))
      return fieldChoices({ ...context, form: related }, label)
    }
    case 'library':
      return listed(definition.optionLibraries, label)
    case 'workflow':
      return listed(definition.workflows, label)
    case 'policy':
      return (definition.policies ?? []).map(({ key, name }): Choice => [key, label(name) || key])
    case 'calendar':
      return listed(definition.calendars, label)
    case 'view':
      return listed(definition.views, label)
    case 'dashboard':
      return listed(definition.dashboards, label)
    case 'scorecard':
      return listed(definition.scorecards, label)
    case 'dimension':
      return listed(definition.scorecards?.find(({ key }) => key === value.scorecard)?.dimensions, label)
    case 'connector':
      return listed(definition.connectors, label)
    case 'role':
      return listed(definition.roles, label)
    case 'stage':
      return listed(form?.stages?.pipeline, label)
    case 'tab':
      return listed(form?.layout?.tabs, label)
    case 'setting':
      return listed(definition.settings, label)
    case 'node':
      return listed(definition.workflows?.find(({ form: own }) => own === context.form)?.nodes, label)
  }
}
