import { describe, expect, it } from 'vitest'
import {
  type CascadeStep,
  cascadeOf,
  graphOf,
  lockChainsOf,
  recalculationOf,
  withFollowers,
} from '../../../engine/definition/cascade.ts'
import { changedRules, clockReaders, peopleReaders, settingReaders } from '../../../engine/definition/rule-changes.ts'
import { type CompiledApp, compileApp } from '../../../engine/index.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { mill } from '../../fixtures/mill.ts'

const compiled = (definition: AppDefinition): CompiledApp => {
  const { app, findings } = compileApp(definition)
  if (app === null) throw new Error(JSON.stringify(findings))
  return app
}
const app = compiled(mill)
const shown = (steps: readonly CascadeStep[]): string[] =>
  steps.map(({ form, nodes }) => `${form}: ${nodes.map(({ field }) => field.key).join(' ')}`)

/** The definition with another formula in one field. */
const withFormula = (form: string, key: string, formula: string): AppDefinition => ({
  ...mill,
  forms: mill.forms.map(one =>
    one.key !== form
      ? one
      : {
          ...one,
          fields: one.fields.map(field => (field.key === key ? ({ ...field, formula } as typeof field) : field)),
        },
  ),
})

describe('what follows a change', () => {
  it('goes up the relations, each form once while nothing has to wait', () => {
    expect(shown(cascadeOf(app, 'payment', ['amount']))).toEqual([
      'order: paid rest paid_share',
      'customer: paid',
      'payment: rest_after',
    ])
  })

  it('goes down and up again', () => {
    expect(shown(cascadeOf(app, 'region', ['bonus']))).toEqual(['payment: net', 'region: net'])
  })

  it('is nothing for a field that no other record reads', () => {
    expect(cascadeOf(app, 'payment', ['note'])).toEqual([])
    expect(cascadeOf(app, 'order', ['title', 'discount'])).toBe(cascadeOf(app, 'order', ['discount', 'title']))
  })

  it('begins with the fields that follow in the record itself', () => {
    expect(withFollowers(app, 'order', ['discount']).sort()).toEqual([
      'above',
      'discount',
      'paid_share',
      'rest',
      'total',
    ])
  })

  it.each(['region', 'product', 'customer', 'order', 'payment'])('has all inputs of a field before it: %s', form => {
    for (const steps of [cascadeOf(app, form, undefined), recalculationOf(app, graphOf(app).nodes.keys())]) {
      const at = new Map(
        steps.flatMap(({ nodes }, index) => nodes.map(node => [node.name, { index, order: node.order }] as const)),
      )
      for (const { nodes } of steps)
        for (const node of nodes)
          for (const read of node.reads) {
            const [own, input] = [at.get(node.name)!, at.get(`${read.form}.${read.field}`)]
            if (input === undefined) continue
            // In one step only fields of the same record may follow each other.
            const before = input.index < own.index || (read.hops.length === 0 && input.index === own.index)
            expect(before && input.order < own.order, `${node.name} reads ${read.form}.${read.field}`).toBe(true)
          }
    }
  })
})

describe('what a write has to hold', () => {
  it('is everything up its relations that is changed or passed, the farthest first', () => {
    const chains = (form: string) =>
      lockChainsOf(app, form).map(({ path, exclusive }) => `${path.join('.')}${exclusive ? '!' : ''}`)
    expect(chains('payment')).toEqual(['order.customer.region!', 'order.customer!', 'order!'])
    expect(chains('order')).toEqual(['lines.item', 'customer.region!', 'customer!', 'product!'])
    expect(chains('region')).toEqual([])
  })
})

describe('which rules changed', () => {
  it('compares meanings, not texts', () => {
    expect(changedRules(app, compiled(withFormula('product', 'margin', '( {price}-{成本} )')), new Set())).toEqual([])
    expect(changedRules(app, compiled(withFormula('product', 'margin', '{price} - {cost} - 1')), new Set())).toEqual([
      'product.margin',
    ])
  })

  it('knows a score of an option, a converted field, another zone', () => {
    const level = {
      ...mill.optionLibraries![0]!,
      options: mill.optionLibraries![0]!.options.map(option => ({ ...option, score: 7 })),
    }
    const scored = compiled({ ...mill, optionLibraries: [level, ...mill.optionLibraries!.slice(1)] })
    expect(changedRules(app, scored, new Set())).toContain('customer.points')
    expect(changedRules(app, app, new Set(['product.price'])).sort()).toEqual(
      ['order.dearest', 'order.lines.list_price', 'product.margin', 'product.margin_rate'].sort(),
    )
    expect(changedRules(app, compiled({ ...mill, zone: 'Asia/Tokyo' }), new Set())).toHaveLength(
      graphOf(app).nodes.size,
    )
  })

  it('knows who reads settings, people and the clock', () => {
    expect(settingReaders(app, new Set(['tax']))).toEqual(['customer.taxed'])
    expect(settingReaders(app, new Set(['tiers']))).toEqual(['customer.rebate'])
    expect(clockReaders(app)).toEqual(['customer.silent'])
    expect(peopleReaders(compiled(withFormula('customer', 'label', '{owner.name} & {name}')))).toEqual([
      'customer.label',
    ])
  })
})
