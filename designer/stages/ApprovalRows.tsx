import { useState } from 'react'
import { workflowScopes } from '../../engine/workflow/compile-node.ts'
import { Button, toast } from '../../runtime/index.ts'
import { run } from '../model/draft.ts'
import { PeoplePicker } from '../people/PeoplePicker.tsx'
import { ChoiceRow } from '../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../texts.ts'
import { FieldsRow } from '../workflow/panel/inputs.tsx'
import type { StagePanelProps } from './panelProps.ts'
import { addApproval, setGate } from './plans.ts'
import { stageTexts } from './texts.ts'

const NEW = '$new'
const SCOPES = ['$applicant']

/** The approval a stage asks for: a workflow of the form, or a new one by some people. */
export function ApprovalRows({ definition, form, stage, speaking, open }: StagePanelProps) {
  const w = usePageTexts(stageTexts)
  const { label } = useDesign()
  const [asking, setAsking] = useState(false)
  const approval = stage.gate?.approval
  const workflows = (definition.workflows ?? []).filter(one => one.form === form.key || one.key === approval?.workflow)
  const set = (patch: object | null): void =>
    run(...setGate(form.key, stage, { approval: patch === null ? null : { ...approval, ...patch } }))
  const create = (by: string): void => {
    const made = addApproval(definition, form, stage, by)
    run(...made.commands)
    setAsking(false)
    toast.note(w('approvalMade', { name: label(stage.label) }), {
      label: w('openWorkflow'),
      run: () => open(`workflows/${made.workflow}`),
    })
  }
  return (
    <>
      <ChoiceRow
        name={w('approval')}
        value={asking ? NEW : (approval?.workflow ?? '')}
        options={[
          ['', w('approvalNone')],
          ...workflows.map(one => [one.key, label(one.name) || one.key] as const),
          [NEW, w('approvalNew')],
        ]}
        onChange={key => {
          setAsking(key === NEW)
          if (key === '') set(null)
          else if (key !== NEW) set({ workflow: key })
        }}
      />
      {asking ? (
        <PeoplePicker
          name={w('approvalWho')}
          place={speaking}
          scopes={SCOPES}
          known={workflowScopes}
          value={undefined}
          onChange={by => (by === undefined ? undefined : create(by))}
        />
      ) : null}
      {approval === undefined ? null : (
        <>
          <ChoiceRow
            name={w('start')}
            value={approval.start ?? 'on_move'}
            options={(['ready', 'on_move'] as const).map(one => [one, w(`start_${one}`)] as const)}
            onChange={start => set({ start })}
          />
          <ChoiceRow
            name={w('then')}
            value={approval.then ?? 'allow'}
            options={(['allow', 'advance'] as const).map(one => [one, w(`then_${one}`)] as const)}
            onChange={then => set({ then })}
          />
          <FieldsRow
            name={w('voidOn')}
            form={speaking.form}
            speaking={speaking}
            chosen={approval.voidOn ?? []}
            onChange={voidOn => {
              const { voidOn: _, ...rest } = approval
              run(...setGate(form.key, stage, { approval: voidOn.length === 0 ? rest : { ...rest, voidOn } }))
            }}
          />
          <Button size="small" kind="link" onClick={() => open(`workflows/${approval.workflow}`)}>
            {w('openWorkflow')}
          </Button>
        </>
      )}
    </>
  )
}
