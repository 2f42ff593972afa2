import type { CompiledForm } from '../definition/compiled.ts'
import { FormulaError, type Scope } from '../expression/index.ts'
import type { RecordContext, RecordValues } from './context.ts'

/** The place an expression is evaluated at: a record, or a row of one of its sub-forms. */
export interface Place {
  readonly form: CompiledForm
  readonly values: RecordValues
  readonly old?: RecordValues | null
  /** the record a row belongs to */
  readonly parent?: { readonly form: CompiledForm; readonly values: RecordValues } | undefined
  /** where the row stands in it: `lines.0` */
  readonly row?: string | undefined
  /** `{$item}` of an option filter and the like */
  readonly scopes?: Readonly<Record<string, unknown>> | undefined
}

/** The scope of a place: every read is synchronous, own properties only. */
export function recordScope(place: Place, context: RecordContext): Scope {
  return {
    now: context.now,
    today: context.today,
    zone: context.zone,
    ...(context.directory === undefined ? {} : { directory: context.directory }),
    ...(context.calendar === undefined ? {} : { calendar: context.calendar }),
    ...(context.monotonicMs === undefined ? {} : { expired: timeLimit(context.monotonicMs) }),
    read: path => readScope(place, context, path),
    member: (value, path) => readMember(context, value, path),
  }
}

/** Longest time of one evaluation, ms (SR-11). */
const LONGEST_MS = 200

function timeLimit(monotonicMs: () => number): () => boolean {
  const start = monotonicMs()
  return () => monotonicMs() - start > LONGEST_MS
}

function readScope(place: Place, context: RecordContext, path: readonly string[]): unknown {
  const head = path[0]!
  if (!head.startsWith('$')) return readPlace(place, path, 0, context)
  const scopes = place.scopes ?? {}
  if (Object.hasOwn(scopes, head)) return readScoped(place, scopes[head], path, context)
  switch (head) {
    case '$user':
      return path.length === 1 ? context.user : readUser(context, context.user, path.slice(1))
    case '$settings':
      return readSetting(ownValue(context.settings, path[1] ?? ''), path.slice(2))
    case '$record':
    case '$row':
      return path.length === 1 ? (ownValue(place.values, 'id') ?? null) : readPlace(place, path, 1, context)
    case '$old':
      return place.old == null ? null : readValue(place.form, place.old, path, 1, context)
    case '$parent':
      return place.parent === undefined ? null : readValue(place.parent.form, place.parent.values, path, 1, context)
    case '$stages':
      return readStage(place, context, path)
    default:
      return readScoped(place, ownValue(context.scopes ?? {}, head), path, context)
  }
}

/** Own names of a place; the failure of a row's field is kept with its record. */
function readPlace(place: Place, path: readonly string[], at: number, context: RecordContext): unknown {
  const failed = place.row === undefined ? undefined : errorOf(place.parent?.values, `${place.row}.${path[at]}`)
  return failed ?? readValue(place.form, place.values, path, at, context)
}

/** A computed field that failed is stored as blank with its code in `_errors`; whoever reads it fails alike (M2). */
export function errorOf(values: RecordValues | undefined, name: string): FormulaError | undefined {
  const errors = values?._errors as Readonly<Record<string, string>> | null | undefined
  return errors != null && Object.hasOwn(errors, name) ? new FormulaError(errors[name]!) : undefined
}

/** `$item` and friends: an option key reads through its library, an id through the directory or the loaded records. */
function readScoped(place: Place, value: unknown, path: readonly string[], context: RecordContext): unknown {
  if (path.length === 1) return value
  if (typeof value === 'object') return readMember(context, value, path.slice(1))
  if (path[0] === '$candidate' || path[0] === '$applicant') return readUser(context, value, path.slice(1))
  const option = place.scopes === undefined ? undefined : findOption(place, value)
  return option === undefined
    ? readMember(context, value, path.slice(1))
    : ownValue(option as unknown as RecordValues, path[1]!)
}

function findOption(place: Place, key: unknown): object | undefined {
  const library = place.scopes?.$library
  return library instanceof Map ? library.get(key) : undefined
}

function readStage(place: Place, context: RecordContext, path: readonly string[]): unknown {
  const [, stage, member] = path
  if (place.form.stageField === undefined || ownValue(place.values, place.form.stageField) !== stage) return null
  const entered = ownValue(place.values, 'stage_entered_at')
  if (member !== 'days') return entered
  return typeof entered === 'string' ? Math.floor((Date.parse(context.now) - Date.parse(entered)) / 86_400_000) : null
}

const ownValue = (values: RecordValues, key: string): unknown => (Object.hasOwn(values, key) ? values[key] : null)

/** A setting, or a column of a table setting: one value for each row. */
function readSetting(value: unknown, [column]: readonly string[]): unknown {
  if (column === undefined || !Array.isArray(value)) return value
  return value.map(row => (row !== null && typeof row === 'object' ? ownValue(row as RecordValues, column) : null))
}

function readUser(context: RecordContext, user: unknown, path: readonly string[]): unknown {
  return typeof user !== 'string' ? null : (context.directory?.read(user, path) ?? null)
}

/** Walks a path from a record's values; through lists it gives one element per record, inner lists flattened. */
export function readValue(
  form: CompiledForm,
  values: RecordValues,
  path: readonly string[],
  at: number,
  context: RecordContext,
): unknown {
  const name = path[at]
  if (name === undefined) return values
  const inverse = form.inverses.get(name)
  if (inverse !== undefined) {
    const source = context.app.forms.get(inverse.form)!
    return eachOf(context.related.list(form.key, name, String(values.id ?? '')), record =>
      at + 1 < path.length ? readValue(source, record, path, at + 1, context) : record,
    )
  }
  const field = form.fields.get(name)
  const value = ownValue(values, name)
  if (value === null && field?.computed === true) return errorOf(values, name) ?? null
  if (field === undefined || at + 1 >= path.length || value === null || value === undefined) return value ?? null
  if (field.rows !== undefined)
    return eachOf(
      value as readonly RecordValues[],
      (row, index) =>
        errorOf(values, `${name}.${index}.${path[at + 1]}`) ?? readValue(field.rows!, row, path, at + 1, context),
    )
  if (field.target !== undefined) {
    const target = context.app.forms.get(field.target)!
    const read = (id: unknown): unknown => {
      const record = context.related.get(field.target!, String(id))
      return record === undefined ? null : readValue(target, record, path, at + 1, context)
    }
    return Array.isArray(value) ? eachOf(value, read) : read(value)
  }
  if (field.library !== undefined) {
    const options = field.library.options
    const read = (key: unknown): unknown =>
      (options.get(String(key)) as unknown as RecordValues | undefined)?.[path[at + 1]!] ?? null
    return Array.isArray(value) ? value.map(read) : read(value)
  }
  if (field.valueType.kind === 'user') return readUser(context, value, path.slice(at + 1))
  return readMember(context, value, path.slice(at + 1))
}

function eachOf<T>(items: readonly T[], read: (item: T, index: number) => unknown): unknown[] {
  const result: unknown[] = []
  for (const [index, item] of items.entries()) {
    const value = read(item, index)
    if (Array.isArray(value)) result.push(...value)
    else result.push(value)
  }
  return result
}

/** A member of a loaded record or plain object; an id is looked up among the loaded records. */
function readMember(context: RecordContext, value: unknown, path: readonly string[]): unknown {
  if (typeof value === 'string') {
    const form = context.app.forms.get(context.related.formOf?.(value) ?? '')
    const record = form === undefined ? undefined : context.related.get(form.key, value)
    return form === undefined || record === undefined ? null : readValue(form, record, path, 0, context)
  }
  if (value === null || typeof value !== 'object') return null
  const next = ownValue(value as RecordValues, path[0] ?? '')
  return path.length <= 1 ? next : readMember(context, next, path.slice(1))
}
