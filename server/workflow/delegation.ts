import type { FastifyInstance } from 'fastify'
import { parseDate } from '../../engine/expression/time.ts'
import { addDuration } from '../../engine/timer/duration.ts'
import { problem } from '../../schemas/problem.ts'
import { personOf } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { invalidValues } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import type { Connection } from '../records/scope.ts'

/** Days somebody is away, both of them included, and who stands in. */
interface Period {
  readonly from: string
  readonly until: string
  readonly substitute: string
}

const MOST_PERIODS = 20

/** Who stands in for whom at an instant; people who left stand in for nobody. */
export async function substitutesNow(
  connection: Connection,
  orgId: string,
  now: string,
  directory: OrganisationDirectory,
): Promise<Map<string, string>> {
  const { rows } = await connection.query<{ user: string; substitute: string }>(
    'select user_id as user, substitute_id as substitute from formwork.delegation where org_id = $1 and from_at <= $2 and until_at > $2 order by from_at desc, id',
    [orgId, now],
  )
  const active = rows.filter(({ substitute }) => directory.people.get(substitute)?.active === true)
  return new Map(active.map(({ user, substitute }) => [user, substitute]))
}

/** `GET` and `PUT /api/me/delegation`: when one is away, and who stands in. Tasks that come then go to the substitute. */
export function delegationRoutes(app: FastifyInstance, platform: Platform): void {
  app.get('/api/me/delegation', async request => ({ periods: await read(platform, personOf(request)) }))
  app.put<{ Body: { periods: readonly Period[] } }>('/api/me/delegation', { schema: { body } }, async request => {
    const { orgId, userId, zone } = personOf(request)
    const { periods } = request.body
    const directory = await platform.directories.of(personOf(request))
    const problems = periods.flatMap((period, index) => problemsOf(period, `/periods/${index}`, userId, directory))
    if (problems.length > 0) throw invalidValues(problems)
    await platform.transaction(async transaction => {
      await transaction.query('delete from formwork.delegation where org_id = $1 and user_id = $2', [orgId, userId])
      for (const { from, until, substitute } of periods)
        await transaction.query(
          `insert into formwork.delegation (org_id, id, user_id, substitute_id, from_day, until_day, from_at, until_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            orgId,
            platform.newId(),
            userId,
            substitute,
            from,
            until,
            addDuration(from, { amount: 0, unit: 'd' }, { zone }),
            addDuration(until, { amount: 1, unit: 'd' }, { zone }),
          ],
        )
    })
    return { periods: await read(platform, personOf(request)) }
  })
}

async function read(platform: Platform, { orgId, userId }: { orgId: string; userId: string }): Promise<Period[]> {
  const { rows } = await platform.database.pool.query<Period>(
    `select to_char(from_day, 'YYYY-MM-DD') as "from", to_char(until_day, 'YYYY-MM-DD') as "until", substitute_id as substitute
     from formwork.delegation where org_id = $1 and user_id = $2 order by from_at, id`,
    [orgId, userId],
  )
  return rows
}

function problemsOf({ from, until, substitute }: Period, path: string, user: string, directory: OrganisationDirectory) {
  const days = [from, until].every(day => parseDate(day) !== undefined)
  return [
    ...(!days || from > until ? [problem('period_order', `${path}/until`)] : []),
    ...(substitute === user || directory.people.get(substitute)?.active !== true
      ? [problem('user_unknown', `${path}/substitute`)]
      : []),
  ]
}

const day = { type: 'string', pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' }
const body = closedObject(
  {
    periods: {
      type: 'array',
      maxItems: MOST_PERIODS,
      items: closedObject({ from: day, until: day, substitute: shapes.id }, ['from', 'until', 'substitute']),
    },
  },
  ['periods'],
)
