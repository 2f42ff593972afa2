import { findFunction } from '../../engine/expression/functions/index.ts'
import { type ExpressionError, type Type, typeName } from '../../engine/expression/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Language } from '../../schemas/problem.ts'
import type { FormulaPlace } from './place.ts'

type Pair = readonly [zh: string, en: string]

const TYPES: Readonly<Record<string, Pair>> = {
  number: ['数字', 'number'],
  text: ['文字', 'text'],
  boolean: ['是/否', 'yes/no'],
  date: ['日期', 'date'],
  datetime: ['日期时间', 'date and time'],
  time: ['时间', 'time'],
  duration: ['时长', 'duration'],
  option: ['选项', 'option'],
  user: ['人员', 'person'],
  department: ['部门', 'department'],
  blank: ['空', 'blank'],
  any: ['任意', 'any'],
}

/** Families of functions as the list of functions heads them. */
export const familyNames: Readonly<Record<string, Pair>> = {
  logic: ['逻辑', 'Logic'],
  number: ['数字与阶梯', 'Numbers and tiers'],
  aggregate: ['汇总', 'Totals'],
  text: ['文字', 'Text'],
  date: ['日期时间', 'Dates and times'],
  list: ['列表', 'Lists'],
  record: ['关联记录', 'Related records'],
  people: ['人员', 'People'],
}

const word = (pair: Pair, language: Language): string => pair[language === 'zh' ? 0 : 1]

/** A type in the reader's words: `number`, `list of date`, `record of customer` as the engine names it. */
function typeWords(name: string, { space, language }: Pick<FormulaPlace, 'space' | 'language'>): string {
  const list = /^list of (.+)$/.exec(name)?.[1]
  if (list !== undefined) {
    const inner = typeWords(list, { space, language })
    return language === 'zh' ? `${inner}列表` : `list of ${inner}`
  }
  const form = /^record of (.+)$/.exec(name)?.[1]
  if (form !== undefined) {
    const label = space.forms.get(form)?.name
    const text = label?.[language] ?? label?.zh ?? form
    return language === 'zh' ? `${text}记录` : `${text} record`
  }
  return Object.hasOwn(TYPES, name) ? word(TYPES[name]!, language) : name
}

export const wordsOfType = (type: Type, place: Pick<FormulaPlace, 'space' | 'language'>): string =>
  typeWords(typeName(type), place)

const TYPE_PARAMS = new Set(['expected', 'found', 'left', 'right', 'type'])

/** What is wrong, in the reader's language with the reader's words for types and arguments. The suggestion is a button beside it. */
export function mistakeText(error: ExpressionError, place: FormulaPlace): string {
  const params: Record<string, string | number> = { ...error.params, suggestion: '' }
  for (const [name, value] of Object.entries(params))
    if (TYPE_PARAMS.has(name) && typeof value === 'string') params[name] = typeWords(value, place)
  const argument = findFunction(String(params.function ?? ''))?.args.find(({ name }) => name.en === params.argument)
  if (argument !== undefined) params.argument = argument.name[place.language]
  return errorMessage(error.code, params, place.language)
}
