import type { CompiledPolicy } from '../../engine/assignment/compiled.ts'
import { freshLane, type LaneState } from '../../engine/assignment/rotation.ts'
import type { RecordValues } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { holdOwned } from '../records/one-owner.ts'
import type { Connection } from '../records/scope.ts'

/** A lane held for the rest of the transaction. */
export interface HeldLane {
  readonly lane: string
  readonly state: LaneState
  /** name of the row that is locked: the lane's, or the policy's */
  readonly locked: string
  /** the how manieth decision under that lock this one is, from 1 */
  readonly position: number
}

/** The row of the whole policy; a lane's row is named by its value after "=". */
const WHOLE = ''

/**
 * Takes what belongs together with a record (`oneOwnerPer`), then a lane, so that decisions of it are made one after the other (M26). A policy whose limits count over lanes, or that gives one holder to
 * what belongs together, is taken as a whole.
 */
export async function holdLane(
  installation: Installation,
  policy: CompiledPolicy,
  lane: string,
  record: RecordValues,
  connection: Connection,
): Promise<HeldLane> {
  const { orgId, id } = installation
  await holdOwned({ installation, form: { key: policy.form } }, [record], connection)
  const name = `=${lane}`
  const whole = policy.limits.length > 0 || policy.oneOwnerPer !== undefined
  const locked = whole ? WHOLE : name
  const { rows: taken } = await connection.query<{ decisions: string; state: LaneState }>(
    `insert into formwork.assignment_lane as l (org_id, app_id, policy_key, lane, state, decisions) values ($1, $2, $3, $4, $5, 1)
     on conflict (org_id, app_id, policy_key, lane) do update set decisions = l.decisions + 1 returning decisions, state`,
    [orgId, id, policy.key, locked, JSON.stringify(freshLane)],
  )
  const position = Number(taken[0]!.decisions)
  if (!whole) return { lane, state: taken[0]!.state, locked, position }
  const { rows } = await connection.query<{ state: LaneState }>(
    'select state from formwork.assignment_lane where org_id = $1 and app_id = $2 and policy_key = $3 and lane = $4',
    [orgId, id, policy.key, name],
  )
  return { lane, state: rows[0]?.state ?? freshLane, locked, position }
}

/** Keeps the lane as the decision leaves it. */
export async function keepLane(
  { orgId, id }: Installation,
  policy: CompiledPolicy,
  { lane }: HeldLane,
  next: LaneState,
  connection: Connection,
): Promise<void> {
  await connection.query(
    `insert into formwork.assignment_lane (org_id, app_id, policy_key, lane, state, decisions) values ($1, $2, $3, $4, $5, 0)
     on conflict (org_id, app_id, policy_key, lane) do update set state = excluded.state`,
    [orgId, id, policy.key, `=${lane}`, JSON.stringify(next)],
  )
}
