import type { FormulaPlace } from '../../../designer/formula/place.ts'
import { formulaPlace, nameSpaceOf } from '../../../designer/formula/place.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { demo } from '../../runtime/demo.ts'

const label = (zh: string, en: string) => ({ zh, en })

/** The demo app with what names can trip over: two fields of one label, a label that is another field's key, points and braces in a label. */
export function tricky(): AppDefinition {
  const app = demo()
  return {
    ...app,
    forms: app.forms.map(form =>
      form.key !== 'order'
        ? form
        : {
            ...form,
            fields: [
              ...form.fields,
              { key: 'amount_2', label: label('金额', 'Amount'), type: 'money' },
              { key: 'odd', label: label('amount', 'due'), type: 'number' },
              { key: 'dotted', label: label('含税.单价{元}', 'Price \\ incl. tax'), type: 'money' },
              { key: 'industry', label: label('行业', 'Industry'), type: 'select', options: 'industry' },
            ],
          },
    ),
  }
}

export const placeOf = (language: 'zh' | 'en' = 'zh', form = 'order'): FormulaPlace =>
  formulaPlace(nameSpaceOf(tricky()), form, language)

/** A text with `|` where the cursor stands. */
export function cursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('|')
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset }
}
