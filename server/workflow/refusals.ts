import type { Problem } from '../../schemas/problem.ts'
import { HttpProblem } from '../http/problem.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { actText } from './texts.ts'

const statuses: Readonly<Record<string, number>> = {
  task_finished: 409,
  urged_recently: 409,
  task_not_yours: 403,
  task_act_not_allowed: 403,
  self_approval: 403,
}

/** What the engine refused, as the caller reads it: people and acts by name. */
export function refused({ code, params, path }: Problem, directory: OrganisationDirectory): HttpProblem {
  const { by, act } = params as { by?: unknown; act?: unknown }
  const told = {
    ...params,
    ...(by === undefined ? {} : { by: by === null ? '—' : (directory.people.get(String(by))?.name ?? '—') }),
    ...(act === undefined ? {} : { act: actText(String(act)) }),
  }
  const status = statuses[code] ?? 422
  return new HttpProblem(
    status,
    status === 422 ? 'invalid_request' : code,
    told,
    status === 422 ? [{ code, path, params: told }] : [],
  )
}
