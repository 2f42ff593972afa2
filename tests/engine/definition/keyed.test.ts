import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import { keepingReferences } from '../../../designer/commands/rename.ts'
import { keyedExpressions } from '../../../engine/definition/references/keyed.ts'
import { compileApp } from '../../../engine/index.ts'
import { office } from '../../fixtures/office.ts'
import { all, dealLabelled } from './finding-cases/labelled.ts'

const written = all(office)

describe('expressions that call a field by its name', () => {
  it('are found and written by key, through relations and in values', () =>
    expect(keyedExpressions(written, ['商机总额', 'Total']).map(({ place, text }) => [place.join('/'), text])).toEqual(
      dealLabelled,
    ))

  it('are left alone when they do not', () => {
    expect(keyedExpressions(written, ['电话'])).toEqual([])
    expect(keyedExpressions(written, [''])).toEqual([])
  })

  it('go on meaning what they meant when the field is renamed', () => {
    const place = ['forms', 'customer', 'fields', 'total']
    const renamed = applyCommands(written, [
      ...keepingReferences(written, place),
      { do: 'set', at: place, set: { label: { zh: '成交总额', en: 'Won' } } },
    ])
    expect(compileApp(renamed).findings.filter(({ severity }) => severity === 'error')).toEqual([])
    const careless = applyCommands(written, [{ do: 'set', at: place, set: { label: { zh: '成交总额', en: 'Won' } } }])
    expect(compileApp(careless).findings.map(({ code }) => code)).toContain('formula_unknown_name')
  })
})
