import { describe, expect, it } from 'vitest'
import { appSchema } from '../../schemas/definition/app.ts'
import { choiceWord, choiceWords } from '../../schemas/words/choices.ts'
import { propertyWord, propertyWords } from '../../schemas/words/properties.ts'

type Json = Readonly<Record<string, unknown>>
interface Found {
  readonly properties: Set<string>
  readonly choices: Set<string>
}

/** Every property of every primitive, and every fixed value, as the schema has them. */
function collect(value: unknown, primitive: string, found: Found): void {
  if (Array.isArray(value)) for (const item of value) collect(item, primitive, found)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return
  const schema = value as Json
  for (const [name, own] of Object.entries((schema.properties ?? {}) as Record<string, Json>)) {
    found.properties.add(`${primitive}.${name}`)
    for (const choice of [own, own.items, own.additionalProperties].flatMap(
      one => ((one as Json)?.enum ?? []) as string[],
    ))
      found.choices.add(`${name}.${choice}`)
    if (typeof own.const === 'string') found.choices.add(`${name}.${own.const}`)
    collect(own, primitive, found)
  }
  for (const keyword of ['items', 'oneOf', 'then', 'else', 'additionalProperties'])
    collect(schema[keyword], primitive, found)
}

const found: Found = { properties: new Set(), choices: new Set() }
collect(appSchema, 'app', found)
for (const [name, schema] of Object.entries(appSchema.$defs as Json)) collect(schema, name, found)
for (const name of Object.keys(appSchema.$defs as Json))
  if (name.endsWith('_trigger')) found.choices.add(`on.${name.slice(0, -'_trigger'.length)}`)
const parts = (name: string): [string, string] => {
  const [first = '', second = ''] = name.split('.')
  return [first, second]
}

describe('the words of the format', () => {
  it('were looked for in the whole schema', () => {
    expect(found.properties.size).toBeGreaterThan(600)
    expect(found.choices.size).toBeGreaterThan(120)
  })

  it('name every property', () => {
    const raw = [...found.properties].filter(name => {
      const [zh, en] = propertyWord(...parts(name))
      return zh === parts(name)[1] || en === parts(name)[1]
    })
    expect(raw).toEqual([])
  })

  it('name every fixed value in Chinese', () => {
    const raw = [...found.choices].filter(name => choiceWord(...parts(name))[0] === parts(name)[1])
    expect(raw).toEqual([])
  })

  it('name nothing that is not there', () => {
    const names = new Set([...found.properties].flatMap(name => [name, parts(name)[1]]))
    expect(Object.keys(propertyWords).filter(name => !names.has(name))).toEqual([])
    const values = new Set([...found.choices].flatMap(name => [name, parts(name)[1]]))
    expect(Object.keys(choiceWords).filter(name => !values.has(name))).toEqual([])
  })
})
