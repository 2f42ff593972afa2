import { workflowScopes } from '../../../engine/workflow/compile-node.ts'
import type { Node } from '../../../schemas/generated/definition.ts'
import type { Patch } from '../../commands/command.ts'
import { ConditionBuilder } from '../../conditions/ConditionBuilder.tsx'
import { ChoiceRow, Row } from '../../properties/inputs.tsx'
import { usePageTexts } from '../../texts.ts'
import type { Speaking } from '../words/speaking.ts'
import { tellTrigger } from '../words/tell.ts'
import { DurationInput } from './DurationInput.tsx'
import { panelTexts } from './texts.ts'

type Wait = Extract<Node, { type: 'wait' }>
type For = 'after' | 'until' | 'where' | 'on'

interface WaitRowsProps {
  readonly speaking: Speaking
  readonly node: Wait
  readonly set: (patch: Patch) => void
}

const NOTHING = { after: null, until: null, where: null, on: null }

/** What a wait is for: a time, a date of the record, a condition, or an event. */
export function WaitRows({ speaking, node, set }: WaitRowsProps) {
  const w = usePageTexts(panelTexts)
  const dates = (speaking.form?.fieldList ?? []).filter(({ valueType }) =>
    ['date', 'datetime'].includes(valueType.kind),
  )
  const first = (speaking.form?.fieldList ?? [])[0]
  const now: For =
    node.until !== undefined ? 'until' : node.on !== undefined ? 'on' : node.where !== undefined ? 'where' : 'after'
  const beginnings: Readonly<Record<For, unknown>> = {
    after: '1d',
    until: `={${dates[0]?.key ?? 'created_at'}}`,
    where: first === undefined ? 'TRUE' : `NOT(ISEMPTY({${first.key}}))`,
    on: [{ event: 'updated' }],
  }
  const kinds = (['after', 'until', 'where', 'on'] as const).filter(
    kind => kind !== 'until' || dates.length > 0 || now === kind,
  )
  return (
    <>
      <ChoiceRow
        name={w('waitFor')}
        value={now}
        options={kinds.map(kind => [kind, w(`wait_${kind}`)] as const)}
        onChange={kind => set({ ...NOTHING, [kind]: beginnings[kind as For] })}
      />
      {now === 'after' ? (
        <Row name={w('amount')}>
          {() => <DurationInput name={w('waitFor')} value={node.after ?? '1d'} onChange={after => set({ after })} />}
        </Row>
      ) : null}
      {now === 'until' ? (
        <ChoiceRow
          name={w('date')}
          value={String(node.until)}
          options={[
            ...dates.map(({ key, label }) => [`={${key}}`, speaking.label(label) || key] as const),
            ...(dates.some(({ key }) => node.until === `={${key}}`)
              ? []
              : [[String(node.until), String(node.until)] as const]),
          ]}
          onChange={until => set({ until })}
        />
      ) : null}
      {now === 'where' ? (
        <ConditionBuilder
          form={speaking.form?.key ?? ''}
          name={w('wait_where')}
          value={node.where}
          scopes={workflowScopes}
          onChange={where => set(where === undefined ? { ...NOTHING, after: '1d' } : { where })}
        />
      ) : null}
      {now === 'on' ? (
        <p className="fd-hint">{(node.on ?? []).map(one => tellTrigger(speaking, one)).join(' / ')}</p>
      ) : null}
    </>
  )
}
