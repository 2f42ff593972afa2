import type { Block, Document } from '../../schemas/generated/definition.ts'
import { destinationOf, linesOf, type TextLines } from '../document/placeholders.ts'
import { BOOLEAN } from '../expression/index.ts'
import type { CompiledExpression, CompiledForm, CompiledQuery } from './compiled.ts'
import { knownField } from './conditions.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import { type Findings, nearestName, suggest } from './finding.ts'
import { compileQuery } from './queries.ts'
import { relatedForm } from './shells.ts'

/** A paper of a form's records, ready to be filled in. */
export interface CompiledDocument {
  readonly key: string
  readonly definition: Document
  readonly form: CompiledForm
  /** for which records it is offered */
  readonly when: CompiledExpression | undefined
  readonly blocks: readonly CompiledBlock[]
}

export interface CompiledBlock {
  readonly definition: Block
  readonly when: CompiledExpression | undefined
  /** of a heading or a text */
  readonly text: { readonly zh?: TextLines | undefined; readonly en?: TextLines | undefined } | undefined
  /** of rows: the form they are of, and the search that finds them when they are no list of the record's own */
  readonly rows: { readonly form: CompiledForm; readonly query: CompiledQuery | undefined } | undefined
}

/** Whether a block can be filled in: its names lead somewhere. `undefined` without a form. */
export function compileDocument(
  space: NameSpace,
  document: Document,
  findings: Findings,
): CompiledDocument | undefined {
  const form = space.forms.get(document.form)
  if (form === undefined || form.parent !== undefined) {
    const suggestion = suggest(document.form, space.forms.keys())
    findings.at('form').error('unknown_form', { form: document.form, suggestion })
    return undefined
  }
  const { key } = document
  const when = compileCondition(space, form, document.when, findings.at('when'))
  const blocks = document.blocks.map((block, index) => compileBlock(space, form, block, findings.at('blocks', index)))
  return { key, definition: document, form, when, blocks }
}

const compileCondition = (
  space: NameSpace,
  form: CompiledForm,
  when: Document['when'],
  findings: Findings,
): CompiledExpression | undefined =>
  when === undefined ? undefined : compileExpression(when, formEnvironment(space, form), findings, BOOLEAN)

function compileBlock(space: NameSpace, form: CompiledForm, block: Block, findings: Findings): CompiledBlock {
  const when = compileCondition(space, form, block.when, findings.at('when'))
  if (block.type === 'facts')
    for (const [index, key] of block.fields.entries()) knownField(form, key, findings.at('fields', index))
  if (block.type === 'image') checkPicture(form, block, findings)
  const text = block.type === 'heading' || block.type === 'text' ? compileText(space, form, block, findings) : undefined
  const rows = block.type === 'rows' ? compileRows(space, form, block, findings) : undefined
  return { definition: block, when, text, rows }
}

type Texts = Extract<Block, { type: 'heading' | 'text' }>

function compileText(space: NameSpace, form: CompiledForm, { text }: Texts, findings: Findings) {
  const lines = (language: 'zh' | 'en'): TextLines | undefined => {
    const written = text[language]
    if (written === undefined) return undefined
    const found = linesOf(written)
    for (const part of found.flat())
      if (typeof part !== 'string') checkName(space, form, part.path, findings.at('text', language))
    return found
  }
  return { zh: lines('zh'), en: lines('en') }
}

/** A name in a text is a field, a field through relations, or a setting that is one value. */
function checkName(space: NameSpace, form: CompiledForm, path: readonly string[], findings: Findings): void {
  const name = path.join('.')
  if (path[0] === '$settings') {
    const settings = (space.definition.settings ?? []).filter(({ type }) => type !== 'table')
    const keys = settings.map(({ key }) => `$settings.${key}`)
    if (!keys.includes(name)) findings.error('unknown_name_in_text', { name, suggestion: suggest(name, keys) })
    return
  }
  const found = destinationOf(space.forms, form, path)
  if ('field' in found) return
  if ('unfit' in found) {
    findings.error('unfit_name_in_text', { name, actual: found.actual })
    return
  }
  const near = nearestName(found.unknown, found.known)
  const meant = near === undefined ? [] : [path.with(found.at, near).join('.')]
  findings.error('unknown_name_in_text', { name, suggestion: suggest(meant[0] ?? name, meant) })
}

type Picture = Extract<Block, { type: 'image' }>

function checkPicture(form: CompiledForm, { field, picture }: Picture, findings: Findings): void {
  if ((field === undefined) === (picture === undefined)) {
    findings.error('image_of_what')
    return
  }
  if (field === undefined || !knownField(form, field, findings.at('field'))) return
  const { kind } = form.fields.get(field)!
  if (kind !== 'image' && kind !== 'signature')
    findings.at('field').error('wrong_field_type', { field, actual: kind, expected: 'image' })
}

type Rows = Extract<Block, { type: 'rows' }>

function compileRows(space: NameSpace, form: CompiledForm, block: Rows, findings: Findings): CompiledBlock['rows'] {
  const rows = rowsOf(space, form, block, findings)
  if (rows === undefined) return undefined
  for (const [index, key] of block.columns.entries()) knownField(rows.form, key, findings.at('columns', index))
  for (const [index, key] of (block.totals ?? []).entries()) {
    const place = findings.at('totals', index)
    if (!knownField(rows.form, key, place)) continue
    const { kind } = rows.form.fields.get(key)!.valueType
    if (kind !== 'number' && kind !== 'duration')
      place.error('wrong_field_type', { field: key, actual: kind, expected: 'number' })
    else if (!block.columns.includes(key)) place.error('total_without_column', { field: key })
  }
  return rows
}

/** A sub-form, a list of records that point here, or what a search finds: one of them. */
function rowsOf(space: NameSpace, form: CompiledForm, { of, query }: Rows, findings: Findings): CompiledBlock['rows'] {
  if ((of === undefined) === (query === undefined)) {
    findings.error('rows_of_what')
    return undefined
  }
  if (query !== undefined) {
    const compiled = compileQuery(space, query, form, {}, findings.at('query'))
    const found = compiled === undefined ? undefined : space.forms.get(compiled.form)
    return found === undefined ? undefined : { form: found, query: compiled }
  }
  const listed = space.forms.get(relatedForm(form, of ?? '') ?? '')
  if (listed !== undefined) return { form: listed, query: undefined }
  const lists = [...form.fieldList.filter(({ rows, target, list }) => rows ?? (list && target)), ...inverses(form)]
  const place = findings.at('of')
  if (form.fields.has(of ?? ''))
    place.error('wrong_field_type', { field: of, actual: form.fields.get(of ?? '')!.kind, expected: 'subform' })
  else
    place.error('unknown_field', {
      field: of,
      suggestion: suggest(
        of ?? '',
        lists.map(({ key }) => key),
      ),
    })
  return undefined
}

const inverses = ({ inverses }: CompiledForm) => [...inverses.keys()].map(key => ({ key }))
