import { Button, confirm } from '../../../runtime/index.ts'
import type { Trigger, Workflow } from '../../../schemas/generated/definition.ts'
import { ConditionBuilder } from '../../conditions/ConditionBuilder.tsx'
import { GroupHead } from '../../help/GroupHead.tsx'
import { run } from '../../model/draft.ts'
import { ElementPanel } from '../../panel/Panel.tsx'
import { ChoiceRow, SwitchRow } from '../../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../../texts.ts'
import { START } from '../graph/flow.ts'
import { changeForm, letStart, startersOf } from '../plans/starters.ts'
import { retarget } from '../plans/ways.ts'
import type { Speaking } from '../words/speaking.ts'
import { tellTrigger } from '../words/tell.ts'
import { Checks, FieldsRow, NameRows } from './inputs.tsx'
import type { PanelProps } from './props.ts'
import { StepPicker } from './StepPicker.tsx'
import { setWorkflow } from './set.ts'
import { panelTexts } from './texts.ts'
import { usesOfWorkflow } from './uses.ts'

type Start = Workflow['start']
const USER = ['$user']
const NONE: readonly string[] = []
/** What has rows of its own above. */
const HERE = ['key', 'name', 'form', 'start', 'nodes', 'onReject']

/** Settings of the whole workflow: its name, its form, how it starts, what the applicant may do. */
export function StartPanel({
  definition,
  workflow,
  speaking,
  edits,
  open,
}: PanelProps & { readonly open: (to: string) => void }) {
  const w = usePageTexts(panelTexts)
  const { label } = useDesign()
  const { start, allow } = workflow
  const set = (patch: Readonly<Record<string, unknown>>): void => setWorkflow(workflow.key, patch)
  const setStart = (patch: Partial<Record<keyof Start, unknown>>): void =>
    run({ do: 'set', at: ['workflows', workflow.key, 'start'], set: patch })
  const roles = definition.roles ?? []
  const starters = startersOf(definition, workflow.key)
  const manual = start.manual ?? (start.on ?? []).length === 0
  const remove = async (): Promise<void> => {
    const name = label(workflow.name)
    const uses = usesOfWorkflow(definition, workflow.key, label)
    const places = uses.length === 0 ? '' : ` ${w('usedBy', { places: uses.join('、') })}`
    const question = {
      title: w('removeWorkflowAsk', { name }),
      text: w('removeWorkflowHint') + places,
      action: w('removeWorkflow'),
    }
    if (!(await confirm({ ...question, danger: true }))) return
    run({ do: 'remove', at: ['workflows', workflow.key] })
    open('workflows')
  }
  return (
    <>
      <NameRows
        value={workflow.name}
        onChange={name => {
          // A workflow named in Chinese is not “New workflow” in English.
          const { en, ...rest } = name
          set({ name: en === 'New workflow' && rest.zh !== workflow.name.zh ? rest : name })
        }}
      />
      <ChoiceRow
        name={w('form')}
        value={workflow.form}
        options={definition.forms.map(({ key, name }) => [key, label(name) || key] as const)}
        onChange={form => run(...changeForm(definition, workflow.key, workflow.form, form))}
      />
      <StepPicker
        name={w('firstStep')}
        named
        workflow={workflow}
        workflows={definition.workflows ?? []}
        speaking={speaking}
        value={start.to}
        onChange={to => void edits.carryOut(retarget(definition, workflow.key, START, to), undefined, true)}
      />
      <div className="wf-group">
        <GroupHead name={w('startHow')} help="startHow" />
        <SwitchRow name={w('manual')} value={manual} onChange={on => setStart({ manual: on })} />
        {manual && roles.length > 0 ? (
          <Checks
            name={w('whichRoles')}
            options={roles.map(role => [role.key, label(role.label) || role.key] as const)}
            chosen={starters}
            onToggle={(role, on) =>
              run(
                ...letStart(definition, workflow.key, on ? [...starters, role] : starters.filter(one => one !== role)),
              )
            }
          />
        ) : null}
        {manual && starters.length === 0 && start.who === undefined ? (
          <p className="fd-hint">{w('onlyAdmins')}</p>
        ) : null}
        {manual ? (
          <details className="fd-more" open={start.who !== undefined}>
            <summary>{w('whoStarts')}</summary>
            <ConditionBuilder
              form={workflow.form}
              name={w('whoStarts')}
              none={w('whoHint')}
              people={USER}
              value={start.who}
              onChange={who => setStart({ who: who ?? null })}
            />
          </details>
        ) : null}
        <Triggers speaking={speaking} start={start} onChange={on => setStart({ on: on.length === 0 ? null : on })} />
        <details className="fd-more" open={start.where !== undefined}>
          <summary>{w('startWhere')}</summary>
          <ConditionBuilder
            form={workflow.form}
            name={w('startWhere')}
            value={start.where}
            onChange={where => setStart({ where: where ?? null })}
          />
        </details>
      </div>
      <ChoiceRow
        name={w('withdraw')}
        value={allow?.withdraw?.applicant ?? 'before_first'}
        options={(['before_first', 'before_end', 'never'] as const).map(one => [one, w(`withdraw_${one}`)] as const)}
        onChange={applicant => set({ allow: { ...allow, withdraw: { ...allow?.withdraw, applicant } } })}
      />
      <SwitchRow
        name={w('urge')}
        value={allow?.urge !== undefined}
        onChange={on => {
          const { urge: _, ...rest } = allow ?? {}
          const next = on ? { ...rest, urge: { every: '1h' } } : rest
          set({ allow: Object.keys(next).length === 0 ? null : next })
        }}
      />
      <ChoiceRow
        name={w('onReject')}
        value={workflow.onReject ?? 'end'}
        options={[
          ['end', w('onReject_end')],
          ['return_to_applicant', w('onReject_return')],
        ]}
        onChange={next => set({ onReject: next === 'end' ? null : next })}
      />
      <ElementPanel
        of="workflow"
        value={workflow}
        place={['workflows', workflow.key]}
        context={{ definition, space: speaking.space, form: workflow.form }}
        lead={NONE}
        omit={HERE}
      />
      <Button kind="danger" size="small" icon="trash" onClick={() => void remove()}>
        {w('removeWorkflow')}
      </Button>
    </>
  )
}

interface TriggersProps {
  readonly speaking: Speaking
  readonly start: Start
  readonly onChange: (on: readonly Trigger[]) => void
}

const EVENTS = ['created', 'updated', 'stage_entered'] as const
type Known = (typeof EVENTS)[number] | 'becomes'

const kindOf = (trigger: Trigger): Known | undefined =>
  'becomes' in trigger ? 'becomes' : 'event' in trigger ? EVENTS.find(event => event === trigger.event) : undefined

/** What starts it by itself; other kinds of triggers stay and are told. */
function Triggers({ speaking, start, onChange }: TriggersProps) {
  const w = usePageTexts(panelTexts)
  const all = start.on ?? []
  const stages = speaking.form?.definition?.stages?.pipeline ?? []
  const first = speaking.form?.fieldList[0]?.key
  const kinds = ['created', 'updated', ...(stages.length > 0 ? ['stage_entered'] : []), 'becomes'] as readonly Known[]
  const begin = (kind: Known): Trigger =>
    kind === 'becomes'
      ? { becomes: first === undefined ? 'TRUE' : `NOT(ISEMPTY({${first}}))` }
      : { event: kind, ...(kind === 'stage_entered' ? { stage: stages[0]!.key } : {}) }
  const change = (trigger: Trigger, next: Trigger): void => onChange(all.map(one => (one === trigger ? next : one)))
  return (
    <>
      <Checks
        name={w('starts')}
        options={kinds.map(kind => [kind, w(`on_${kind}`)] as const)}
        chosen={all.flatMap(one => kindOf(one) ?? [])}
        onToggle={(key, on) => onChange(on ? [...all, begin(key as Known)] : all.filter(one => kindOf(one) !== key))}
      />
      {all.map((trigger, at) => {
        const key = `${kindOf(trigger)} ${at}`
        if ('becomes' in trigger)
          return (
            <ConditionBuilder
              key={key}
              form={speaking.form?.key ?? ''}
              name={w('on_becomes')}
              value={trigger.becomes}
              onChange={becomes => (becomes === undefined ? undefined : change(trigger, { ...trigger, becomes }))}
            />
          )
        if ('event' in trigger && trigger.event === 'updated')
          return (
            <FieldsRow
              key={key}
              name={w('onFields')}
              form={speaking.form}
              speaking={speaking}
              chosen={trigger.fields ?? []}
              onChange={fields => {
                const { fields: _, ...rest } = trigger
                change(trigger, fields.length === 0 ? rest : { ...rest, fields: [...fields] })
              }}
            />
          )
        if ('event' in trigger && trigger.event === 'stage_entered')
          return (
            <ChoiceRow
              key={key}
              name={w('stage')}
              value={trigger.stage ?? ''}
              options={stages.map(stage => [stage.key, speaking.label(stage.label)] as const)}
              onChange={stage => change(trigger, { ...trigger, stage })}
            />
          )
        return kindOf(trigger) === undefined ? (
          <p key={key} className="fd-hint">
            {tellTrigger(speaking, trigger)}
          </p>
        ) : null
      })}
    </>
  )
}
