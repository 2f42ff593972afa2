import { Button, IconButton } from '../../../runtime/index.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import { GroupHead } from '../../help/GroupHead.tsx'
import { usePageTexts } from '../../texts.ts'
import { isGateway } from '../graph/flow.ts'
import { connect, describeWay, disconnect, outcomesOf, retarget } from '../plans/ways.ts'
import { tellWay } from '../words/tell.ts'
import { nodeTexts } from '../words/texts.ts'
import type { PanelProps } from './props.ts'
import { StepPicker } from './StepPicker.tsx'
import { panelTexts } from './texts.ts'

/** Where a step leads, by outcome: to another step, and further ways for a rejection or a time-out. */
export function WaysRows({
  definition,
  workflow,
  shape,
  speaking,
  edits,
  select,
  node,
}: PanelProps & { readonly node: Node }) {
  const w = usePageTexts(panelTexts)
  const n = usePageTexts(nodeTexts)
  const ways = shape.flow.ways.filter(({ from, kind }) => from === node.key && kind === 'next')
  const outcomes = outcomesOf(node)
  const free = (['rejected', 'timeout'] as const).filter(
    on => outcomes.includes(on) && !ways.some(({ edge }) => edge.on === on),
  )
  const end = workflow.nodes.find(one => one.type === 'end')
  const carry = (plan: ReturnType<typeof connect>): void => void edits.carryOut(plan, undefined, true)
  return (
    <div className="wf-group">
      <GroupHead name={w(isGateway(node) ? 'branches' : 'next')} help={isGateway(node) ? 'branches' : 'next'} />
      {ways.map((way, at) => (
        <div key={way.id} className="wf-way">
          {isGateway(node) ? (
            <button type="button" className="wf-link" onClick={() => select(way.id)}>
              {tellWay(speaking, way, node, at === ways.length - 1).title}
            </button>
          ) : outcomes.length === 0 ? null : (
            <select
              className="fw-input"
              aria-label={w('nextOn')}
              value={way.edge.on ?? ''}
              onChange={event =>
                carry(
                  describeWay(definition, workflow.key, way.id, {
                    on: event.target.value === '' ? null : event.target.value,
                  }),
                )
              }
            >
              <option value="">{w('whenAny')}</option>
              {outcomes.map(on => (
                <option key={on} value={on}>
                  {n(`on_${on}`)}
                </option>
              ))}
            </select>
          )}
          <StepPicker
            name={w('nextTo')}
            workflow={workflow}
            workflows={definition.workflows ?? []}
            speaking={speaking}
            value={way.to}
            onChange={to => carry(retarget(definition, workflow.key, way.id, to))}
          />
          {ways.length < 2 ? null : (
            <IconButton
              icon="trash"
              size={15}
              name={w('removeWay')}
              onClick={() => carry(disconnect(definition, workflow.key, way.id))}
            />
          )}
        </div>
      ))}
      <div className="wf-buttons">
        {isGateway(node) && node.join === undefined ? (
          <Button size="small" kind="quiet" icon="plus" onClick={() => edits.addBranch(node.key)}>
            {n('branch')}
          </Button>
        ) : null}
        {free.map(on => (
          <Button
            key={on}
            size="small"
            kind="quiet"
            icon="plus"
            onClick={() =>
              end === undefined ? undefined : carry(connect(definition, workflow.key, node.key, end.key, on))
            }
          >
            {w(on === 'rejected' ? 'addRejected' : 'addTimeout')}
          </Button>
        ))}
        {ways.length === 0 && end !== undefined ? (
          <Button
            size="small"
            kind="quiet"
            icon="plus"
            onClick={() => carry(connect(definition, workflow.key, node.key, end.key))}
          >
            {w('addWay')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
