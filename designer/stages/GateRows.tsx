import { Button, IconButton } from '../../runtime/index.ts'
import type { Gate } from '../../schemas/generated/definition.ts'
import { ConditionBuilder } from '../conditions/ConditionBuilder.tsx'
import { GroupHead } from '../help/GroupHead.tsx'
import { run } from '../model/draft.ts'
import { TextRow } from '../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../texts.ts'
import { FieldsRow } from '../workflow/panel/inputs.tsx'
import { ApprovalRows } from './ApprovalRows.tsx'
import type { StagePanelProps } from './panelProps.ts'
import { relatedForms, setGate } from './plans.ts'
import { stageTexts } from './texts.ts'

/** What a stage asks before it is left: fields, evidence, related records, an approval, conditions. */
export function GateRows(props: StagePanelProps) {
  const { form, stage, speaking } = props
  const w = usePageTexts(stageTexts)
  const gate: Gate = stage.gate ?? {}
  const set = (patch: Partial<Record<keyof Gate, unknown>>): void => run(...setGate(form.key, stage, patch))
  return (
    <section className="wf-group st-gate">
      <GroupHead name={w('gate')} help="gate" />
      <FieldsRow
        name={w('require')}
        form={speaking.form}
        speaking={speaking}
        chosen={gate.require ?? []}
        onChange={require => set({ require })}
      />
      <FieldsRow
        name={w('anyOf')}
        form={speaking.form}
        speaking={speaking}
        chosen={gate.anyOf?.fields ?? []}
        onChange={fields => set({ anyOf: fields.length === 0 ? null : { ...gate.anyOf, fields } })}
      />
      {gate.anyOf === undefined || gate.anyOf.fields.length < 2 ? null : (
        <TextRow
          name={w('atLeast')}
          numeric
          value={String(gate.anyOf.atLeast ?? 1)}
          onChange={text => {
            const atLeast = Number(text)
            if (Number.isInteger(atLeast) && atLeast > 0 && atLeast <= 50) set({ anyOf: { ...gate.anyOf, atLeast } })
          }}
        />
      )}
      <RelatedRows {...props} />
      <ApprovalRows {...props} />
      <RuleRows {...props} />
      {stage.gate === undefined ? <p className="fd-hint">{w('gateHint')}</p> : null}
    </section>
  )
}

function RelatedRows({ definition, form, stage }: StagePanelProps) {
  const w = usePageTexts(stageTexts)
  const { label } = useDesign()
  const offered = relatedForms(definition, form.key)
  const related = stage.gate?.related ?? []
  const set = (next: readonly (typeof related)[number][]): void => run(...setGate(form.key, stage, { related: next }))
  const queryOf = (key: string) => {
    const found = offered.find(one => one.form.key === key)
    return { form: key, ...(found === undefined ? {} : { where: `{${found.relation}} = {$record}` }) }
  }
  if (offered.length === 0 && related.length === 0) return null
  return (
    <div className="fd-row">
      <span className="fd-row-name">{w('related')}</span>
      {related.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what a gate asks for has no identity but its place
        <div key={at} className="wf-way">
          <select
            className="fw-input"
            aria-label={w('relatedForm')}
            value={one.query.form}
            onChange={event => set(related.with(at, { ...one, query: queryOf(event.target.value) }))}
          >
            {[...new Set([one.query.form, ...offered.map(other => other.form.key)])].map(key => (
              <option key={key} value={key}>
                {label(definition.forms.find(other => other.key === key)?.name) || key}
              </option>
            ))}
          </select>
          <input
            className="fw-input st-times"
            aria-label={w('times')}
            type="number"
            min={1}
            max={10_000}
            value={one.atLeast}
            onChange={event => {
              const atLeast = Number(event.target.value)
              if (Number.isInteger(atLeast) && atLeast > 0) set(related.with(at, { ...one, atLeast }))
            }}
          />
          <IconButton icon="trash" size={15} name={w('remove')} onClick={() => set(related.toSpliced(at, 1))} />
        </div>
      ))}
      {offered.length === 0 ? null : (
        <Button
          size="small"
          kind="quiet"
          icon="plus"
          onClick={() => set([...related, { query: queryOf(offered[0]!.form.key), atLeast: 1 }])}
        >
          {w('addRelated')}
        </Button>
      )}
    </div>
  )
}

function RuleRows({ form, stage, speaking }: StagePanelProps) {
  const w = usePageTexts(stageTexts)
  const rules = stage.gate?.rules ?? []
  const set = (next: readonly (typeof rules)[number][]): void => run(...setGate(form.key, stage, { rules: next }))
  const said = { zh: stageTexts.ruleSaid[0], en: stageTexts.ruleSaid[1] }
  return (
    <div className="fd-row">
      <span className="fd-row-name">{w('rules')}</span>
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions of a gate have no identity but their place
        <div key={at} className="wf-step">
          <div className="wf-step-line">
            <span className="fd-row-name">{w('ruleWhen')}</span>
            <IconButton icon="trash" size={15} name={w('remove')} onClick={() => set(rules.toSpliced(at, 1))} />
          </div>
          <ConditionBuilder
            form={form.key}
            name={w('ruleWhen')}
            value={rule.when}
            onChange={when => {
              const { when: _, ...rest } = rule
              set(rules.with(at, when === undefined ? rest : { ...rest, when }))
            }}
          />
          <TextRow
            name={w('ruleMessage')}
            lines={2}
            value={rule.invalid?.message[speaking.language] ?? ''}
            onChange={text =>
              set(
                rules.with(at, {
                  ...rule,
                  invalid: { ...rule.invalid, message: { ...rule.invalid?.message, [speaking.language]: text } },
                }),
              )
            }
          />
        </div>
      ))}
      <Button
        size="small"
        kind="quiet"
        icon="plus"
        onClick={() => set([...rules, { when: firstCondition(form), invalid: { message: said } }])}
      >
        {w('addRule')}
      </Button>
    </div>
  )
}

/** A condition to begin with that stops nobody by surprise: the title is blank. */
const firstCondition = (form: StagePanelProps['form']): string =>
  `ISEMPTY({${form.titleField ?? form.fields[0]?.key ?? 'owner'}})`
