import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { analyseDefinition } from '../../engine/definition/analyse.ts'
import { BOOLEAN, check, parseExpr } from '../../engine/expression/index.ts'
import { type CompiledApp, formEnvironment } from '../../engine/index.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { readTemplate } from '../../server/store/templates.ts'

const folder = (name: string): string => fileURLToPath(new URL(`../../templates/${name}`, import.meta.url))
const templates = await Promise.all(['sales-management', 'store-sales'].map(name => readTemplate(folder(name))))

type Place = readonly [path: string, value: Record<string, unknown>]

/** Every object of a definition with its place, sample records left out. */
function* objects(value: unknown, path = ''): Iterable<Place> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* objects(item, `${path}/${index}`)
  else if (value !== null && typeof value === 'object') {
    yield [path, value as Record<string, unknown>]
    for (const [key, item] of Object.entries(value)) if (key !== 'sampleData') yield* objects(item, `${path}/${key}`)
  }
}

describe.each(templates.map(template => [template.key, template] as const))('template %s', (_, { definition }) => {
  const { app, findings } = analyseDefinition(definition)
  const compiled = app as CompiledApp

  it('is valid and compiles without an error or a warning', () => {
    expect(validateDefinition(definition).problems).toEqual([])
    expect(findings).toEqual([])
    expect(app).not.toBeNull()
  })

  it('says everything in Chinese and in English', () => {
    const labels = [...objects(definition)].filter(([, value]) => 'zh' in value || 'en' in value)
    expect(labels.length).toBeGreaterThan(200)
    const poor = labels.filter(
      ([, { zh, en }]) => !/\S/.test(String(zh ?? '')) || !/^[\n\x20-\x7e–—‘’“”×÷−…]+$/.test(String(en ?? '')),
    )
    expect(poor.map(([path, value]) => [path, value])).toEqual([])
  })

  it('names every element that people see', () => {
    const lists = [
      ...definition.forms.flatMap(form => form.fields),
      ...(definition.views ?? []),
      ...(definition.roles ?? []),
      ...(definition.settings ?? []),
    ]
    expect(lists.filter(element => element.label === undefined).map(({ key }) => key)).toEqual([])
    expect(definition.forms.filter(form => form.help === undefined || form.icon === undefined)).toEqual([])
  })

  it('lays out every field exactly once', () => {
    for (const form of definition.forms) {
      const placed = (form.layout?.sections ?? []).flatMap(section =>
        section.fields.map(entry => (typeof entry === 'string' ? entry : (entry as { field: string }).field)),
      )
      const shown = form.fields.map(({ key }) => key).filter(key => key !== form.titleField || placed.includes(key))
      expect([form.key, [...placed].sort()]).toEqual([form.key, [...shown].sort()])
    }
  })

  it('has views whose columns, order and condition exist', () => {
    for (const view of definition.views ?? []) {
      const form = compiled.forms.get(view.form)!
      const group = 'group' in view && view.group !== undefined ? [view.group] : []
      const keys = [...(view.columns ?? []), ...(view.sort ?? []).map(key => key.replace(/^-/, '')), ...group]
      expect([view.key, keys.filter(key => !form.fields.has(key))]).toEqual([view.key, []])
      if (view.where === undefined) continue
      const parsed = parseExpr(view.where)
      expect([view.key, 'errors' in parsed ? parsed.errors : []]).toEqual([view.key, []])
      if ('tree' in parsed)
        expect([view.key, check(parsed.tree, formEnvironment(compiled, form), BOOLEAN).errors]).toEqual([view.key, []])
    }
  })

  it('leads to every view from its navigation and to every form from some role', () => {
    const reached = new Set([...objects(definition.navigation)].map(([, item]) => item.view))
    expect((definition.views ?? []).filter(({ key }) => !reached.has(key)).map(({ key }) => key)).toEqual([])
    for (const form of definition.forms)
      expect(definition.roles?.some(({ grants }) => grants.some(grant => grant.form === form.key))).toBe(true)
  })

  it('holds no tuned number in a formula or a rule', () => {
    const tuned = (definition.settings ?? []).flatMap(({ value, type }) =>
      type === 'money' || type === 'percent' ? [String(value)] : [],
    )
    const expressions = [
      ...objects(definition.forms),
      ...objects(definition.workflows),
      ...objects(definition.automations),
      ...objects(definition.scorecards),
    ].flatMap(([path, value]) =>
      ['formula', 'when', 'where', 'default', 'weight', 'score', 'of', 'by', 'from', 'above'].flatMap(name =>
        typeof value[name] === 'string' ? [[`${path}/${name}`, value[name]] as const] : [],
      ),
    )
    const found = expressions.filter(([, text]) =>
      tuned.some(number => new RegExp(`(?<![\\w.])${number.replace('.', '\\.')}(?![\\w.])`).test(text)),
    )
    expect(found).toEqual([])
  })
})
