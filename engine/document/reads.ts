import type { CompiledExpression, CompiledForm } from '../definition/compiled.ts'
import type { CompiledApp } from '../definition/compiled-app.ts'
import type { CompiledBlock, CompiledDocument } from '../definition/documents.ts'

type Path = readonly string[]

/** What has to be read before a document can be filled in. */
export interface DocumentReads {
  /** paths of keys from the record */
  readonly record: readonly Path[]
  /** for each block that searches: paths from the records found */
  readonly found: ReadonlyMap<string, readonly Path[]>
}

/** Every path a document reads, links as far as the title of what they lead to. */
export function readsOf(app: CompiledApp, { form, when, blocks }: CompiledDocument): DocumentReads {
  const found = new Map<string, readonly Path[]>()
  const record: Path[] = [['id'], ...conditionReads(form, when)]
  for (const block of blocks) {
    record.push(...conditionReads(form, block.when), ...contentReads(app, form, block))
    const { definition, rows } = block
    if (definition.type !== 'rows' || rows?.query === undefined) continue
    found.set(definition.key, [['id'], ...definition.columns.map(key => titled(app, rows.form, [key]))])
    for (const { path } of rows.query.where?.references ?? []) if (path[0] === '$record') record.push(path.slice(1))
  }
  return { record, found }
}

function contentReads(app: CompiledApp, form: CompiledForm, { definition, text, rows }: CompiledBlock): Path[] {
  const parts = [...(text?.zh ?? []), ...(text?.en ?? [])].flat()
  const named = parts.flatMap(part => (typeof part === 'string' || part.path[0] === '$settings' ? [] : [part.path]))
  const shown = named.map(path => titled(app, form, path))
  if (definition.type === 'facts') shown.push(...definition.fields.map(key => titled(app, form, [key])))
  if (definition.type === 'image' && definition.field !== undefined) shown.push([definition.field])
  if (definition.type === 'rows' && definition.of !== undefined && rows !== undefined)
    for (const key of definition.columns) shown.push([definition.of, ...titled(app, rows.form, [key])])
  return shown
}

/** What a condition of the record reads of it; what it reads of people and settings is known anyway. */
const conditionReads = (form: CompiledForm, condition: CompiledExpression | undefined): Path[] =>
  (condition?.references ?? []).flatMap(({ path }): Path[] => {
    const own = path[0] === '$record' ? path.slice(1) : path
    if (own[0] === '$stages') return [[form.stageField ?? 'id'], ['stage_entered_at']]
    return own[0]?.startsWith('$') === true ? [] : [own]
  })

/** A path that ends at a link goes on to the title of the record there. */
function titled(app: CompiledApp, start: CompiledForm, path: Path): Path {
  let form: CompiledForm | undefined = start
  for (const key of path) form = app.forms.get(form?.fields.get(key)?.target ?? '')
  return form === undefined ? path : [...path, form.titleField]
}
