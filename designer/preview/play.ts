import { request } from '../../runtime/index.ts'
import type { Act, Scenario } from '../../schemas/generated/definition.ts'
import { save, useDraft } from '../model/draft.ts'

export interface Texts {
  readonly zh: string
  readonly en: string
}

export interface PlayedTask {
  readonly at: string
  readonly to: string
  readonly title: Texts
  readonly due: string | null
  readonly record: string | null
  readonly node: string | null
}

export interface PlayedStep {
  readonly at: string
  readonly by: string | null
  readonly acts: readonly Act[]
  readonly problems: readonly Texts[]
  readonly notices: readonly { readonly at: string; readonly to: string; readonly text: Texts }[]
  readonly tasks: readonly PlayedTask[]
  readonly values: readonly {
    readonly record: string
    readonly form: string
    readonly field: string
    readonly value: unknown
  }[]
}

/** How a scenario went on the server; instants are ISO UTC. */
export interface PlayedScenario {
  readonly key: string
  readonly passed: boolean
  readonly start: string
  readonly steps: readonly PlayedStep[]
  readonly open: readonly PlayedTask[]
}

/**
 * Plays a scenario on the saved draft, one of its own by key or one it does not have; undefined when there was no time for it.
 * @throws ApiError 422 `check_failed`
 */
export async function play(app: string, wanted: string | Scenario): Promise<PlayedScenario | undefined> {
  if (useDraft.getState().saving === 'waiting') await save()
  const body = typeof wanted === 'string' ? { keys: [wanted] } : { scenario: wanted }
  const { scenarios } = await request<{ scenarios: readonly PlayedScenario[] }>(
    'POST',
    `/apps/${app}/draft/scenarios`,
    { body },
  )
  return scenarios[0]
}
