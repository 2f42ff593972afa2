import { useMemo } from 'react'
import { ownType } from '../../engine/definition/field-type.ts'
import { relatedForm } from '../../engine/definition/shells.ts'
import { BOOLEAN, type Type } from '../../engine/expression/index.ts'
import type { AppDefinition, Field, Form } from '../../schemas/generated/definition.ts'
import { formulaText } from '../formula/names.ts'
import { type FormulaPlace, formulaPlace, nameSpaceOf } from '../formula/place.ts'
import { TryPane } from '../formula/TryPane.tsx'
import type { TrialKind } from '../formula/useTrial.ts'
import { useDesign } from '../texts.ts'
import { FormulaRow } from './FormulaRow.tsx'
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

type Values = Readonly<Record<string, unknown>>

interface PartProps<F extends Field = Field> {
  readonly definition: AppDefinition
  readonly form: Form
  readonly field: F
  readonly set: (patch: Values) => void
}

/** The names a property's formula may use; the definition's other formulas may be wrong just now. */
function usePlace(
  { definition, form, field }: Pick<PartProps, 'definition' | 'form' | 'field'>,
  expected: Type | undefined,
  of = form.key,
): FormulaPlace {
  const { language } = useDesign()
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  return useMemo(
    () => formulaPlace(space, of, language, { expected, field: field.key }),
    [space, of, language, expected, field.key],
  )
}

/** The result of a formula on a record; forms of rows have no records of their own. */
const trying = (definition: AppDefinition, place: FormulaPlace, kind: TrialKind) =>
  kind.form.includes('.')
    ? {}
    : {
        result: (formula: string | null) => (
          <TryPane definition={definition} place={place} kind={kind} formula={formula} />
        ),
      }

/** The formula of a formula field, and what it gives. */
export function FormulaField(props: PartProps<Extract<Field, { type: 'formula' }>>) {
  const { d, pair, label } = useDesign()
  const { field, set } = props
  const { result, scale } = field
  // biome-ignore lint/correctness/useExhaustiveDependencies: the type follows from the result alone
  const expected = useMemo(() => ownType(field, ''), [result, scale])
  const place = usePlace(props, expected)
  return (
    <>
      <FormulaRow
        of={label(props.field.label)}
        name={d('designer.formula')}
        formula={formulaText(field.formula)}
        place={place}
        onChange={formula => set({ formula: formula === '' ? 'BLANK()' : formula })}
        {...trying(props.definition, place, { form: props.form.key, result, scale, field: field.key })}
      />
      <ChoiceRow
        name={d('designer.result')}
        value={field.result}
        options={results.map(([key, zh, en]) => [key, pair([zh, en])] as const)}
        onChange={next => set({ result: next })}
      />
    </>
  )
}

/** From when on a computed value stays as it is. */
export function FrozenWhen(props: PartProps) {
  const { d, label } = useDesign()
  const place = usePlace(props, BOOLEAN)
  const { frozenWhen } = props.field as { frozenWhen?: unknown }
  return (
    <FormulaRow
      of={label(props.field.label)}
      name={d('formula.frozenWhen')}
      hint={d('formula.frozenWhenHint')}
      formula={frozenWhen === undefined ? '' : formulaText(frozenWhen)}
      place={place}
      removable
      onChange={formula => props.set({ frozenWhen: formula === '' ? null : formula })}
      {...trying(props.definition, place, { form: props.form.key, result: 'yes_no' })}
    />
  )
}

/** Which records a roll-up counts, in the words of their form. */
export function RollupWhere(props: PartProps<Extract<Field, { type: 'rollup' }>>) {
  const { d, label } = useDesign()
  const { definition, form, field, set } = props
  const source = useMemo(() => {
    const own = nameSpaceOf(definition).forms.get(form.key)
    return own === undefined ? undefined : relatedForm(own, field.relation)
  }, [definition, form.key, field.relation])
  const place = usePlace(props, BOOLEAN, source ?? form.key)
  return (
    <FormulaRow
      of={label(props.field.label)}
      name={d('formula.where')}
      formula={field.where === undefined ? '' : formulaText(field.where)}
      place={place}
      removable
      onChange={formula => set({ where: formula === '' ? null : formula })}
      {...trying(definition, place, { form: source ?? form.key, result: 'yes_no' })}
    />
  )
}

/** What a field starts with: a plain value, or a formula behind "=". */
export function DefaultValue(props: PartProps) {
  const { d, label } = useDesign()
  const place = usePlace(props, undefined)
  const value = (props.field as { default?: unknown }).default
  const text = value === undefined || value === null ? '' : String(value)
  const formula = text.startsWith('=') ? text.slice(1) : ''
  const known = results.some(([key]) => key === props.field.type)
  const keep = (next: string) => props.set({ default: next === '' ? null : next })
  return (
    <>
      {formula === '' ? <TextRow name={d('designer.default')} value={text} onChange={keep} /> : null}
      <FormulaRow
        of={label(props.field.label)}
        name={d(formula === '' ? 'formula.orFormula' : 'designer.default')}
        formula={formula}
        place={place}
        removable
        onChange={next => keep(next === '' ? '' : `=${next}`)}
        {...(known ? trying(props.definition, place, { form: props.form.key, result: props.field.type }) : {})}
      />
    </>
  )
}
