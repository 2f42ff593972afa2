import { cutForm, cutScorecard } from '../../engine/definition/cut-form.ts'
import type { FieldRight } from '../../engine/definition/field-right.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { AppDefinition, Form } from '../../schemas/generated/definition.ts'
import { isAssigned, offeredClaim } from '../assignment/offered.ts'
import type { Caller } from '../http/caller.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { type Action, formAccess } from '../records/access.ts'
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
  const documents = (definition.documents ?? []).filter(({ form }) => rights[form]?.can.includes('read') === true)
  const workflows = (definition.workflows ?? []).filter(workflow => Object.hasOwn(rights, workflow.form))
  const { automations: _, roles: __, policies: ___, connectors: ____, ...rest } = definition
  return {
    ...rest,
    forms: [...forms],
    views,
    ...(definition.dashboards === undefined ? {} : { dashboards }),
    // That there are papers, not what they say: a server fills them in for their reader.
    ...(definition.documents === undefined
      ? {}
      : { documents: documents.map(({ key, name, form }) => ({ key, name, form, blocks: [] })) }),
    ...(definition.scorecards === undefined
      ? {}
      : { scorecards: definition.scorecards.flatMap(one => cutScorecard(one, definition, forms)) }),
    workflows: workflows.map(workflow => ({
      ...workflow,
      nodes: workflow.nodes.map(({ key, type, label }) => ({ key, type, ...(label === undefined ? {} : { label }) })),
    })) as AppDefinition['workflows'] & object,
  }
}
