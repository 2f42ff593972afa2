import type { AppDefinition, Calendar, Dashboard, Setting, View } from '../../schemas/generated/definition.ts'
import type { CompiledPolicy } from '../assignment/compiled.ts'
import type { CompiledWorkflow } from '../workflow/compiled.ts'
import type {
  CompiledAutomation,
  CompiledForm,
  CompiledLibrary,
  CompiledRole,
  CompiledScorecard,
  RecordLadder,
} from './compiled.ts'
import type { CompiledDocument } from './documents.ts'

import type { CompiledScenario } from './scenarios.ts'

/** A definition that passed the check, ready to run. Immutable; cached by (app, version). */
export interface CompiledApp {
  readonly definition: AppDefinition
  readonly key: string
  readonly zone: string
  readonly forms: ReadonlyMap<string, CompiledForm>
  readonly libraries: ReadonlyMap<string, CompiledLibrary>
  readonly settings: ReadonlyMap<string, Setting>
  readonly calendars: ReadonlyMap<string, Calendar>
  readonly workflows: ReadonlyMap<string, CompiledWorkflow>
  readonly automations: readonly CompiledAutomation[]
  readonly ladders: readonly RecordLadder[]
  readonly policies: ReadonlyMap<string, CompiledPolicy>
  readonly scenarios: ReadonlyMap<string, CompiledScenario>
  readonly scorecards: ReadonlyMap<string, CompiledScorecard>
  readonly roles: ReadonlyMap<string, CompiledRole>
  readonly views: ReadonlyMap<string, View>
  readonly dashboards: ReadonlyMap<string, Dashboard>
  readonly documents: ReadonlyMap<string, CompiledDocument>
}
