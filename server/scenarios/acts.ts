import type { Act } from '../../schemas/generated/definition.ts'
import { claimRecord } from '../assignment/claim.ts'
import type { Caller } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'
import { actorOf } from '../records/actor.ts'
import { moveByPerson } from '../records/move.ts'
import { deleteRecord, saveChange, saveNew } from '../records/save.ts'
import { type FormScope, scopeOf } from '../records/scope.ts'
import { pressButton } from '../workflow/buttons.ts'
import { engine } from '../workflow/engine.ts'
import { startByHand } from '../workflow/start.ts'
import type { ActRequest } from '../workflow/step.ts'
import { stepOf } from '../workflow/step.ts'
import { type Named, wireValues } from './values.ts'
import type { ScenarioWorld } from './world.ts'

const REQUEST = 'scenario'

/** Somebody of the scenario, as if signed in. */
export async function callerFor(world: ScenarioWorld, person: string): Promise<Caller> {
  const userId = world.people.get(person) ?? ''
  const directory = await world.records.platform.directories.of({ orgId: world.orgId, directoryVersion: 0 })
  const { zone } = await world.records.installations.get(world.orgId, world.app)
  return {
    ...{ kind: 'user', orgId: world.orgId, userId, admin: directory.people.get(userId)?.admin === true },
    ...{ language: 'zh', zone, directoryVersion: 0, tokenId: null, scopes: null, apps: null },
  }
}

export async function formScope(world: ScenarioWorld, caller: Caller, form: string): Promise<FormScope> {
  const { platform, installations } = world.records
  const installation = await installations.get(world.orgId, world.app)
  return scopeOf(platform, installation, caller, await platform.directories.of(caller), form)
}

/**
 * Does what a person of the scenario does, through the doors a person has: his rights, rules and gates hold.
 * @throws HttpProblem what he would be told
 */
export async function perform(world: ScenarioWorld, names: Named, by: string, act: Act): Promise<void> {
  const { records } = world
  const caller = await callerFor(world, by)
  if (act.do === 'create') {
    const scope = await formScope(world, caller, act.form)
    const { record } = await saveNew(
      records,
      scope,
      await wireValues(world, names, scope, act.set, caller.userId),
      REQUEST,
    )
    if (act.as !== undefined) names.set(act.as, { form: act.form, id: String(record.id) })
    return
  }
  const { form, id } = names.get(act.record) ?? { form: '', id: '' }
  const scope = await formScope(world, caller, form)
  switch (act.do) {
    case 'update':
      await saveChange(
        records,
        scope,
        id,
        await wireValues(world, names, scope, act.set, caller.userId),
        undefined,
        REQUEST,
      )
      return
    case 'delete':
      return deleteRecord(records, scope, id, undefined, REQUEST)
    case 'move':
      await moveByPerson(records, scope, id, act.to, undefined, REQUEST)
      return
    case 'start':
      await records.platform.transaction(transaction =>
        startByHand(records, engine, scope, id, act.workflow, REQUEST, transaction),
      )
      return
    case 'claim':
      await records.platform.transaction(transaction =>
        claimRecord(records, scope, id, { reason: act.reason }, REQUEST, transaction),
      )
      return
    case 'press':
      await records.platform.transaction(async transaction =>
        pressButton(
          records,
          scope,
          id,
          act.automation,
          await wireValues(world, names, scope, act.set ?? {}, caller.userId),
          REQUEST,
          transaction,
        ),
      )
      return
    case 'decide':
      return decide(world, names, scope, id, act)
  }
}

/** On the person's own open task of the record, the newest when there are several. @throws HttpProblem 404 `task_not_found` */
async function decide(
  world: ScenarioWorld,
  names: Named,
  scope: FormScope,
  record: string,
  act: Extract<Act, { do: 'decide' }>,
): Promise<void> {
  const { records } = world
  const { caller, installation, directory } = scope
  const { rows } = await records.platform.database.pool.query<{ id: string; assignee: string }>(
    `select id, assignee_id as assignee from formwork.task where org_id = $1 and record_id = $2 and ($3::text is null or node_key = $3)
     order by assignee_id = $4 desc, state = 'open' desc, created_at desc, id desc limit 1`,
    [world.orgId, record, act.node ?? null, caller.userId],
  )
  const task = rows[0]
  if (task === undefined) throw new HttpProblem(404, 'not_found')
  const request: ActRequest = {
    ...{ act: act.as as ActRequest['act'], by: caller.userId, opinion: act.opinion, kind: act.kind },
    to: act.to === undefined ? undefined : (world.people.get(act.to) ?? act.to),
    users: act.users?.map(user => world.people.get(user) ?? user),
  }
  await records.platform.transaction(async transaction => {
    const actor = actorOf(caller, REQUEST)
    const step = stepOf(engine, { records, installation, directory, actor }, transaction)
    if (act.set !== undefined)
      await saveChange(
        records,
        scope,
        record,
        await wireValues(world, names, scope, act.set, caller.userId),
        undefined,
        REQUEST,
        transaction,
      )
    await engine.actOnTask(step, task.id, request)
  })
}
