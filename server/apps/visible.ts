import { outlineOf } from '../../engine/definition/scorecards.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { AppDefinition, Field, Form, Scorecard } from '../../schemas/generated/definition.ts'
import { isAssigned, offeredClaim } from '../assignment/offered.ts'
import type { Caller } from '../http/caller.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { type Action, type FieldRight, formAccess } from '../records/access.ts'
import type { Installation } from './installation.ts'
import { visibleDashboards } from './visible-dashboards.ts'
import { type FormRights, openableViews } from './visible-views.ts'

export interface VisibleApp {
  readonly key: string
  readonly version: number
  readonly origin: { readonly template: string; readonly version: string } | null
  readonly definition: AppDefinition
  readonly rights: {
    readonly admin: boolean
    readonly roles: readonly string[]
    readonly forms: Readonly<Record<string, FormRights>>
  }
  readonly settings: Readonly<Record<string, unknown>>
  readonly zone: string
}

const actions: readonly Action[] = ['read', 'create', 'update', 'delete', 'move', 'import', 'export', 'history']

/** Whether a person has anything to do with an app: a role in it, or administration. */
export const usesApp = (installation: Installation, caller: Caller, directory: OrganisationDirectory): boolean =>
  caller.admin || directory.roles(caller.userId, installation.key).some(role => installation.app.roles.has(role))

/** A form shown through an open task, with the fields the task shows, whatever the reader's roles. */
export interface Through {
  readonly form: string
  readonly fields: ReadonlyMap<string, FieldRight>
}

/**
 * The published definition as far as a person may see it: forms he may read or fill, without the fields hidden from him, without other people's
 * rights, automations, policies, connectors and sample data. What is cut leaves no name behind.
 */
export function visibleApp(
  installation: Installation,
  caller: Caller,
  directory: OrganisationDirectory,
  now: string,
  through?: Through,
): VisibleApp {
  const { definition } = installation.app
  const roles = directory.roles(caller.userId, installation.key)
  const rights: Record<string, FormRights> = {}
  const forms: Form[] = []
  for (const form of definition.forms) {
    const compiled = installation.app.forms.get(form.key)!
    const access = formAccess(installation, compiled, caller, directory, now)
    const can = actions.filter(action => access.can(action))
    const task = through?.form === form.key ? through.fields : undefined
    if (can.length === 0 && task === undefined) continue
    const fields = fieldRights(compiled, key => (task === undefined ? access.field(key) : (task.get(key) ?? 'hidden')))
    const claim = offeredClaim(installation, compiled, caller, directory, now)
    rights[form.key] = {
      can,
      fields,
      ...(claim === undefined ? {} : { claim }),
      ...(isAssigned(installation, compiled) ? { assigned: true } : {}),
      ...(hasButtons(installation, compiled) ? { buttons: true } : {}),
    }
    forms.push(caller.admin ? form : cutForm(form, new Set(Object.keys(fields)), definition.scorecards ?? []))
  }
  const origin =
    installation.origin === null
      ? null
      : { template: installation.origin.template, version: installation.origin.version }
  const seen = caller.admin ? definition : cutDefinition(definition, forms, installation, roles, rights)
  return {
    key: installation.key,
    version: installation.version,
    origin,
    definition: withoutSamples({ ...seen, forms }),
    rights: { admin: caller.admin, roles, forms: rights },
    settings: installation.settings,
    zone: installation.zone,
  }
}

const hasButtons = ({ app }: Installation, { key }: CompiledForm): boolean =>
  app.automations.some(({ buttons }) => buttons.some(({ form }) => form === key))

function fieldRights(form: CompiledForm, right: (key: string) => FieldRight): Record<string, 'read' | 'write'> {
  const rights: Record<string, 'read' | 'write'> = {}
  for (const key of form.fields.keys()) {
    const own = right(key)
    if (own !== 'hidden') rights[key] = own
  }
  return rights
}

const withoutSamples = ({ sampleData: _, ...definition }: AppDefinition): AppDefinition => definition

/** Whether a part of a definition names one of the form's hidden fields, by key or by label. */
function mentionsOf(form: Form, fields: ReadonlySet<string>): (value: unknown) => boolean {
  const hidden = form.fields.filter(({ key }) => !fields.has(key))
  return value => {
    const text = JSON.stringify(value) ?? ''
    return hidden.some(
      ({ key, label }) =>
        new RegExp(`\\b${key}\\b`).test(text) ||
        [label.zh, label.en].some(name => name !== undefined && text.includes(JSON.stringify(name).slice(1, -1))),
    )
  }
}

/** A scorecard that names a hidden field stays as the outline of the parts that still show: what else it is made of is the server's alone. */
function cutScorecard(scorecard: Scorecard, definition: AppDefinition, forms: readonly Form[]): Scorecard[] {
  const [whole, cut] = [definition.forms, forms].map(list => list.find(({ key }) => key === scorecard.form))
  if (whole === undefined || cut === undefined) return []
  const fields = new Set(cut.fields.map(({ key }) => key))
  if (!mentionsOf(whole, fields)(scorecard)) return [scorecard]
  const parts = cut.fields.flatMap(field =>
    field.type === 'score' && field.scorecard === scorecard.key ? [field.part ?? 'total'] : [],
  )
  return parts.length === 0 ? [] : [outlineOf(scorecard, new Set(parts))]
}

/** Names of hidden fields must not show in rules and layouts either: a rule that needs one is enforced by the server alone. */
function cutForm(form: Form, fields: ReadonlySet<string>, scorecards: readonly Scorecard[]): Form {
  if (form.fields.every(({ key }) => fields.has(key))) return form
  const mentions = mentionsOf(form, fields)
  const outlined = new Set(scorecards.filter(mentions).map(({ key }) => key))
  const { layout, rules, unique, ...rest } = form
  const kept = form.fields.filter(({ key }) => fields.has(key))
  return {
    ...rest,
    fields: kept.map(field =>
      field.type === 'score' && outlined.has(field.scorecard)
        ? { ...field, frozenWhen: true }
        : withoutMentions(field, mentions),
    ),
    ...(rules === undefined ? {} : { rules: rules.filter(rule => !mentions(rule)) }),
    ...(unique === undefined ? {} : { unique: unique.filter(rule => !mentions(rule)) }),
    ...(layout === undefined
      ? {}
      : {
          layout: {
            ...layout,
            sections: layout.sections.map(section => ({
              ...section,
              fields: section.fields.filter(entry => !mentions(entry)),
            })),
          },
        }),
    ...(form.stages === undefined
      ? {}
      : {
          stages: {
            ...form.stages,
            pipeline: form.stages.pipeline.map(stage =>
              mentions(stage)
                ? { key: stage.key, label: stage.label, ...(stage.kind === undefined ? {} : { kind: stage.kind }) }
                : stage,
            ),
          },
        }),
  }
}

/** A computed field over a hidden one keeps its value, which the server sends, and loses its formula. */
function withoutMentions(field: Field, mentions: (value: unknown) => boolean): Field {
  if (field.type === 'formula' && mentions(field.formula)) return { ...field, formula: 'BLANK()' }
  if ('default' in field && field.default !== undefined && mentions(field.default)) {
    const { default: _, ...rest } = field
    return rest as Field
  }
  return field
}

function cutDefinition(
  definition: AppDefinition,
  forms: readonly Form[],
  installation: Installation,
  roles: readonly string[],
  rights: Readonly<Record<string, FormRights>>,
): AppDefinition {
  const granted = new Set(roles.flatMap(role => installation.app.roles.get(role)?.definition.views ?? []))
  const limited = roles.every(role => installation.app.roles.get(role)?.definition.views !== undefined)
  const named = (definition.views ?? []).filter(view => !limited || granted.has(view.key))
  const views = openableViews(installation, named, rights)
  const dashboards = visibleDashboards(installation, false, { roles, forms: rights })
  const workflows = (definition.workflows ?? []).filter(workflow => Object.hasOwn(rights, workflow.form))
  const { automations: _, roles: __, policies: ___, connectors: ____, ...rest } = definition
  return {
    ...rest,
    forms: [...forms],
    views,
    ...(definition.dashboards === undefined ? {} : { dashboards }),
    ...(definition.scorecards === undefined
      ? {}
      : { scorecards: definition.scorecards.flatMap(one => cutScorecard(one, definition, forms)) }),
    workflows: workflows.map(workflow => ({
      ...workflow,
      nodes: workflow.nodes.map(({ key, type, label }) => ({ key, type, ...(label === undefined ? {} : { label }) })),
    })) as AppDefinition['workflows'] & object,
  }
}
