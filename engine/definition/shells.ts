import type { AppDefinition, Field, Form, Label, OptionLibrary, RowField } from '../../schemas/generated/definition.ts'
import { DATETIME, DEPARTMENT, listOf, NUMBER, TEXT, type Type, USER } from '../expression/index.ts'
import type { CompiledField, CompiledForm, CompiledLibrary } from './compiled.ts'
import { isComputed, isList, ownType, scaleOf } from './field-type.ts'
import { compilePattern } from './pattern.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
/** A form under construction; frozen by convention once `compileApp` returns it. */
export type FormShell = Omit<Mutable<CompiledForm>, 'fields' | 'fieldList' | 'inverses'> & {
  fields: Map<string, Mutable<CompiledField>>
  fieldList: Mutable<CompiledField>[]
  inverses: Map<string, { form: string; field: string; label: Label }>
}

const text = (zh: string, en: string): Label => ({ zh, en })

/** Columns every record has beside the author's fields (ARCHITECTURE "Data"). */
export const systemFields: readonly (readonly [key: string, label: Label, type: Type])[] = [
  ['id', text('编号', 'Id'), TEXT],
  ['version', text('版本', 'Version'), { kind: 'number', scale: 0 }],
  ['owner', text('负责人', 'Owner'), USER],
  ['department', text('所属部门', 'Department'), DEPARTMENT],
  ['created_at', text('创建时间', 'Created at'), DATETIME],
  ['created_by', text('创建人', 'Created by'), USER],
  ['updated_at', text('更新时间', 'Updated at'), DATETIME],
  ['updated_by', text('更新人', 'Updated by'), USER],
]

const emptyField = (key: string, label: Label, valueType: Type): Mutable<CompiledField> => ({
  key,
  label,
  valueType,
  kind: 'system',
  definition: undefined,
  list: false,
  computed: false,
  system: true,
  scale: undefined,
  library: undefined,
  target: undefined,
  rows: undefined,
  pattern: undefined,
  formula: undefined,
  rollup: undefined,
  frozenWhen: undefined,
  scorecard: undefined,
  refresh: 'change',
  defaultValue: undefined,
})

/** Libraries with their options by key; decimals of scores as text. */
export function compileLibrary(definition: OptionLibrary): CompiledLibrary {
  const options = definition.options.map(option => ({
    key: option.key,
    label: option.label,
    color: option.color,
    parent: option.parent,
    active: option.active !== false,
    score: option.score === undefined ? undefined : String(option.score),
  }))
  return { key: definition.key, definition, options: new Map(options.map(option => [option.key, option])) }
}

/** The stages of a form as an option library, so that the stage is an option like any other. */
export const stageLibraryKey = (form: string): string => `$stages.${form}`

function stageLibrary(form: Form): CompiledLibrary | undefined {
  if (form.stages === undefined) return undefined
  const options = form.stages.pipeline.map(stage => ({
    key: stage.key,
    label: stage.label,
    ...(stage.color === undefined ? {} : { color: stage.color }),
  }))
  return compileLibrary({ key: stageLibraryKey(form.key), label: form.stages.label ?? text('阶段', 'Stage'), options })
}

/** Forms with their fields and types, before any expression is compiled. `valueType` of lookups and roll-ups follows in `resolveTypes`. */
export function buildShells(
  definition: AppDefinition,
  libraries: Map<string, CompiledLibrary>,
): Map<string, FormShell> {
  const forms = new Map<string, FormShell>()
  for (const form of definition.forms) {
    const shell = formShell(form.key, form.name, undefined)
    shell.definition = form
    shell.unique = form.unique ?? []
    for (const field of form.fields) addField(shell, field, libraries, forms)
    for (const [key, label, type] of systemFields) shell.fields.set(key, emptyField(key, label, type))
    addStage(shell, form, libraries)
    shell.titleField =
      form.titleField ?? form.fields.find(({ type }) => type === 'text' || type === 'serial')?.key ?? 'id'
    forms.set(form.key, shell)
  }
  for (const form of definition.forms) addInverses(form, forms)
  return forms
}

function formShell(key: string, name: Label, parent: string | undefined): FormShell {
  return {
    key,
    name,
    parent,
    definition: undefined,
    fields: new Map(),
    fieldList: [],
    titleField: 'id',
    inverses: new Map(),
    rules: [],
    unique: [],
    stageField: undefined,
    stages: [],
    computeOrder: [],
    dependents: new Map(),
    needs: [],
  }
}

function addField(
  shell: FormShell,
  field: Field | RowField,
  libraries: Map<string, CompiledLibrary>,
  forms: Map<string, FormShell>,
): void {
  const rowsKey = `${shell.key}.${field.key}`
  const compiled: Mutable<CompiledField> = {
    ...emptyField(field.key, field.label, ownType(field, rowsKey) ?? { kind: 'any' }),
    kind: field.type,
    definition: field,
    list: isList(field),
    computed: isComputed(field),
    system: false,
    scale: scaleOf(field),
    library: 'options' in field ? libraries.get(field.options) : undefined,
    target: field.type === 'relation' ? field.to : undefined,
    pattern: field.type === 'text' && field.pattern !== undefined ? compilePattern(field.pattern) : undefined,
  }
  if (field.type === 'subform') {
    const rows = formShell(rowsKey, field.label, shell.key)
    for (const column of field.fields) addField(rows, column, libraries, forms)
    rows.fields.set('id', emptyField('id', text('编号', 'Id'), TEXT))
    forms.set(rowsKey, rows)
    compiled.rows = rows
  }
  if (!shell.fields.has(field.key)) shell.fieldList.push(compiled)
  shell.fields.set(field.key, compiled)
}

function addStage(shell: FormShell, form: Form, libraries: Map<string, CompiledLibrary>): void {
  const library = stageLibrary(form)
  if (library === undefined) return
  const key = form.stages?.field ?? 'stage'
  libraries.set(library.key, library)
  shell.stageField = key
  shell.fields.set(key, {
    ...emptyField(key, library.definition.label, { kind: 'option', library: library.key }),
    kind: 'stage',
    library,
  })
  shell.fields.set(
    'stage_entered_at',
    emptyField('stage_entered_at', text('进入阶段时间', 'In this stage since'), DATETIME),
  )
}

function addInverses(form: Form, forms: Map<string, FormShell>): void {
  for (const field of form.fields) {
    if (field.type !== 'relation' || field.inverse === undefined) continue
    forms
      .get(field.to)
      ?.inverses.set(field.inverse.key, { form: form.key, field: field.key, label: field.inverse.label })
  }
}

/** Types of lookups (the field they read) and roll-ups (number, or the field's type for min and max), chains included. */
export function resolveTypes(forms: ReadonlyMap<string, FormShell>): void {
  const resolving = new Set<Mutable<CompiledField>>()
  const typeOf = (form: FormShell | undefined, key: string): Type => {
    const field = form?.fields.get(key)
    if (form === undefined || field === undefined) return { kind: 'any' }
    const definition = field.definition
    if (resolving.has(field) || (definition?.type !== 'lookup' && definition?.type !== 'rollup')) return field.valueType
    resolving.add(field)
    const source =
      definition.type === 'lookup'
        ? forms.get(form.fields.get(definition.relation)?.target ?? '')
        : forms.get(relatedForm(form, definition.relation) ?? '')
    if (definition.type === 'lookup') {
      const type = typeOf(source, definition.field)
      const many = form.fields.get(definition.relation)?.list === true && type.kind !== 'list'
      field.valueType = many ? listOf(type) : type
      field.list = field.valueType.kind === 'list'
      field.library = source?.fields.get(definition.field)?.library
      field.scale = source?.fields.get(definition.field)?.scale
    } else {
      // The source's own type first: a roll-up of a roll-up keeps its places.
      const sourceType = definition.field === undefined ? undefined : typeOf(source, definition.field)
      const extreme = definition.aggregate === 'min' || definition.aggregate === 'max'
      field.scale =
        definition.scale ?? (definition.aggregate === 'count' ? 0 : source?.fields.get(definition.field ?? '')?.scale)
      const number: Type = field.scale === undefined ? NUMBER : { kind: 'number', scale: field.scale }
      field.valueType = extreme && sourceType !== undefined ? sourceType : number
    }
    resolving.delete(field)
    return field.valueType
  }
  for (const form of forms.values()) for (const key of form.fields.keys()) typeOf(form, key)
}

/** The form behind a list of a form: an inverse list, a sub-form or a relation to many. */
export function relatedForm(form: CompiledForm, key: string): string | undefined {
  const field = form.fields.get(key)
  return form.inverses.get(key)?.form ?? field?.rows?.key ?? (field?.list === true ? field.target : undefined)
}
