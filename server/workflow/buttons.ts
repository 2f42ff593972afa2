import type { CompiledAutomation, CompiledButton } from '../../engine/definition/compiled.ts'
import { type RecordValues, recordScope } from '../../engine/index.ts'
import { relationPaths } from '../../engine/workflow/needs.ts'
import type { Label } from '../../schemas/generated/definition.ts'
import type { Transaction } from '../database/statements.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { actorOf } from '../records/actor.ts'
import { freshened } from '../records/fresh.ts'
import { openReadable } from '../records/open.ts'
import type { Records } from '../records/records.ts'
import { loadRelated } from '../records/related.ts'
import { saveChange } from '../records/save.ts'
import { type FormScope, recordContext } from '../records/scope.ts'
import { readStored } from '../records/stored.ts'
import { engine } from './engine.ts'
import { runOrThrow } from './run.ts'
import { stepOf } from './step.ts'
import { whereHolds } from './where.ts'

/** A button as its page shows it. */
export interface ShownButton {
  readonly automation: string
  readonly label: Label
  readonly help: Label | null
  /** fields it asks for before it runs */
  readonly ask: readonly string[]
}

/** Buttons of a record for the caller: those of his roles (without roles: for who may change the record) whose condition holds. */
export async function buttonsOf(
  scope: FormScope,
  id: string,
  connection: Transaction,
): Promise<readonly ShownButton[]> {
  const values = await openReadable(scope, id, connection)
  const shown: ShownButton[] = []
  for (const { automation, button } of allowedButtons(scope))
    if (await applies(scope, automation, button, values, connection)) {
      const { label, help = null, ask = [] } = button.definition
      shown.push({ automation: automation.key, label, help, ask })
    }
  return shown
}

function allowedButtons(scope: FormScope): { automation: CompiledAutomation; button: CompiledButton }[] {
  const { installation, form, caller, directory, access } = scope
  const held = directory.roles(caller.userId, installation.key)
  return installation.app.automations.flatMap(automation =>
    automation.definition.enabled === false
      ? []
      : automation.buttons.flatMap(button => {
          const { roles } = button.definition
          const allowed =
            caller.admin || (roles === undefined ? access.can('update') : roles.some(role => held.includes(role)))
          return allowed && button.form === form.key ? [{ automation, button }] : []
        }),
  )
}

async function applies(
  scope: FormScope,
  automation: CompiledAutomation,
  { when }: CompiledButton,
  values: RecordValues,
  connection: Transaction,
): Promise<boolean> {
  if (!(await whereHolds({ ...scope, connection }, automation, scope.form, values, {}))) return false
  if (when === undefined) return true
  const related = await loadRelated(scope, scope.form, values, connection, relationPaths(scope.form, [when]))
  return when.evaluate(recordScope({ form: scope.form, values }, recordContext(scope, related))) === true
}

/**
 * A person presses a button: what it asks for is saved with his rights, then the automation runs, all or nothing.
 * @throws HttpProblem 404 when there is no such button for him, 422 what is refused
 */
export async function pressButton(
  records: Records,
  scope: FormScope,
  id: string,
  key: string,
  asked: RecordValues,
  requestId: string,
  transaction: Transaction,
): Promise<void> {
  const before = await openReadable(scope, id, transaction)
  const found = allowedButtons(scope).find(({ automation }) => automation.key === key)
  if (found === undefined || !(await applies(scope, found.automation, found.button, before, transaction)))
    throw notFound()
  const { automation, button } = found
  const unknown = Object.keys(asked).filter(field => button.definition.ask?.includes(field) !== true)
  if (unknown.length > 0) throw new HttpProblem(400, 'unknown_property', { property: unknown[0] })
  if (Object.keys(asked).length > 0) await saveChange(records, scope, id, asked, undefined, requestId, transaction)
  const { installation, directory, form, caller, platform } = scope
  const stored = await readStored(platform, installation, form, id, transaction, { lock: true })
  if (stored === undefined || stored.deleted) throw notFound()
  const step = stepOf(engine, { records, installation, directory, actor: actorOf(caller, requestId) }, transaction)
  await runOrThrow(step, {
    ...{ automation: key, name: automation.definition.name, actions: automation.actions, onError: 'stop', form },
    record: await freshened(installation, form, stored.values, step, transaction),
    cause: { kind: 'button', event: { record: id, user: caller.userId, at: step.now, button: key } },
    by: { automation: key, button: caller.userId },
    key: `button:${key}:${id}:${platform.newId()}`,
  })
}
