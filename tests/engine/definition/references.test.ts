import { describe, expect, it } from 'vitest'
import { namingProperties } from '../../../engine/definition/references/properties.ts'
import { referencesTo } from '../../../engine/definition/references/references.ts'
import { appSchema } from '../../../schemas/definition/app.ts'
import type { Schema } from '../../../schemas/definition/shapes.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { office } from '../../fixtures/office.ts'
import type { Edit } from './merge-cases/case.ts'
import type { Case } from './reference-cases/case.ts'
import { processCases } from './reference-cases/processes.ts'
import { recordCases } from './reference-cases/records.ts'

const edited = (edits: readonly Edit[]): AppDefinition => edits.reduce((one, edit) => edit(one), office)
const uses = (edits: readonly Edit[], target: string): string[] =>
  referencesTo(edited(edits), target.split('/')).map(({ place }) => place.join('/'))

const cases: readonly Case[] = [...recordCases, ...processCases]

/** Every property of the format that holds a key or keys. */
function keyProperties(): string[] {
  const found = new Set<string>()
  const isKey = (schema: Schema): boolean => schema.$ref === '#/$defs/key'
  const visit = (name: string, schema: Schema): void => {
    for (const inner of [schema.then, schema.else, schema.items, schema.additionalProperties])
      if (inner !== null && typeof inner === 'object') visit(name, inner as Schema)
    for (const [property, one] of Object.entries((schema.properties ?? {}) as Record<string, Schema>)) {
      const inner = [one, one.items, one.then, one.else].filter(each => each !== undefined) as Schema[]
      if (inner.some(isKey)) found.add(`${name}.${property}`)
      visit(`${name}.${property}`, one)
    }
  }
  for (const [name, schema] of Object.entries({ ...(appSchema.$defs as Record<string, Schema>), app: appSchema }))
    if (schema.$ref === undefined) visit(name, schema)
  return [...found].sort()
}

/** Keys that are an element’s own, or name something within their scenario, action or secret store. */
const OWN =
  /\.(key|as|secret|signal|webhook|mutex|record|person|by|manager|department|users|node|form)$|^(stages\.field|stage_entered|scenario\.)|_act\.to$/

/** What an add-on names is in its host; put into it, these are properties of the host's own elements. */
const IN_HOST = /^(additionalSection|formAddition|roleAddition)\.|^app\.extends$/

describe('what needs an element', () => {
  it.each(cases.map(one => [one.name, one] as const))('%s', (_, { target, made, at, near }) => {
    expect(uses([made], target)).toContain(at)
    expect(uses([near], target)).not.toContain(at)
  })

  it('knows what every key of the format names', () =>
    expect(
      keyProperties().filter(name => namingProperties[name] === undefined && !OWN.test(name) && !IN_HOST.test(name)),
    ).toEqual([]))

  it('counts what needs something inside an element as needing it', () =>
    expect(uses([], 'forms/customer')).toEqual(
      expect.arrayContaining(['forms/opportunity/fields/customer/to', 'views/customers/columns/name']),
    ))

  it('tells it in words', () =>
    expect(referencesTo(office, ['settings', 'limit']).map(({ kind, words }) => [kind, words.zh, words.en])).toEqual([
      [
        'rule',
        '表单“商机” 规则“超过一千万须附风险评估” 条件',
        'form “Opportunity”, rule “Above ten million attach the risk assessment”, when',
      ],
      [
        'workflow',
        '流程“大额审批” 节点“是否大额” 去向“总监审批” 条件',
        'workflow “Large amounts”, step “Large?”, way “Director”, when',
      ],
    ]))
})
