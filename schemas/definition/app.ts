import { additionSchemas } from './additions.ts'
import { automationSchemas } from './automations.ts'
import { connectorSchemas, connectors } from './connectors.ts'
import { dashboardSchemas } from './dashboards.ts'
import { documentSchemas } from './documents.ts'
import { fieldSchemas } from './fields.ts'
import { formSchemas } from './forms.ts'
import { pageSchemas } from './pages.ts'
import { policySchemas } from './policies.ts'
import { processSchemas } from './processes.ts'
import { scenarioSchemas } from './scenarios.ts'
import { scorecardSchemas } from './scorecards.ts'
import { closed, key, label, list, oneOf, ref, type Schema, text } from './shapes.ts'
import { valueSchemas } from './values.ts'
import { workflowSchemas } from './workflows.ts'

/** Version of the definition format this code reads and writes. */
export const FORMAT_VERSION = 1

/** What an app is for, as a gallery sorts. */
const categories = ['sales', 'store', 'service', 'projects', 'people', 'other']

/** Each definition bears its own name as title: an error says by it which primitive it is about. */
const named = (schemas: Record<string, Schema>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, { ...schema, title: name }]))

/** The JSON Schema (2020-12) of an app definition. Everything the product knows of an app follows from a value of it. */
export const appSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'app',
  title: 'app',
  ...closed(
    {
      formatVersion: { const: FORMAT_VERSION },
      key,
      version: { type: 'string', pattern: '^[0-9]{1,5}\\.[0-9]{1,5}(\\.[0-9]{1,5})?$' },
      name: label,
      description: ref('help'),
      icon: text(60),
      // What a gallery sorts by.
      category: oneOf(...categories),
      zone: ref('zone'),
      // An add-on: the template whose apps it is added to, and what it adds to what is there.
      extends: key,
      additions: ref('additions'),
      settings: list(ref('setting'), 2000),
      calendars: list(ref('calendar'), 100),
      optionLibraries: list(ref('optionLibrary'), 2000),
      forms: list(ref('form'), 500),
      workflows: list(ref('workflow'), 500),
      automations: list(ref('automation'), 2000),
      connectors,
      policies: list(ref('policy'), 200),
      scorecards: list(ref('scorecard'), 500),
      views: list(ref('view'), 2000),
      dashboards: list(ref('dashboard'), 200),
      documents: list(ref('document'), 200),
      roles: list(ref('role'), 200),
      scenarios: list(ref('scenario'), 1000),
      navigation: list(ref('navigationItem'), 200),
      sampleData: {
        type: 'object',
        propertyNames: { pattern: '^[a-z][a-z0-9_]{0,47}$' },
        additionalProperties: list(ref('sampleRecord'), 10_000),
      },
    },
    ['formatVersion', 'key', 'version', 'name', 'forms'],
  ),
  $defs: named({
    ...valueSchemas,
    ...fieldSchemas,
    ...formSchemas,
    ...processSchemas,
    ...automationSchemas,
    ...scenarioSchemas,
    ...workflowSchemas,
    ...policySchemas,
    ...connectorSchemas,
    ...scorecardSchemas,
    ...pageSchemas,
    ...dashboardSchemas,
    ...additionSchemas,
    ...documentSchemas,
  }),
}
