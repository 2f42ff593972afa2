import type { CompiledAction, CompiledForm } from '../../engine/index.ts'
import { actionExpressions, relationPaths } from '../../engine/workflow/needs.ts'
import { HttpProblem } from '../http/problem.ts'
import { findRecords } from '../records/find.ts'
import { freshened } from '../records/fresh.ts'
import { joinRelated, knownRecord, loadRelated } from '../records/related.ts'
import { readStored } from '../records/stored.ts'
import { evaluateIn } from './action-values.ts'
import { holdItems } from './hold-items.ts'
import type { Running } from './running.ts'
import type { ActionRequest } from './step.ts'

/** Elements one `each` may go through (SEMANTICS "Limits"). */
const MOST_ITEMS = 10_000

/** Runs the first branch whose condition holds; answers which. */
export async function choose(running: Running): Promise<string | null> {
  const { action, scope } = running
  const { definition } = action
  if (definition.do !== 'choose') return null
  const found = definition.cases.findIndex((_, index) => {
    const condition = action.expressions.get(`cases.${index}`)
    return condition !== undefined && evaluateIn(scope, condition) === true
  })
  const branch = found < 0 ? 'otherwise' : `cases.${found}`
  await runBranch(running, branch, branch)
  return found < 0 && definition.otherwise === undefined ? null : branch
}

/** Looks for records: `$out` is the id of the one it found, or the list of ids; then the branch for none, one or many. */
export async function find(running: Running): Promise<string | readonly string[] | null> {
  const ids = await search(running)
  if (ids.length === 1) {
    const related = await itemRecord(running, ids[0]!, running.action.branches.get('one') ?? [])
    if (related !== undefined) running.found.push(related)
    await runBranch(running, 'one', ids[0]!, { $item: ids[0] })
    return ids[0]!
  }
  await runBranch(running, ids.length === 0 ? 'none' : 'many', 'found')
  return ids.length === 0 ? null : ids
}

/** Goes through records or a list, one after the other; what one of them is refused is refused for all. Answers how many there were. */
export async function each(running: Running): Promise<number> {
  const { action } = running
  const inner = action.branches.get('then') ?? []
  if (action.query !== undefined) {
    const ids = await search(running)
    await holdItems(running, ids)
    for (const id of ids) {
      const related = await itemRecord(running, id, inner)
      if (related !== undefined) await runBranch(running, 'then', id, { $item: id }, related)
    }
    return ids.length
  }
  const items = itemsOf(running)
  if (items.length > MOST_ITEMS) throw new HttpProblem(422, 'each_too_many', { limit: MOST_ITEMS, count: items.length })
  const related = await itemsRelated(running, inner)
  for (const [index, $item] of items.entries()) await runBranch(running, 'then', String(index), { $item }, related)
  return items.length
}

function search({ step, action, scope, request }: Running): Promise<readonly string[]> {
  if (action.query === undefined) return Promise.resolve([])
  const { form, values, context } = scope
  return findRecords(
    step,
    { ...action.query, scopes: { ...request.scopes, ...context.scopes }, about: { form, values } },
    step.connection,
  )
}

function itemsOf({ action, scope }: Running): readonly unknown[] {
  const list = action.expressions.get('list')
  const value = list === undefined ? null : evaluateIn(scope, list)
  const items = Array.isArray(value) ? value : [value]
  return items.filter(item => item !== null && item !== undefined && item !== '')
}

async function runBranch(
  { step, request, action, index, scope, made, found }: Running,
  branch: string,
  name: string,
  more: Readonly<Record<string, unknown>> = {},
  related = request.related,
): Promise<void> {
  const actions = action.branches.get(branch) ?? []
  if (actions.length === 0) return
  const { form, record, old = null } = request
  const inner: ActionRequest = {
    ...{ actions, form, record, old },
    scopes: { ...request.scopes, ...scope.context.scopes, ...more },
    key: `${request.key}:${index}:${name}`,
    related: joinRelated([related, ...found, request.related]),
    made,
  }
  await step.engine.runActions(step, inner)
}

/** A record that was found, whole, with what the actions read beyond it. Undefined when it is gone meanwhile. */
async function itemRecord({ step, action }: Running, id: string, actions: readonly CompiledAction[]) {
  const { installation, records, connection } = step
  const form = installation.app.forms.get(action.query?.form ?? '')
  const stored = form === undefined ? undefined : await readStored(records.platform, installation, form, id, connection)
  if (form === undefined || stored === undefined || stored.deleted) return undefined
  const values = await freshened(installation, form, stored.values, step, connection)
  return knownRecord(step, form, values, connection, pathsOfItem(form, actions, []))
}

/** What the actions read of each element of a list, as paths from the record. */
function itemsRelated({ step, action, scope }: Running, actions: readonly CompiledAction[]) {
  const list = action.expressions.get('list')?.references[0]?.path ?? []
  const paths = list.length === 0 ? [] : pathsOfItem(scope.form, actions, list)
  return paths.length === 0
    ? Promise.resolve(undefined)
    : loadRelated(step, scope.form, scope.values, step.connection, paths)
}

function pathsOfItem(
  form: CompiledForm,
  actions: readonly CompiledAction[],
  before: readonly string[],
): readonly (readonly string[])[] {
  const references = [...actionExpressions(actions)].flatMap(expression =>
    expression.references.filter(({ path }) => path[0] === '$item' && path.length > 1),
  )
  const moved = references.map(reference => ({ ...reference, path: [...before, ...reference.path.slice(1)] }))
  return relationPaths(form, [{ references: moved }])
}
