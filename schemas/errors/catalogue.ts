import type { Language, Problem } from '../problem.ts'
import { definitionErrors } from './definition.ts'
import { deliveryErrors } from './delivery.ts'
import { expressionErrors } from './expression.ts'
import { recordErrors } from './record.ts'
import { serverErrors } from './server.ts'
import { workflowErrors } from './workflow.ts'

type Texts = Readonly<Record<string, Readonly<Record<Language, string>>>>

/** Every error code of the product with its text in both languages. A code is stable and never reused. */
export const errorCatalogue: Texts = {
  ...definitionErrors,
  ...deliveryErrors,
  ...expressionErrors,
  ...recordErrors,
  ...serverErrors,
  ...workflowErrors,
}

/** A label or text in two languages, read in the caller's language, else in the other one. */
function inLanguage(value: unknown, language: Language): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(item => inLanguage(item, language)).join(language === 'zh' ? '、' : ', ')
  if (typeof value !== 'object') return String(value)
  const texts = value as Partial<Record<Language, string>>
  return texts[language] ?? texts[language === 'zh' ? 'en' : 'zh'] ?? ''
}

/** The message of a code with its params filled in, in the reader's language. An unknown code reads as itself. */
export function errorMessage(code: string, params: Problem['params'], language: Language): string {
  const text = Object.hasOwn(errorCatalogue, code) ? errorCatalogue[code]?.[language] : undefined
  if (text === undefined) return code
  return text.replace(/\{(\w+)\}/g, (_, name: string) => inLanguage(params[name], language)).trim()
}
