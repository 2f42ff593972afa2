import type { SeenCandidate } from '../../engine/assignment/decide.ts'
import { openReadable } from '../records/open.ts'
import type { Connection, FormScope } from '../records/scope.ts'

interface Row {
  readonly id: string
  readonly at: string
  readonly policy: string
  readonly kind: string
  readonly outcome: string
  readonly user: string | null
  readonly previous: string | null
  readonly by: string | null
  readonly reason: string | null
  readonly opens: string | null
  readonly candidates: readonly SeenCandidate[] | null
}

/**
 * Who was given a record and why, the newest first (`$assignment`). Everybody who may read the record sees whom it went to and what was decided about
 * himself; what was decided about others shows to those who see every record of the form. @throws HttpProblem 404
 */
export async function listDecisions(scope: FormScope, id: string, connection: Connection) {
  await openReadable(scope, id, connection)
  const { installation, form, caller } = scope
  const { rows } = await connection.query<Row>(
    `select id, at, policy_key as policy, kind, outcome, user_id as user, previous_id as previous, by, reason, question ->> 'opens' as opens, candidates
     from formwork.assignment where org_id = $1 and app_id = $2 and form_key = $3 and record_id = $4 order by id desc limit 200`,
    [installation.orgId, installation.id, form.key, id],
  )
  const whole = scope.access.rows('read') === null
  return {
    assignments: rows.map(row => {
      const { definition, limits } = installation.app.policies.get(row.policy) ?? { definition: undefined, limits: [] }
      const labels = new Map(
        limits.map(limit => [limit.key, limit.definition.label ?? { zh: limit.key, en: limit.key }]),
      )
      const candidates = (row.candidates ?? []).map(({ limit, ...seen }) => ({
        ...seen,
        limit: limit === undefined ? null : { ...limit, label: labels.get(limit.key) ?? null },
      }))
      return {
        ...row,
        name: definition?.name ?? { zh: row.policy, en: row.policy },
        candidates: whole ? candidates : candidates.filter(({ user }) => user === caller.userId),
        count: candidates.length,
      }
    }),
  }
}
