import type { Field } from '../../../schemas/generated/definition.ts'
import { useDesign, usePageTexts } from '../../texts.ts'
import type { Choice, PanelContext } from '../context.ts'
import type { PanelRowProps } from '../parts.ts'
import { panelTexts } from '../texts.ts'
import { ChipsRow } from './ChipsRow.tsx'

/** Values a field comes from or goes to: its options where it has some, else what is typed; blank is one of them. */
export function ConstantsRow({ name, value, of, context, onChange }: PanelRowProps) {
  const { label } = useDesign()
  const w = usePageTexts(panelTexts)
  const blank = w('blank')
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value]
  const choices = choicesOf(fieldOf(of, context), context, label, w)
  const constants = new Map<string, unknown>([
    [blank, null],
    ['true', true],
    ['false', false],
  ])
  const keep = (chosen: readonly string[]) => {
    const next = chosen.map(text => (constants.has(text) ? constants.get(text) : text))
    onChange(next.length === 0 ? undefined : next.length === 1 ? next[0] : next)
  }
  return (
    <ChipsRow
      name={name}
      chosen={values.map(one => (one === null ? blank : String(one)))}
      choices={choices === undefined ? undefined : [...choices, [blank, blank]]}
      onChange={keep}
    />
  )
}

/** The one field a change is about; of several it is not known whose values are meant. */
function fieldOf({ fields, form }: PanelRowProps['of'], context: PanelContext): Field | undefined {
  const [key, ...others] = Array.isArray(fields) ? fields : []
  const own = context.definition.forms.find(one => one.key === (form ?? context.form))
  return others.length === 0 ? own?.fields.find(one => one.key === key) : undefined
}

function choicesOf(
  field: Field | undefined,
  { definition }: PanelContext,
  label: ReturnType<typeof useDesign>['label'],
  w: (key: 'yes' | 'no') => string,
): Choice[] | undefined {
  if (field?.type === 'yes_no')
    return [
      ['true', w('yes')],
      ['false', w('no')],
    ]
  if (field === undefined || !('options' in field)) return undefined
  const library = definition.optionLibraries?.find(({ key }) => key === field.options)
  return library?.options.map((option): Choice => [option.key, label(option.label) || option.key])
}
