import type { Language, Problem } from '../problem.ts'
import { adviceErrors } from './advice.ts'
import { definitionErrors } from './definition.ts'
import { deliveryErrors } from './delivery.ts'
import { expressionErrors } from './expression.ts'
import { type ErrorTexts, messageOf } from './message.ts'
import { recordErrors } from './record.ts'
import { serverErrors } from './server.ts'
import { workflowErrors } from './workflow.ts'

/** Every error code of the product with its text in both languages. A code is stable and never reused. */
export const errorCatalogue: ErrorTexts = {
  ...adviceErrors,
  ...definitionErrors,
  ...deliveryErrors,
  ...expressionErrors,
  ...recordErrors,
  ...serverErrors,
  ...workflowErrors,
}

/** The message of any code of the product. A page that only shows and fills in records takes `valueMessage` instead. */
export const errorMessage = (code: string, params: Problem['params'], language: Language): string =>
  messageOf(errorCatalogue, code, params, language)
