import type { Language, Problem } from '../problem.ts'
import { expressionErrors } from './expression.ts'
import { type ErrorTexts, messageOf } from './message.ts'
import { recordErrors } from './record.ts'

const texts: ErrorTexts = { ...expressionErrors, ...recordErrors }

/**
 * The message of a code about a record's values, entered or worked out. All that a page finds out by itself: what else can be wrong the server
 * says in words, so its texts need not be loaded.
 */
export const valueMessage = (code: string, params: Problem['params'], language: Language): string =>
  messageOf(texts, code, params, language)
