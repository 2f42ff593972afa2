import { pointerStep } from '../../../schemas/problem.ts'
import { isObject } from '../elements.ts'
import { APP, type Shape, shapeInside } from '../shape.ts'
import type { Advise } from './advise.ts'

type Language = 'zh' | 'en'
const LANGUAGES = { zh: { zh: '中文', en: 'Chinese text' }, en: { zh: '英文', en: 'English text' } } as const

interface Text {
  readonly path: string
  readonly missing: readonly Language[]
}

/** Names and texts in one language only, in an app that otherwise speaks both. An app that speaks one language lacks nothing. */
export const missingTranslations: Advise = ({ definition }, warn) => {
  const texts: Text[] = []
  collect(definition, APP, '', texts)
  for (const language of ['zh', 'en'] as const) {
    const poor = texts.filter(({ missing }) => missing.includes(language))
    if (poor.length * 2 > texts.length) continue
    for (const { path } of poor) warn(path, 'translation_missing', { language: LANGUAGES[language] })
  }
}

function collect(value: unknown, shape: Shape, path: string, texts: Text[]): void {
  if (shape.name === 'label' || shape.name === 'help') {
    if (isObject(value)) texts.push({ path, missing: missingIn(value) })
    return
  }
  if (Array.isArray(value))
    for (const [index, item] of value.entries())
      collect(item, shapeInside(shape, String(index), item), `${path}/${index}`, texts)
  else if (isObject(value) && shape.name !== 'expr')
    for (const [name, item] of Object.entries(value))
      if (name !== 'sampleData') collect(item, shapeInside(shape, name, item), `${path}/${pointerStep(name)}`, texts)
}

const missingIn = (text: Readonly<Record<string, unknown>>): Language[] =>
  (['zh', 'en'] as const).filter(language => typeof text[language] !== 'string' || text[language].trim() === '')
