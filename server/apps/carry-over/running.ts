import type { CompiledApp } from '../../../engine/index.ts'
import { moveObstacle } from '../../../engine/workflow/move.ts'
import type { Transaction } from '../../database/statements.ts'
import { appOf, workflowOf } from '../../workflow/instances.ts'
import { inBoth, stepLabel } from '../../workflow/texts.ts'
import type { Installation } from '../installation.ts'
import type { Texts } from '../plan-texts.ts'
import { standings } from './standings.ts'

/** A workflow that a publish changes while it runs. */
export interface RunningWorkflow {
  readonly workflow: string
  readonly name: Texts
  /** running by a version that differs from the new one */
  readonly count: number
  /** how many of them could go on by the new version */
  readonly movable: number
  /** where those stand that could not */
  readonly obstacles: readonly { readonly label: Texts; readonly count: number }[]
}

/** Reminders that wait by rules that a publish changes. */
export interface WaitingLadder {
  readonly ladder: string
  readonly name: Texts
  readonly count: number
}

export interface RunningWork {
  readonly workflows: readonly RunningWorkflow[]
  readonly ladders: readonly WaitingLadder[]
}

/** What runs or waits by rules that a publish changes; what an earlier one left behind is not its concern. */
export async function runningWork(
  current: Installation,
  next: CompiledApp,
  connection: Transaction,
): Promise<RunningWork> {
  return {
    workflows: await runningWorkflows(current, next, connection),
    ladders: await waitingLadders(current, next, connection),
  }
}

const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other)

async function runningWorkflows(
  current: Installation,
  next: CompiledApp,
  connection: Transaction,
): Promise<RunningWorkflow[]> {
  const { rows } = await connection.query<{ workflow: string; version: number; count: number }>(
    `select workflow_key as workflow, app_version as version, count(*)::int as count from formwork.workflow_instance
     where org_id = $1 and app_id = $2 and status = 'running' group by 1, 2 order by 1, 2`,
    [current.orgId, current.id],
  )
  const found: RunningWorkflow[] = []
  for (const [workflow, versions] of Map.groupBy(rows, row => row.workflow)) {
    const [now, then] = [current.app, next].map(app => app.workflows.get(workflow)?.definition)
    if (!differs(now, then)) continue
    const outdated: { version: number; count: number }[] = []
    for (const row of versions) {
      const former = await workflowOf(current, row.version, workflow, connection)
      if (differs(former?.definition, next.workflows.get(workflow)?.definition)) outdated.push(row)
    }
    if (outdated.length > 0) found.push(await examine(current, next, workflow, outdated, connection))
  }
  return found
}

async function examine(
  current: Installation,
  next: CompiledApp,
  workflow: string,
  outdated: readonly { version: number; count: number }[],
  connection: Transaction,
): Promise<RunningWorkflow> {
  const known = current.app.workflows.get(workflow) ?? next.workflows.get(workflow)
  const target = next.workflows.get(workflow)
  const obstacles = new Map<string, number>()
  let movable = 0
  for (const { standing, count } of await standings(current, workflow, outdated, connection)) {
    const obstacle = target === undefined ? '' : moveObstacle(standing, target)
    if (obstacle === undefined) movable += count
    else obstacles.set(obstacle, (obstacles.get(obstacle) ?? 0) + count)
  }
  return {
    workflow,
    name: inBoth(known?.definition.name, workflow),
    count: outdated.reduce((sum, { count }) => sum + count, 0),
    movable,
    obstacles: [...obstacles].flatMap(([node, count]) =>
      node === '' ? [] : [{ label: stepLabel(known, node), count }],
    ),
  }
}

async function waitingLadders(
  current: Installation,
  next: CompiledApp,
  connection: Transaction,
): Promise<WaitingLadder[]> {
  const { rows } = await connection.query<{ ladder: string; version: number; count: number }>(
    `select ladder, app_version as version, count(*)::int as count from formwork.ladder_run
     where org_id = $1 and app_id = $2 and state = 'waiting' group by 1, 2 order by 1, 2`,
    [current.orgId, current.id],
  )
  const found: WaitingLadder[] = []
  for (const [ladder, versions] of Map.groupBy(rows, row => row.ladder)) {
    const target = next.ladders.find(({ name }) => name === ladder)
    const known = current.app.ladders.find(({ name }) => name === ladder)
    if (target === undefined || !differs(known?.steps, target.steps)) continue
    let count = 0
    for (const row of versions) {
      const former = await appOf(current, row.version, connection)
      if (differs(former?.ladders.find(({ name }) => name === ladder)?.steps, target.steps)) count += row.count
    }
    if (count > 0) found.push({ ladder, name: inBoth(target.label, ladder), count })
  }
  return found
}
