import { reservedKeys } from '../../schemas/definition/reserved.ts'
import type { AppDefinition, Field, Form, OptionLibrary, Setting } from '../../schemas/generated/definition.ts'
import { type Findings, suggest } from './finding.ts'

/** Lists of an app whose elements are known by key. */
export const keyedLists = [
  'settings',
  'calendars',
  'optionLibraries',
  'forms',
  'workflows',
  'automations',
  'connectors',
  'policies',
  'scorecards',
  'views',
  'dashboards',
  'documents',
  'roles',
  'navigation',
  'scenarios',
] as const satisfies readonly (keyof AppDefinition)[]

/** Keys are identities: unique among siblings, never a system column (DEFINITION-FORMAT principle 1). */
export function checkStructure(definition: AppDefinition, findings: Findings): void {
  for (const list of keyedLists) checkKeys(definition[list] ?? [], findings.at(list))
  for (const [index, library] of (definition.optionLibraries ?? []).entries())
    checkLibrary(definition, library, findings.at('optionLibraries', index))
  for (const [index, setting] of (definition.settings ?? []).entries())
    checkColumns(definition, setting, findings.at('settings', index, 'columns'))
  for (const [index, form] of definition.forms.entries()) checkForm(form, findings.at('forms', index))
  for (const [index, view] of (definition.views ?? []).entries())
    checkView(definition, view.form, findings.at('views', index, 'form'))
  checkNavigation(definition, definition.navigation ?? [], findings.at('navigation'))
  if (definition.zone !== undefined && !isTimeZone(definition.zone))
    findings.at('zone').error('unknown_time_zone', { zone: definition.zone })
  for (const [index, { zone }] of (definition.calendars ?? []).entries())
    if (zone !== undefined && !isTimeZone(zone))
      findings.at('calendars', index, 'zone').error('unknown_time_zone', { zone })
  for (const [index, { dimensions, grades }] of (definition.scorecards ?? []).entries()) {
    checkKeys(dimensions, findings.at('scorecards', index, 'dimensions'))
    checkKeys(grades ?? [], findings.at('scorecards', index, 'grades'))
  }
  for (const [index, { limits }] of (definition.policies ?? []).entries())
    checkKeys(limits ?? [], findings.at('policies', index, 'limits'))
  for (const [index, { widgets }] of (definition.dashboards ?? []).entries())
    checkKeys(widgets, findings.at('dashboards', index, 'widgets'))
  for (const [index, { blocks }] of (definition.documents ?? []).entries()) {
    checkKeys(blocks, findings.at('documents', index, 'blocks'))
    for (const [at, block] of blocks.entries())
      if (block.type === 'signatures')
        checkKeys(block.signers, findings.at('documents', index, 'blocks', at, 'signers'))
  }
  for (const [index, workflow] of (definition.workflows ?? []).entries())
    checkKeys(workflow.nodes, findings.at('workflows', index, 'nodes'))
}

/** Zones the platform's own calendar knows (Intl); the same list in browser and server. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function checkKeys(
  elements: readonly { readonly key?: string | undefined }[],
  findings: Findings,
  reserved: ReadonlySet<string> = new Set(),
): void {
  const seen = new Set<string>()
  for (const [index, { key }] of elements.entries()) {
    if (key === undefined) continue
    if (seen.has(key)) findings.at(index, 'key').error('duplicate_key', { key })
    if (reserved.has(key)) findings.at(index, 'key').error('reserved_key', { key })
    seen.add(key)
  }
}

function checkLibrary(definition: AppDefinition, library: OptionLibrary, findings: Findings): void {
  checkKeys(library.options, findings.at('options'))
  const libraries = definition.optionLibraries ?? []
  const parents = library.parent === undefined ? library : libraries.find(({ key }) => key === library.parent)
  if (parents === undefined) {
    findings.at('parent').error('unknown_library', {
      library: library.parent,
      suggestion: suggest(
        library.parent ?? '',
        libraries.map(({ key }) => key),
      ),
    })
    return
  }
  const known = new Map(parents.options.map(option => [option.key, option.parent]))
  for (const [index, option] of library.options.entries()) {
    if (option.parent === undefined) continue
    const place = findings.at('options', index, 'parent')
    if (!known.has(option.parent)) place.error('unknown_option', { library: parents.key, option: option.parent })
    else if (parents === library && leadsBack(option.key, known))
      place.error('option_cycle', { cycle: [option.key, option.parent] })
  }
}

/** A column of choices names its library. */
function checkColumns(definition: AppDefinition, { columns = [] }: Setting, findings: Findings): void {
  checkKeys(columns, findings)
  const libraries = (definition.optionLibraries ?? []).map(({ key }) => key)
  for (const [index, { type, options }] of columns.entries()) {
    const place = findings.at(index, 'options')
    if (type === 'select' && options === undefined) place.error('missing_property', { property: 'options' })
    if (options !== undefined && !libraries.includes(options))
      place.error('unknown_library', { library: options, suggestion: suggest(options, libraries) })
  }
}

function leadsBack(start: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>()
  for (let key = parents.get(start); key !== undefined && !seen.has(key); key = parents.get(key)) {
    if (key === start) return true
    seen.add(key)
  }
  return false
}

function checkForm(form: Form, findings: Findings): void {
  const reserved = new Set([
    ...reservedKeys,
    ...(form.stages === undefined ? [] : [form.stages.field ?? 'stage', 'stage_entered_at']),
  ])
  checkKeys(form.fields, findings.at('fields'), reserved)
  checkKeys(form.rules ?? [], findings.at('rules'))
  checkKeys(form.ladders ?? [], findings.at('ladders'))
  checkKeys(form.stages?.pipeline ?? [], findings.at('stages', 'pipeline'))
  for (const [index, field] of form.fields.entries())
    if (field.type === 'subform') checkRows(field, findings.at('fields', index))
  const fields = new Set(form.fields.map(({ key }) => key))
  const known = (key: string, place: Findings): void => {
    if (!fields.has(key) && !reserved.has(key))
      place.error('unknown_field', { field: key, suggestion: suggest(key, fields) })
  }
  if (form.titleField !== undefined) known(form.titleField, findings.at('titleField'))
  for (const [index, unique] of (form.unique ?? []).entries())
    for (const [position, key] of unique.fields.entries()) known(key, findings.at('unique', index, 'fields', position))
  const tabs = new Set((form.layout?.tabs ?? []).map(({ key }) => key))
  checkKeys(form.layout?.sections ?? [], findings.at('layout', 'sections'))
  for (const [index, section] of (form.layout?.sections ?? []).entries()) {
    const place = findings.at('layout', 'sections', index)
    if (section.tab !== undefined && !tabs.has(section.tab))
      place.at('tab').error('unknown_section_tab', { tab: section.tab })
    for (const [position, entry] of section.fields.entries())
      known(
        typeof entry === 'string' ? entry : String((entry as { field: string }).field),
        place.at('fields', position),
      )
  }
}

function checkRows(field: Extract<Field, { type: 'subform' }>, findings: Findings): void {
  checkKeys(field.fields, findings.at('fields'), reservedKeys)
  checkKeys(field.rules ?? [], findings.at('rules'))
}

function checkView(definition: AppDefinition, form: string, findings: Findings): void {
  if (!definition.forms.some(({ key }) => key === form))
    findings.error('unknown_form', {
      form,
      suggestion: suggest(
        form,
        definition.forms.map(({ key }) => key),
      ),
    })
}

type NavigationItems = NonNullable<AppDefinition['navigation']>

function checkNavigation(definition: AppDefinition, items: NavigationItems, findings: Findings): void {
  const views = (definition.views ?? []).map(({ key }) => key)
  const dashboards = (definition.dashboards ?? []).map(({ key }) => key)
  for (const [index, item] of items.entries()) {
    if (item.view !== undefined && !views.includes(item.view))
      findings.at(index, 'view').error('unknown_view', { view: item.view, suggestion: suggest(item.view, views) })
    if (item.dashboard !== undefined && !dashboards.includes(item.dashboard))
      findings
        .at(index, 'dashboard')
        .error('unknown_dashboard', { dashboard: item.dashboard, suggestion: suggest(item.dashboard, dashboards) })
    if (item.items !== undefined) checkNavigation(definition, item.items, findings.at(index, 'items'))
  }
}
