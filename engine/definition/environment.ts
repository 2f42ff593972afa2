import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import {
  ANY,
  BOOLEAN,
  DATETIME,
  DEPARTMENT,
  type Environment,
  listOf,
  NUMBER,
  type Resolved,
  TEXT,
  type Type,
  USER,
} from '../expression/index.ts'
import type { CompiledField, CompiledForm, CompiledLibrary } from './compiled.ts'

/** The parts of an app that names can lead to. */
export interface NameSpace {
  readonly definition: AppDefinition
  readonly forms: ReadonlyMap<string, CompiledForm>
  readonly libraries: ReadonlyMap<string, CompiledLibrary>
}

/** Extra scopes of a place: `$task`, `$candidate`, `$event`, `$item`, `$out`, ... with their types. */
export type Scopes = Readonly<Record<string, Type>>

const readable = (label: Label): string => label.zh ?? label.en ?? ''
const labelled = (key: string, type: Type, label: Label): Resolved => ({
  ...{ key, type, label: readable(label) },
  labels: label,
})

const settingTypes: Record<string, Type> = {
  number: NUMBER,
  money: NUMBER,
  percent: NUMBER,
  text: TEXT,
  yes_no: BOOLEAN,
  date: { kind: 'date' },
  user: USER,
}
/** The settings as a record of their own: a name that is none is a mistake, and each has its type. No form's key begins with "$". */
const SETTINGS: Type = { kind: 'record', form: '$settings' }
/** The rows of a table setting: `$settings.tiers`. */
const TABLE = '$settings.'
const personMembers: Record<string, Type> = {
  name: TEXT,
  login: TEXT,
  title: TEXT,
  department: DEPARTMENT,
  manager: USER,
}

/** Members of scopes that are neither fields nor records. */
/** The stages of a form as a record with a member per stage; no form's key begins with "$". */
const STAGES = '$stages.'
const STAGE: Type = { kind: 'record', form: '$stage' }
const stageMembers: Record<string, Type> = { entered_at: DATETIME, days: NUMBER }
const taskMembers: Record<string, Type> = {
  id: TEXT,
  assignee: USER,
  applicant: USER,
  due: DATETIME,
  created_at: DATETIME,
  node: TEXT,
}

/**
 * The names an expression on `form` may use: fields by key or by label in either language, inverse lists, and the `$` scopes.
 * Without a form only the scopes are known.
 */
export function formEnvironment(space: NameSpace, form: CompiledForm | undefined, scopes: Scopes = {}): Environment {
  const ownScopes: Record<string, Type> = {
    $user: USER,
    $settings: SETTINGS,
    ...(form === undefined ? {} : recordScopes(form)),
    ...scopes,
  }
  return {
    resolve(name) {
      if (name.startsWith('$')) {
        const type = Object.hasOwn(ownScopes, name) ? ownScopes[name] : undefined
        return type === undefined ? undefined : { key: name, type }
      }
      return form === undefined ? undefined : memberOfForm(form, name)
    },
    member: (type, path, name) => member(space, type, path, name),
    names: () => [...Object.keys(ownScopes), ...(form === undefined ? [] : formNames(form))],
    memberNames: (type, path) => memberNames(space, type, path),
    option: (library, name) => optionKey(space.libraries.get(library), name),
    optionNames: library =>
      [...(space.libraries.get(library)?.options.values() ?? [])]
        .slice(0, 200)
        .flatMap(option => [option.key, readable(option.label)]),
  }
}

function recordScopes(form: CompiledForm): Record<string, Type> {
  const self: Type = { kind: 'record', form: form.key }
  const parent: Record<string, Type> =
    form.parent === undefined ? {} : { $parent: { kind: 'record', form: form.parent }, $row: self }
  return {
    $record: self,
    $old: self,
    ...(form.stageField === undefined ? {} : { $stages: { kind: 'record', form: STAGES + form.key } satisfies Type }),
    ...parent,
  }
}

function optionKey(library: CompiledLibrary | undefined, name: string): string | undefined {
  if (library === undefined || library.options.has(name)) return name
  for (const option of library.options.values())
    if (option.label.zh === name || option.label.en === name) return option.key
  return undefined
}

const formNames = (form: CompiledForm | undefined): string[] =>
  form === undefined
    ? []
    : [...form.fields.values()].flatMap(field => [field.key, readable(field.label)]).concat([...form.inverses.keys()])

/** A field by key, else an inverse list, else a field by label (the first one in order wins). */
function memberOfForm(form: CompiledForm, name: string): Resolved | undefined {
  const field = form.fields.get(name)
  if (field !== undefined) return labelled(field.key, field.valueType, field.label)
  const inverse = form.inverses.get(name)
  if (inverse !== undefined) return labelled(name, listOf({ kind: 'record', form: inverse.form }), inverse.label)
  const byLabel = fieldByLabel(form, name)
  if (byLabel !== undefined) return labelled(byLabel.key, byLabel.valueType, byLabel.label)
  for (const [key, { form: source, label }] of form.inverses)
    if (label.zh === name || label.en === name) return labelled(key, listOf({ kind: 'record', form: source }), label)
  return undefined
}

function fieldByLabel(form: CompiledForm, name: string): CompiledField | undefined {
  for (const field of [...form.fieldList, ...form.fields.values()])
    if (field.label.zh === name || field.label.en === name) return field
  return undefined
}

const departmentMembers: Record<string, Type> = { name: TEXT, parent: DEPARTMENT, head: USER }

const stagesOf = (space: NameSpace, key: string) => space.forms.get(key)?.definition?.stages?.pipeline ?? []

/** Names a member could have been meant by, for "did you mean". */
function memberNames(space: NameSpace, type: Type, path: readonly string[]): string[] {
  if (type === SETTINGS) return (space.definition.settings ?? []).map(({ key }) => key)
  if (type === STAGE) return Object.keys(stageMembers)
  if (type.kind === 'record' && type.form.startsWith(STAGES))
    return stagesOf(space, type.form.slice(STAGES.length)).map(({ key }) => key)
  if (type.kind === 'record' && type.form.startsWith(TABLE)) return columnsOf(space, type.form).map(({ key }) => key)
  if (type.kind === 'record') return formNames(space.forms.get(type.form))
  if (type.kind === 'user') return [...Object.keys(personMembers), ...attributesOf(space, path).keys()]
  if (type.kind === 'department') return Object.keys(departmentMembers)
  if (type.kind === 'option') return ['score', 'parent', 'label']
  return path[0] === '$task' ? Object.keys(taskMembers) : []
}

function member(space: NameSpace, type: Type, path: readonly string[], name: string): Resolved | undefined {
  if (type === SETTINGS) return settingMember(space, name)
  if (type === STAGE) return typed(name, stageMembers)
  if (type.kind === 'record' && type.form.startsWith(STAGES))
    return stageMember(space, type.form.slice(STAGES.length), name)
  if (type.kind === 'record' && type.form.startsWith(TABLE)) return cellMember(space, type.form, name)
  if (type.kind === 'record') {
    const form = space.forms.get(type.form)
    return form === undefined ? undefined : memberOfForm(form, name)
  }
  if (type.kind === 'option') return optionMember(space, type.library, name)
  if (type.kind === 'user') return typed(name, personMembers) ?? attributeMember(space, path, name)
  if (type.kind === 'department') return typed(name, departmentMembers)
  if (path[0] === '$task') return typed(name, taskMembers)
  if (path[0] === '$event' || path[0] === '$out' || path[0] === '$nodes' || path[0] === '$votes')
    return { key: name, type: ANY }
  return undefined
}

/** A stage of the form by key or label. */
function stageMember(space: NameSpace, form: string, name: string): Resolved | undefined {
  const stage = stagesOf(space, form).find(({ key, label }) => key === name || label.zh === name || label.en === name)
  return stage === undefined ? undefined : labelled(stage.key, STAGE, stage.label)
}

/** People whose attributes of the app's own can be read: they change with the directory, so nothing stored needs to follow them. */
const PEOPLE: ReadonlySet<string> = new Set(['$candidate', '$user', '$applicant'])

/** Attributes an app adds to people: the fields of its form with `extends: "user"`. */
function attributesOf(space: NameSpace, path: readonly string[]): ReadonlyMap<string, CompiledField> {
  const form = PEOPLE.has(path[0] ?? '') && path.length === 1 ? peopleForm(space.forms) : undefined
  return new Map(form?.fieldList.filter(isAttribute).map(field => [field.key, field]))
}

/** The form that extends people; one at most. */
export const peopleForm = <Form extends CompiledForm>(forms: ReadonlyMap<string, Form>): Form | undefined =>
  [...forms.values()].find(({ definition, parent }) => parent === undefined && definition?.extends === 'user')

/** Values that stand for themselves: no files, rows or links to other records. */
const isAttribute = (field: CompiledField): boolean =>
  field.rows === undefined && field.target === undefined && !field.list && !field.computed

function attributeMember(space: NameSpace, path: readonly string[], name: string): Resolved | undefined {
  const attributes = attributesOf(space, path)
  const field =
    attributes.get(name) ?? [...attributes.values()].find(({ label }) => label.zh === name || label.en === name)
  return field === undefined ? undefined : labelled(field.key, field.valueType, field.label)
}

function typed(name: string, members: Record<string, Type>): Resolved | undefined {
  const type = Object.hasOwn(members, name) ? members[name] : undefined
  return type === undefined ? undefined : { key: name, type }
}

function settingMember(space: NameSpace, name: string): Resolved | undefined {
  const setting = space.definition.settings?.find(
    ({ key, label }) => key === name || label.zh === name || label.en === name,
  )
  if (setting === undefined) return undefined
  const rows: Type = setting.columns === undefined ? ANY : { kind: 'record', form: `${TABLE}${setting.key}` }
  const type = setting.type === 'table' ? listOf(rows) : (settingTypes[setting.type] ?? ANY)
  return labelled(setting.key, type, setting.label)
}

const columnsOf = ({ definition }: NameSpace, table: string) =>
  definition.settings?.find(({ key }) => `${TABLE}${key}` === table)?.columns ?? []

/** A cell of a table setting, by its column. */
function cellMember(space: NameSpace, table: string, name: string): Resolved | undefined {
  const column = columnsOf(space, table).find(
    ({ key, label }) => key === name || label.zh === name || label.en === name,
  )
  if (column === undefined) return undefined
  const type: Type =
    column.type === 'select' && column.options !== undefined
      ? { kind: 'option', library: column.options }
      : (settingTypes[column.type] ?? TEXT)
  return labelled(column.key, type, column.label)
}

function optionMember(space: NameSpace, library: string | undefined, name: string): Resolved | undefined {
  if (name === 'score') return { key: name, type: NUMBER }
  if (name === 'label') return { key: name, type: TEXT }
  const parent = space.libraries.get(library ?? '')?.definition.parent ?? library
  return name === 'parent'
    ? { key: name, type: parent === undefined ? TEXT : { kind: 'option', library: parent } }
    : undefined
}
