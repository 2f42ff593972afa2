import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import type { Plan } from '../../../designer/commands/command.ts'
import {
  addApproval,
  addStage,
  beginStages,
  moveStage,
  relatedForms,
  removeStage,
  setGate,
  setStage,
} from '../../../designer/stages/plans.ts'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, Form } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { trade } from '../../fixtures/trade.ts'

const formOf = (definition: AppDefinition, key = 'customer'): Form => definition.forms.find(one => one.key === key)!
const keysOf = (definition: AppDefinition) => formOf(definition).stages?.pipeline.map(({ key }) => key)
const apply = (definition: AppDefinition, plan: (form: Form) => Plan): AppDefinition =>
  applyCommands(definition, plan(formOf(definition)))
const begun = apply(trade, beginStages)

describe('stages of a form', () => {
  it('begin with three, and work', () => {
    expect(keysOf(begun)).toEqual(['stage_1', 'stage_2', 'stage_3'])
    expect(compileApp(begun).findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(beginStages(formOf(begun))).toEqual([])
  })

  it('are added after another one, or in front', () => {
    const after = apply(begun, form => addStage(form, 'stage_1').commands)
    expect(keysOf(after)).toEqual(['stage_1', 'stage_4', 'stage_2', 'stage_3'])
    expect(keysOf(apply(begun, form => addStage(form, null).commands))?.[0]).toBe('stage_4')
  })

  it('move to a place among the others', () => {
    expect(keysOf(apply(begun, form => moveStage(form, 'stage_3', 0)))).toEqual(['stage_3', 'stage_1', 'stage_2'])
    expect(keysOf(apply(begun, form => moveStage(form, 'stage_1', 1)))).toEqual(['stage_2', 'stage_1', 'stage_3'])
    expect(moveStage(formOf(begun), 'stage_2', 1)).toEqual([])
  })

  it('taken away are named by no other stage, and the last takes the stages with it', () => {
    const from = applyCommands(begun, setStage('customer', 'stage_3', { from: ['stage_2'] }))
    const left = apply(from, form => removeStage(form, 'stage_2'))
    expect(formOf(left).stages?.pipeline.at(-1)?.from).toBeUndefined()
    const none = ['stage_1', 'stage_3'].reduce((next, key) => apply(next, form => removeStage(form, key)), left)
    expect(formOf(none).stages).toBeUndefined()
  })
})

describe('the gate of a stage', () => {
  it('that asks nothing is taken away', () => {
    const stage = (definition: AppDefinition) => formOf(definition).stages!.pipeline[0]!
    const asked = apply(begun, form => setGate('customer', form.stages!.pipeline[0]!, { require: ['phone'] }))
    expect(stage(asked).gate).toEqual({ require: ['phone'] })
    expect(stage(apply(asked, () => setGate('customer', stage(asked), { require: [] }))).gate).toBeUndefined()
  })

  it('asks for a new approval in one step: the workflow and the gate, void when its evidence changes', () => {
    const asked = apply(begun, form => setGate('customer', form.stages!.pipeline[0]!, { require: ['phone'] }))
    const stage = formOf(asked).stages!.pipeline[0]!
    const made = addApproval(asked, formOf(asked), stage, 'MANAGER({$applicant})')
    const next = applyCommands(asked, made.commands)
    expect(formOf(next).stages!.pipeline[0]!.gate?.approval).toMatchObject({
      workflow: made.workflow,
      voidOn: ['phone'],
    })
    expect(compileApp(next).findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('can ask for records that point here', () =>
    expect(relatedForms(trade, 'customer').map(({ form, relation }) => [form.key, relation])).toEqual([
      ['opportunity', 'customer'],
    ]))
})

describe('any sequence of stage plans', () => {
  it('keeps a definition the format accepts', () => {
    const step = fc.tuple(fc.nat(4), fc.nat(9), fc.nat(9))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        let definition: AppDefinition = begun
        for (const [what, a, b] of steps) {
          const form = formOf(definition)
          const pipeline = form.stages?.pipeline ?? []
          const stage = pipeline[a % Math.max(1, pipeline.length)]
          const plans: (() => Plan)[] =
            stage === undefined
              ? [() => beginStages(form)]
              : [
                  () => addStage(form, stage.key).commands,
                  () => moveStage(form, stage.key, b),
                  () => removeStage(form, stage.key),
                  () => setGate('customer', stage, { require: b % 2 === 0 ? ['phone'] : [] }),
                  () => addApproval(definition, form, stage, '{owner}').commands,
                ]
          definition = applyCommands(definition, plans[what % plans.length]!())
        }
        expect(validateDefinition(definition).problems).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})
