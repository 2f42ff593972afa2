import type { Language } from '../../../schemas/problem.ts'
import { en } from './en.ts'
import type { Phrases } from './table.ts'
import { zh } from './zh.ts'

export const phrasesOf: Readonly<Record<Language, Phrases>> = { zh, en }
