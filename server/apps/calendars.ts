import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AppDefinition, Calendar } from '../../schemas/generated/definition.ts'
import { adminOf, assertApp, type Caller } from '../http/caller.ts'
import { notFound } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { readDraft, saveDraft } from './drafts.ts'
import type { Installation } from './installation.ts'
import { publishDefinition } from './publishing.ts'

type Hours = Pick<Calendar, 'week' | 'holidays' | 'workdays'>

/** Working calendars of an app, for whoever looks after it: hours, holidays and make-up days change every year. */
export function calendarRoutes(app: FastifyInstance, records: Records): void {
  const open = async (request: FastifyRequest): Promise<{ caller: Caller; installation: Installation }> => {
    const caller = adminOf(request)
    const { app: key } = request.params as { app: string }
    assertApp(caller, key)
    return { caller, installation: await records.installations.get(caller.orgId, key) }
  }
  app.get('/api/apps/:app/calendars', async request => calendarsOf((await open(request)).installation))
  app.put<{ Params: { app: string; key: string }; Body: Hours }>(
    '/api/apps/:app/calendars/:key',
    { schema: { body: hoursBody } },
    async request => {
      const { caller, installation } = await open(request)
      await saveHours(records, request, caller, installation, request.params.key, request.body)
      return calendarsOf(await records.installations.get(caller.orgId, installation.key))
    },
  )
}

const calendarsOf = ({ app, zone }: Installation) => ({
  calendars: [...app.calendars.values()].map(calendar => ({ zone, holidays: [], workdays: [], ...calendar })),
})

/**
 * Publishes the published definition with other working hours, and gives them to the draft as well, whatever else it has. Timers that wait by the calendar
 * move (M19). @throws HttpProblem 404, 422 `check_failed`
 */
async function saveHours(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  key: string,
  hours: Hours,
): Promise<void> {
  if (!installation.app.calendars.has(key)) throw notFound()
  const changed = (definition: AppDefinition): AppDefinition => ({
    ...definition,
    calendars: (definition.calendars ?? []).map(one => (one.key === key ? { ...one, ...hours } : one)),
  })
  const draft = await readDraft(records.platform, installation)
  await publishDefinition(records, request, caller, installation, {
    definition: changed(installation.app.definition),
    confirm: true,
    base: installation.version,
    despite: true,
    note: null,
  })
  await saveDraft(records.platform, installation, caller, changed(draft.definition), draft.revision)
}

const day = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }
const time = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }
const span = { type: 'array', items: time, minItems: 2, maxItems: 2 }
const hoursBody = closedObject(
  {
    week: closedObject(
      Object.fromEntries(
        ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map(name => [
          name,
          { type: 'array', items: span, maxItems: 12 },
        ]),
      ),
    ),
    holidays: { type: 'array', items: day, maxItems: 5000 },
    workdays: { type: 'array', items: day, maxItems: 5000 },
  },
  ['week', 'holidays', 'workdays'],
)
