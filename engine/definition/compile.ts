import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { compilePolicy } from '../assignment/compile.ts'
import { compileWorkflow } from '../workflow/compile.ts'
import { actionScopes, compileActions } from './actions.ts'
import { compileAutomation } from './automations.ts'
import { compileRecords, type Processes } from './compile-records.ts'
import type { RecordLadder } from './compiled.ts'
import type { CompiledApp } from './compiled-app.ts'
import { checkConnector } from './connectors.ts'
import { compileDocument } from './documents.ts'
import type { NameSpace } from './environment.ts'
import type { Finding, Findings, Hear } from './finding.ts'
import { checkHttpPlaces } from './http-places.ts'
import { compileRecordLadder } from './ladders.ts'
import { compileScenario } from './scenarios.ts'
import type { FormShell } from './shells.ts'

/**
 * Resolves, types and orders everything a valid definition says (`validateDefinition` comes first). `app` is null when a finding is an error;
 * warnings do not stop it. All findings at once.
 */
export const compileApp = (
  definition: AppDefinition,
  hear?: Hear,
): { app: CompiledApp | null; findings: readonly Finding[] } => compileRecords(definition, compileProcesses, hear)

/** What is added to an app is none by itself: `add-on.ts` puts both together. */
function refuseAddition({ extends: host, additions }: AppDefinition, findings: Findings): void {
  if (host !== undefined) findings.at('extends').error('add_on_alone', { extends: host })
  else if (additions !== undefined) findings.at('additions').error('additions_alone')
}

/** Workflows, automations, what time sets off, policies, documents, scenarios, and the actions of stages. */
const compileProcesses: Processes = (space, forms, findings) => {
  const { definition } = space
  refuseAddition(definition, findings)
  for (const form of forms.values()) compileStageActions(space, form, findings)
  checkHttpPlaces(definition, findings)
  for (const [index, connector] of (definition.connectors ?? []).entries())
    checkConnector(connector, findings.at('connectors', index))
  const automations = (definition.automations ?? []).map((automation, index) =>
    compileAutomation(space, automation, findings.at('automations', index)),
  )
  return {
    workflows: new Map(
      (definition.workflows ?? []).flatMap((workflow, index) => {
        const compiled = compileWorkflow(space, workflow, findings.at('workflows', index))
        return compiled === undefined ? [] : [[compiled.key, compiled] as const]
      }),
    ),
    automations: automations.map(({ compiled }) => compiled),
    ladders: [...formLadders(space, findings), ...automations.flatMap(({ ladders }) => ladders)],
    policies: new Map(
      (definition.policies ?? []).flatMap((policy, index) => {
        const compiled = compilePolicy(space, policy, findings.at('policies', index))
        return compiled === undefined ? [] : [[compiled.key, compiled] as const]
      }),
    ),
    documents: new Map(
      (definition.documents ?? []).flatMap((document, index) => {
        const compiled = compileDocument(space, document, findings.at('documents', index))
        return compiled === undefined ? [] : [[compiled.key, compiled] as const]
      }),
    ),
    scenarios: new Map(
      (definition.scenarios ?? []).map((scenario, index) => [
        scenario.key,
        compileScenario(space, scenario, findings.at('scenarios', index)),
      ]),
    ),
  }
}

/** Ladders of forms and of their stages. */
const formLadders = (space: NameSpace, findings: Findings): RecordLadder[] =>
  space.definition.forms.flatMap((definition, index) => {
    const form = space.forms.get(definition.key)
    if (form === undefined) return []
    const place = findings.at('forms', index)
    const own = (definition.ladders ?? []).map((ladder, at) => {
      const key = ladder.key ?? String(at + 1)
      const name = `${form.key}.${key}`
      return compileRecordLadder(
        space,
        form,
        ladder,
        { name, label: ladder.name ?? form.name },
        place.at('ladders', at),
      )
    })
    const staged = (definition.stages?.pipeline ?? []).flatMap((stage, at) =>
      stage.ladder === undefined
        ? []
        : [
            compileRecordLadder(
              space,
              form,
              stage.ladder,
              { name: `${form.key}.stage.${stage.key}`, label: stage.label, stage: stage.key },
              place.at('stages', 'pipeline', at, 'ladder'),
            ),
          ],
    )
    return [...own, ...staged]
  })

function compileStageActions(space: NameSpace, form: FormShell, findings: Findings): void {
  const place = findings.at(
    'forms',
    space.definition.forms.findIndex(({ key }) => key === form.key),
    'stages',
    'pipeline',
  )
  form.stages = form.stages.map(stage => {
    const actions = (name: 'onEnter' | 'onLeave') =>
      compileActions(space, form, stage.definition[name] ?? [], actionScopes, place.at(stage.index, name))
    return { ...stage, onEnter: actions('onEnter'), onLeave: actions('onLeave') }
  })
}
