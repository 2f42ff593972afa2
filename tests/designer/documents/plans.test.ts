import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import { addBlock, blockKinds, changeForm, newBlock, newDocument } from '../../../designer/documents/plans.ts'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { readTemplate } from '../../../server/store/templates.ts'
import { office } from '../../fixtures/office.ts'

const templates = await Promise.all(
  ['sales-management', 'store-sales'].map(name => readTemplate(join(import.meta.dirname, '../../../templates', name))),
)
const apps: readonly (readonly [string, AppDefinition])[] = [
  ['office', office],
  ...templates.map(({ key, definition }) => [key, definition] as const),
]
const faultsOf = (definition: AppDefinition) => [
  ...validateDefinition(definition).problems,
  ...compileApp(definition).findings.filter(({ path }) => path.startsWith('/documents')),
]

describe.each(apps)('a new document of %s', (_, definition) => {
  const { key, commands } = newDocument(definition)
  const made = applyCommands(definition, commands)
  const document = made.documents!.find(one => one.key === key)!

  it('can be printed at once', () => {
    expect(faultsOf(made)).toEqual([])
    expect(document.blocks.map(({ type }) => type)).toEqual(expect.arrayContaining(['heading', 'facts', 'signatures']))
  })

  it('becomes one of any other form, and stays sound', () => {
    for (const form of definition.forms) {
      const changed = applyCommands(made, changeForm(made, document, form.key))
      expect(faultsOf(changed), form.key).toEqual([])
      const moved = changed.documents!.find(one => one.key === key)!
      expect(moved.form).toBe(form.key)
      expect(moved.blocks[0]).toMatchObject({ type: 'heading', text: { zh: form.name.zh } })
      expect(moved.blocks.at(-1)?.type).toBe('signatures')
    }
  })

  it('takes every kind of block, each sound as it comes but a picture nobody chose yet', () => {
    for (const { type } of blockKinds) {
      const block = newBlock(made, document, type)
      const found = faultsOf(applyCommands(made, addBlock(document, block)))
      const allowed = type === 'image' && 'field' in block === false ? ['image_of_what'] : []
      expect(found.map(({ code }) => code)).toEqual(allowed)
    }
  })
})
