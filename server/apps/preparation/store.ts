import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import type { Problem } from '../../../schemas/problem.ts'
import type { Transaction } from '../../database/statements.ts'
import type { Platform } from '../../http/platform.ts'
import { HttpProblem } from '../../http/problem.ts'
import type { PublishDecisions } from '../in-place.ts'
import type { Installation } from '../installation.ts'

/** `formwork.timer.kind` of a publish that is being made ready. */
export const PREPARATION = 'prepare_publish'

/** A publish that is made ready in batches, as `formwork.app_publish` keeps it. */
export interface Preparation {
  readonly id: string
  readonly appId: string
  /** the version it follows */
  readonly base: number
  readonly definition: AppDefinition
  readonly options: PublishDecisions
  readonly by: string | null
  readonly state: 'preparing' | 'published' | 'failed' | 'cancelled'
  /** rows that have their new values, of all that get some */
  readonly done: number
  readonly total: number
  readonly problem: { readonly code: string; readonly params: Problem['params'] } | null
  readonly version: number | null
  readonly createdAt: string
  readonly finishedAt: string | null
}

const COLUMNS = `id, app_id as "appId", base, definition, options, by, state, done::int, total::int, problem, version, created_at as "createdAt", finished_at as "finishedAt"`

/** Where a preparation goes on, kept by its timer. */
export interface Place {
  readonly publish: string
  /** `begin`: columns and bridges; `fill`: values, table by table; `index`; `switch`: the version */
  readonly phase: 'begin' | 'fill' | 'index' | 'switch'
  /** of the phase: which table, or which index */
  readonly at: number
  readonly after?: string
}

/** Asks for a publish to be made ready. @throws HttpProblem 409 `publish_running` */
export async function insertPreparation(
  platform: Platform,
  { orgId, id: appId, version }: Installation,
  definition: AppDefinition,
  options: PublishDecisions,
  by: string | null,
  total: number,
  transaction: Transaction,
): Promise<string> {
  const id = platform.newId()
  const now = platform.clock.now()
  await transaction
    .query(
      `insert into formwork.app_publish (org_id, id, app_id, base, definition, options, by, state, done, total, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'preparing', 0, $8, $9)`,
      [orgId, id, appId, version, JSON.stringify(definition), JSON.stringify(options), by, total, now],
    )
    .catch(error => {
      throw (error as { code?: string }).code === '23505' ? new HttpProblem(409, 'publish_running') : error
    })
  const place: Place = { publish: id, phase: 'begin', at: 0 }
  await transaction.query(
    `insert into formwork.timer (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 1)`,
    [orgId, platform.newId(), `${PREPARATION}:${id}`, appId, PREPARATION, JSON.stringify(place), now],
  )
  return id
}

/** One that is being made ready, held for this transaction; undefined when it is over. */
export async function holdPreparation(
  orgId: string,
  id: string,
  transaction: Transaction,
): Promise<Preparation | undefined> {
  const { rows } = await transaction.query<Preparation>(
    `select ${COLUMNS} from formwork.app_publish where org_id = $1 and id = $2 and state = 'preparing' for update`,
    [orgId, id],
  )
  return rows[0]
}

/** @throws HttpProblem 409 `publish_running` while one is being made ready */
export async function refuseWhilePreparing(
  { orgId, id }: Pick<Installation, 'orgId' | 'id'>,
  connection: Transaction,
): Promise<void> {
  const { rows } = await connection.query(
    `select 1 from formwork.app_publish where org_id = $1 and app_id = $2 and state = 'preparing'`,
    [orgId, id],
  )
  if (rows.length > 0) throw new HttpProblem(409, 'publish_running')
}

/** The newest of an app, without its definition. */
export async function newestPreparation(
  { orgId, id }: Pick<Installation, 'orgId' | 'id'>,
  connection: Transaction,
): Promise<Omit<Preparation, 'definition'> | undefined> {
  const { rows } = await connection.query<Omit<Preparation, 'definition'>>(
    `select ${COLUMNS.replace('definition, ', '')} from formwork.app_publish where org_id = $1 and app_id = $2 order by created_at desc, id desc limit 1`,
    [orgId, id],
  )
  return rows[0]
}

export async function addDone(orgId: string, id: string, rows: number, transaction: Transaction): Promise<void> {
  await transaction.query(
    'update formwork.app_publish set done = least(total, done + $3) where org_id = $1 and id = $2',
    [orgId, id, rows],
  )
}

/** How it ended. */
export async function endPreparation(
  platform: Platform,
  orgId: string,
  id: string,
  end: Pick<Preparation, 'state'> & Partial<Pick<Preparation, 'problem' | 'version'>>,
  transaction: Transaction,
): Promise<void> {
  await transaction.query(
    'update formwork.app_publish set state = $3, problem = $4, version = $5, finished_at = $6, done = case when $3 = $7 then total else done end where org_id = $1 and id = $2',
    [
      ...[orgId, id, end.state, end.problem === undefined ? null : JSON.stringify(end.problem), end.version ?? null],
      ...[platform.clock.now(), 'published'],
    ],
  )
}
