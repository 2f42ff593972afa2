import { workflowScopes } from '../../../engine/workflow/compile-node.ts'
import { Button } from '../../../runtime/index.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import { ConditionBuilder } from '../../conditions/ConditionBuilder.tsx'
import { GroupHead } from '../../help/GroupHead.tsx'
import { ChoiceRow } from '../../properties/inputs.tsx'
import { usePageTexts } from '../../texts.ts'
import { isGateway, NEVER, type Way } from '../graph/flow.ts'
import { describeWay, outcomesOf, retarget } from '../plans/ways.ts'
import { nodeTexts } from '../words/texts.ts'
import { NameRows } from './inputs.tsx'
import type { PanelProps } from './props.ts'
import { StepPicker } from './StepPicker.tsx'
import { panelTexts } from './texts.ts'

const PEOPLE = ['$applicant']

/** Settings of a branch: when it is taken, its place among the others, where it leads. */
export function BranchPanel({
  definition,
  workflow,
  shape,
  speaking,
  edits,
  way,
  of,
}: PanelProps & { readonly way: Way; readonly of: Node }) {
  const w = usePageTexts(panelTexts)
  const n = usePageTexts(nodeTexts)
  const carry = (plan: ReturnType<typeof describeWay>): void => void edits.carryOut(plan, undefined, true)
  const describe = (set: Readonly<Record<string, unknown>>): void =>
    carry(describeWay(definition, workflow.key, way.id, set))
  const outcomes = outcomesOf(of)
  const event = way.kind === 'event'
  // Of branches by condition only the last may go without one.
  const siblings = shape.flow.ways.filter(({ from }) => from === of.key)
  const needed = (of.type === 'exclusive' || of.type === 'inclusive') && siblings.at(-1)?.id !== way.id
  return (
    <>
      {event ? null : <NameRows value={way.edge.label} onChange={label => describe({ label })} />}
      {outcomes.length === 0 || event ? null : (
        <ChoiceRow
          name={w('nextOn')}
          value={way.edge.on ?? ''}
          options={[['', w('whenAny')], ...outcomes.map(on => [on, n(`on_${on}`)] as const)]}
          onChange={on => describe({ on: on === '' ? null : on })}
        />
      )}
      {event || of.type === 'parallel' ? null : (
        <div className="wf-group">
          <GroupHead name={w('condition')} help="condition" />
          <ConditionBuilder
            key={way.id}
            form={workflow.form}
            name={w('condition')}
            value={way.edge.when === NEVER ? undefined : way.edge.when}
            people={PEOPLE}
            scopes={workflowScopes}
            none={isGateway(of) ? w('conditionHint') : undefined}
            onChange={when => describe({ when: when ?? (needed ? NEVER : null) })}
          />
        </div>
      )}
      <StepPicker
        name={w('nextTo')}
        named
        workflow={workflow}
        workflows={definition.workflows ?? []}
        speaking={speaking}
        value={way.to}
        onChange={to => carry(retarget(definition, workflow.key, way.id, to))}
      />
      <div className="wf-buttons">
        {event ? null : (
          <>
            <Button size="small" onClick={() => edits.moveBranch(way.id, -1)}>
              {w('earlier')}
            </Button>
            <Button size="small" onClick={() => edits.moveBranch(way.id, 1)}>
              {w('later')}
            </Button>
          </>
        )}
        <Button size="small" kind="danger" icon="trash" onClick={() => edits.remove(way.id)}>
          {w('removeWay')}
        </Button>
      </div>
    </>
  )
}
