import { useMemo } from 'react'
import { check, type ExpressionError, formatFormula, parseFormula } from '../../engine/expression/index.ts'
import { compileApp, formEnvironment } from '../../engine/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition, Field, Form } from '../../schemas/generated/definition.ts'
import { useDesign } from '../texts.ts'
import { ChoiceRow, TextRow } from './inputs.tsx'

const results = [
  ['number', '数字', 'Number'],
  ['money', '金额', 'Money'],
  ['percent', '百分比', 'Percent'],
  ['text', '文字', 'Text'],
  ['yes_no', '是/否', 'Yes / no'],
  ['date', '日期', 'Date'],
  ['datetime', '日期时间', 'Date and time'],
  ['duration', '时长', 'Duration'],
  ['user', '人员', 'Person'],
] as const

interface FormulaRowProps {
  readonly definition: AppDefinition
  readonly form: Form
  readonly field: Extract<Field, { type: 'formula' }>
  readonly set: (patch: Readonly<Record<string, unknown>>) => void
}

/** A formula by the fields' labels; it is stored by their keys, so that a renamed field breaks nothing. Mistakes are said at once, with a way out. */
export function FormulaRow({ definition, form, field, set }: FormulaRowProps) {
  const { d, label, language, pair } = useDesign()
  const environment = useMemo(() => {
    // The formula itself may be wrong just now; the names it can use are those of the form without it.
    const others = {
      ...definition,
      forms: definition.forms.map(one =>
        one === form
          ? { ...form, fields: form.fields.map(other => (other === field ? { ...field, formula: '0' } : other)) }
          : one,
      ),
    }
    const { app } = compileApp(others)
    return app === null ? null : formEnvironment(app, app.forms.get(form.key))
  }, [definition, form, field])
  const shown = useMemo(() => withLabels(String(field.formula), form, label), [field.formula, form, label])
  const errors = environment === null ? [] : mistakes(String(field.formula), environment)
  const keep = (text: string) => {
    const parsed = parseFormula(text)
    const checked = environment === null || 'errors' in parsed ? null : check(parsed.tree, environment)
    set({ formula: checked === null || checked.errors.length > 0 ? text : formatFormula(checked.keyed) })
  }
  const names = form.fields.filter(other => other.key !== field.key).map(other => label(other.label))
  return (
    <>
      <TextRow
        name={d('designer.formula')}
        hint={d('designer.formulaHint')}
        lines={3}
        className="fd-formula"
        value={shown}
        onChange={keep}
      />
      {errors.map(error => (
        <p key={`${error.code}${error.start}`} className="fd-finding is-error" role="alert">
          {errorMessage(error.code, { ...error.params, suggestion: error.suggestion ?? '' }, language)}
        </p>
      ))}
      <div className="fd-chips">
        {names.map(name => (
          <button key={name} type="button" onClick={() => keep(`${shown === '0' ? '' : shown}{${name}}`)}>
            {name}
          </button>
        ))}
      </div>
      <ChoiceRow
        name={d('designer.result')}
        value={field.result}
        options={results.map(([key, zh, en]) => [key, pair([zh, en])] as const)}
        onChange={result => set({ result })}
      />
    </>
  )
}

function mistakes(text: string, environment: Parameters<typeof check>[1]): readonly ExpressionError[] {
  const parsed = parseFormula(text)
  return 'errors' in parsed ? parsed.errors : check(parsed.tree, environment).errors
}

/** Keys of the form's fields shown as their labels; what cannot be read is shown as it is. */
function withLabels(text: string, form: Form, label: (label: Field['label']) => string): string {
  const parsed = parseFormula(text)
  if ('errors' in parsed) return text
  const labels = new Map(form.fields.map(field => [field.key, label(field.label)]))
  return formatFormula(parsed.tree, path => [labels.get(path[0] ?? '') ?? path[0], ...path.slice(1)].join('.'))
}
