import { type CompiledForm, noRelated, type RecordContext } from '../../engine/index.ts'
import { calendarOf } from '../../engine/timer/calendar.ts'
import type { Installation, Installations } from '../apps/installation.ts'
import type { Transaction } from '../database/statements.ts'
import { assertApp, type Caller } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { notFound } from '../http/problem.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { type FormAccess, formAccess } from './access.ts'
import { localDay } from './local-day.ts'
import { systemAccess } from './system-access.ts'
import { withSystemForm } from './system-forms.ts'

/** Everything a request about the records of one form works with. */
export interface FormScope {
  readonly platform: Platform
  readonly installation: Installation
  readonly form: CompiledForm
  readonly caller: Caller
  readonly directory: OrganisationDirectory
  readonly access: FormAccess
  /** constant in the request */
  readonly now: string
  readonly today: string
}

/** Resolves app and form for a caller. @throws HttpProblem 404 for what does not exist or is invisible */
export async function openForm(
  platform: Platform,
  installations: Installations,
  caller: Caller,
  appKey: string,
  formKey: string,
): Promise<FormScope> {
  assertApp(caller, appKey)
  const installation = await installations.get(caller.orgId, appKey)
  const directory = await platform.directories.of(caller)
  return scopeOf(platform, installation, caller, directory, formKey)
}

export function scopeOf(
  platform: Platform,
  installation: Installation,
  caller: Caller,
  directory: OrganisationDirectory,
  formKey: string,
): FormScope {
  const now = platform.clock.now()
  const today = localDay(now, installation.zone)
  if (formKey.startsWith('$')) {
    const made = withSystemForm(installation, formKey)
    const access = systemAccess(installation, made.form, caller, directory, { now, today })
    return { ...{ platform, ...made, caller, directory, access, now, today } }
  }
  const form = installation.app.forms.get(formKey)
  if (form === undefined || form.parent !== undefined) throw notFound()
  return {
    platform,
    installation,
    form,
    caller,
    directory,
    access: formAccess(installation, form, caller, directory, now),
    now,
    today,
  }
}

/** The same request looking at another form of the app. */
export function siblingScope(scope: FormScope, form: CompiledForm): FormScope {
  return { ...scope, form, access: formAccess(scope.installation, form, scope.caller, scope.directory, scope.now) }
}

/** What the engine needs to interpret a record; `related` is loaded by `loadRelated` where the form asks for it. */
export function recordContext(
  scope: Pick<FormScope, 'installation' | 'directory' | 'now' | 'today'> & { caller: Pick<Caller, 'userId'> | null },
  related: RecordContext['related'] = noRelated,
): RecordContext {
  const { installation, now, today } = scope
  return {
    app: installation.app,
    user: scope.caller?.userId ?? null,
    now,
    today,
    zone: installation.zone,
    settings: installation.settings,
    related,
    held: installation.held,
    monotonicMs: () => performance.now(),
    directory: scope.directory.forApp(installation.key),
    ...calendarIn(installation),
  }
}

/** Working days in formulas are those of the app's first calendar. */
function calendarIn({ app }: Installation): Pick<RecordContext, 'calendar'> {
  const [first] = app.calendars.values()
  return first === undefined ? {} : { calendar: calendarOf(first) }
}

/** A connection: the pool for a single statement, a transaction for several. */
export type Connection = Transaction
