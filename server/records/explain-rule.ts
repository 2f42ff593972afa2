import type { Installation } from '../apps/installation.ts'
import type { Connection } from './scope.ts'

/** Since when a field is worked out as it is. */
export interface RuleSince {
  /** the first version in a row that has today's rule */
  readonly version: number
  readonly publishedAt: string
}

/** What a field is called changes nothing in how it is worked out. */
const TOLD = new Set(['key', 'label', 'help', 'searchable', 'unit', 'currency'])

interface Row {
  readonly version: number
  readonly publishedAt: Date | string
  readonly field: Record<string, unknown> | null
  readonly scorecards: unknown
}

/** Versions that are looked through; a rule older than that counts from the oldest of them. */
const MOST_VERSIONS = 500

/** Looks back through the published versions until the rule of a field (path: field, or sub-form and column) was another. Kept per version. */
export async function ruleSince(
  installation: Installation,
  form: string,
  path: readonly string[],
  connection: Connection,
): Promise<RuleSince | null> {
  const name = `rule ${form} ${path.join('.')}`
  const known = installation.plans.get(name) as RuleSince | null | undefined
  if (known !== undefined) return known
  const steps = path.map((_, at) => `.fields[*] ? (@.key == $f${at})`).join('')
  const keys = { form, ...Object.fromEntries(path.map((key, at) => [`f${at}`, key])) }
  const { rows } = await connection.query<Row>(
    `select version, published_at as "publishedAt", definition -> 'scorecards' as scorecards,
       jsonb_path_query_first(definition, ('$.forms[*] ? (@.key == $form)' || $3)::jsonpath, $4::jsonb) as field
     from formwork.app_version where org_id = $1 and app_id = $2 and version <= $5 order by version desc limit ${MOST_VERSIONS}`,
    [installation.orgId, installation.id, steps, JSON.stringify(keys), installation.version],
  )
  const rule = rows[0] === undefined ? '' : ruleText(rows[0])
  const last = rows.findIndex(row => ruleText(row) !== rule)
  const since = rows[last < 0 ? rows.length - 1 : last - 1]
  const found =
    since === undefined ? null : { version: since.version, publishedAt: new Date(since.publishedAt).toISOString() }
  installation.plans.set(name, found)
  return found
}

function ruleText({ field, scorecards }: Row): string {
  if (field === null) return ''
  const told = Object.fromEntries(Object.entries(field).filter(([key]) => !TOLD.has(key)))
  return JSON.stringify(field.type === 'score' ? [told, scorecards] : told)
}
