import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Label } from '../../schemas/generated/definition.ts'
import { HttpProblem } from '../http/problem.ts'
import { notify } from '../notifications/store.ts'
import { administratorsOf, type Step } from './step.ts'
import { inBoth } from './texts.ts'

/** What failed: an automation or a ladder, by its name. */
export interface Failing {
  readonly name: Label
  /** its key, for languages the name lacks */
  readonly fallback: string
}

/** Tells administrators of work of the app that failed: what, why, and at which record. Once for each `key`. */
export async function reportFailure(
  step: Step,
  failing: Failing,
  about: { readonly form: string; readonly record: string; readonly key: string },
  error: unknown,
): Promise<void> {
  const name = inBoth(failing.name, failing.fallback)
  const say = (language: 'zh' | 'en'): string =>
    errorMessage('action_failed', { automation: name[language], reason: reasonOf(step, error, language) }, language)
  await notify(step.records.platform, step.connection, {
    orgId: step.installation.orgId,
    users: administratorsOf(step.directory),
    text: { zh: say('zh'), en: say('en') },
    link: about.record === '' ? null : { app: step.installation.key, form: about.form, record: about.record },
    dedupeKey: `failed:${failing.fallback}:${about.key}`,
    kind: 'warning',
  })
}

/** Why, in the reader's language; what is nobody's business is only named by its request. */
export function reasonOf(step: Step, error: unknown, language: 'zh' | 'en'): string {
  if (!(error instanceof HttpProblem))
    return errorMessage('internal_error', { requestId: step.actor.requestId ?? '' }, language)
  const [first] = error.errors
  return first === undefined
    ? errorMessage(error.code, error.params, language)
    : errorMessage(first.code, first.params, language)
}
