import { workflowScopes } from '../../../engine/workflow/compile-node.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import { ActionList } from '../../actions/ActionList.tsx'
import type { Patch } from '../../commands/command.ts'
import { ElementPanel } from '../../panel/Panel.tsx'
import { PeoplePicker } from '../../people/PeoplePicker.tsx'
import { NOBODY } from '../../people/people.ts'
import { ChoiceRow, SwitchRow, TextRow } from '../../properties/inputs.tsx'
import { usePageTexts } from '../../texts.ts'
import { isGateway } from '../graph/flow.ts'
import { NameRows } from './inputs.tsx'
import { PeopleRows } from './PeopleRows.tsx'
import type { PanelProps } from './props.ts'
import { setNode } from './set.ts'
import { panelTexts } from './texts.ts'
import { WaitRows } from './WaitRows.tsx'
import { WaysRows } from './WaysRows.tsx'

/** Settings of a step: what is common first, the rest folded. */
export function NodePanel({ node, ...panel }: PanelProps & { readonly node: Node }) {
  const { workflow, speaking } = panel
  const set = (patch: Patch): void => setNode(workflow.key, node.key, patch)
  return (
    <>
      <NameRows value={node.label} onChange={label => set({ label })} />
      {node.type === 'approve' || node.type === 'fill' ? (
        <PeopleRows key={node.key} speaking={speaking} node={node} set={set} />
      ) : (
        <WorkRows node={node} panel={panel} set={set} />
      )}
      {node.type === 'end' ? null : <WaysRows {...panel} node={node} />}
      <ElementPanel
        of={`${node.type}_node`}
        value={node}
        place={['workflows', workflow.key, 'nodes', node.key]}
        context={{ definition: panel.definition, space: speaking.space, form: workflow.form }}
        lead={NONE}
        omit={[...HERE, ...(node.type === 'subprocess' ? ['wait'] : [])]}
      />
    </>
  )
}

const NONE: readonly string[] = []
/** What has rows of its own above; the rest of the format follows, folded. */
const HERE = [
  ...['key', 'label', 'type', 'next', 'by', 'mode', 'rejectWhen', 'passWhen', 'deadline', 'require', 'fields', 'empty'],
  ...[
    'self',
    'skipWhen',
    'allow',
    'locks',
    'voidOn',
    'message',
    'do',
    'after',
    'until',
    'where',
    'workflow',
    'outcome',
  ],
  'scope',
]

interface WorkRowsProps {
  readonly node: Exclude<Node, { type: 'approve' | 'fill' }>
  readonly panel: PanelProps
  readonly set: (patch: Patch) => void
}

const OUTCOMES = ['approved', 'rejected', 'done', 'cancelled'] as const

function WorkRows({ node, panel, set }: WorkRowsProps) {
  const w = usePageTexts(panelTexts)
  const { speaking, workflow, definition } = panel
  switch (node.type) {
    case 'cc':
      return (
        <>
          <PeoplePicker
            name={w('whoCc')}
            place={speaking}
            scopes={['$applicant']}
            known={workflowScopes}
            value={node.by}
            onChange={by => set({ by: by ?? NOBODY })}
          />
          <TextRow
            name={w('message')}
            lines={3}
            value={node.message?.[speaking.language] ?? ''}
            onChange={text => set({ message: text === '' ? null : { ...node.message, [speaking.language]: text } })}
          />
        </>
      )
    case 'do':
      return (
        <ActionList
          name={w('do')}
          form={workflow.form}
          actions={node.do}
          required
          onChange={actions => set({ do: actions })}
          people={['$applicant']}
          scopes={workflowScopes}
        />
      )
    case 'wait':
      return <WaitRows speaking={speaking} node={node} set={set} />
    case 'subprocess': {
      const others = (definition.workflows ?? []).map(({ key, name }) => [key, speaking.label(name) || key] as const)
      return (
        <>
          <ChoiceRow
            name={w('workflow')}
            value={node.workflow}
            options={others}
            onChange={key => set({ workflow: key })}
          />
          <SwitchRow
            name={w('subWait')}
            value={node.wait !== 'none'}
            onChange={on => set({ wait: on ? null : 'none' })}
          />
        </>
      )
    }
    case 'end':
      return (
        <>
          <ChoiceRow
            name={w('outcome')}
            value={node.outcome ?? 'done'}
            options={OUTCOMES.map(one => [one, w(`outcome_${one}`)] as const)}
            onChange={outcome => set({ outcome })}
          />
          <SwitchRow
            name={w('scope')}
            value={node.scope === 'all'}
            onChange={on => set({ scope: on ? 'all' : null })}
          />
        </>
      )
    default:
      return node.join === undefined || !isGateway(node) ? null : (
        <ChoiceRow
          name={w('join')}
          value={String(node.join)}
          options={[
            ...(['all', 'started', 'each'] as const).map(one => [one, w(`join_${one}`)] as const),
            ...(typeof node.join === 'number' ? [[String(node.join), String(node.join)] as const] : []),
          ]}
          onChange={join => set({ join: /^\d+$/.test(join) ? Number(join) : join })}
        />
      )
  }
}
