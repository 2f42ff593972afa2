import { concerns } from '../../engine/assignment/ask.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import type { Caller } from '../http/caller.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { localDay } from '../records/local-day.ts'
import { recordContext } from '../records/scope.ts'
import { claimable } from './claim.ts'

/** What a person's pages show of assignment. */
export interface OfferedClaim {
  readonly policy: string
  /** field that is blank while the record is nobody's */
  readonly into: string
  /** field that takes the motive; null = none is asked for */
  readonly reason: string | null
}

/** Whether records of a form are given by a policy at all: then each can tell why it came to its holder. */
export const isAssigned = ({ app }: Installation, form: CompiledForm): boolean =>
  [...app.policies.values()].some(policy => policy.form === form.key)

/** The first policy by which a person may claim records of a form; who may is judged without a record, where it can be. */
export function offeredClaim(
  installation: Installation,
  form: CompiledForm,
  caller: Pick<Caller, 'userId'>,
  directory: OrganisationDirectory,
  now: string,
): OfferedClaim | undefined {
  const today = localDay(now, installation.zone)
  const context = recordContext({ installation, directory, now, today, caller })
  const policy = claimable(installation.app.policies.values(), form).find(one => {
    const ofRecord = one.claimants?.references.some(({ path }) => path[0]?.startsWith('$') !== true) === true
    return ofRecord || concerns({ policy: one, place: { form, values: {} }, context }, one.claimants, caller.userId)
  })
  return policy === undefined
    ? undefined
    : { policy: policy.key, into: policy.into, reason: policy.definition.claim?.reason ?? null }
}
