import { useState } from 'react'
import { Button, IconButton } from '../../../runtime/index.ts'
import { ChoiceRow } from '../../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../../texts.ts'
import { fieldChoices, type PanelContext } from '../context.ts'
import { type PanelRowProps, usePanelParts } from '../parts.ts'
import { panelTexts } from '../texts.ts'

type Pair = readonly [here: unknown, there: unknown]

/** Fields of two records that must say the same: the one that began it, and the one that is waited for. */
export function PairsRow({ property, name, value, of, context, ...rest }: PanelRowProps) {
  const { d } = useDesign()
  const w = usePageTexts(panelTexts)
  const pairs = (Array.isArray(value) ? value : []) as readonly Pair[]
  const keep = (next: readonly Pair[]) => rest.onChange(next.length === 0 ? undefined : next)
  const other = otherForm(of, context)
  const side = (at: number, which: 0 | 1) => (
    <FieldOrFormula
      {...rest}
      property={property}
      of={of}
      name={w(which === 0 ? 'here' : 'there')}
      context={which === 0 ? context : other}
      value={pairs[at]![which]}
      onChange={next => keep(pairs.with(at, which === 0 ? [next, pairs[at]![1]] : [pairs[at]![0], next]))}
    />
  )
  return (
    <fieldset className="fd-named">
      <legend className="fd-row-name">{name}</legend>
      {pairs.map((_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair has nothing but its place
        <div key={at} className="fd-map-entry">
          <div className="fd-pair">
            {side(at, 0)}
            {side(at, 1)}
          </div>
          <IconButton
            icon="close"
            size={14}
            name={`${d('designer.remove')} ${at + 1}`}
            onClick={() => keep(pairs.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button size="small" icon="plus" onClick={() => keep([...pairs, [firstField(context), firstField(other)]])}>
        {d('designer.add')}
      </Button>
    </fieldset>
  )
}

/** The form of what is waited for, when it names one. */
function otherForm({ unless }: PanelRowProps['of'], context: PanelContext): PanelContext {
  const waited = (Array.isArray(unless) ? unless : []) as readonly { readonly form?: unknown }[]
  const form = waited.find(one => typeof one.form === 'string')?.form
  return typeof form === 'string' ? { ...context, form } : context
}

const firstField = (context: PanelContext): string => `{${fieldChoices(context, () => '')[0]?.[0] ?? 'id'}}`

const FIELD = /^\{([a-z][a-z0-9_]*)\}$/

/** A field by its name; anything more is a formula. */
function FieldOrFormula(props: PanelRowProps) {
  const { name, value, context, onChange } = props
  const { label } = useDesign()
  const w = usePageTexts(panelTexts)
  const { Row: RowOf } = usePanelParts()
  const [written, setWritten] = useState(false)
  const choices = fieldChoices(context, label)
  const field = FIELD.exec(String(value))?.[1]
  if (written || field === undefined || !choices.some(([key]) => key === field))
    return <RowOf {...props} property={{ ...props.property, required: true, shape: { kind: 'expr' } }} />
  return (
    <ChoiceRow
      name={name}
      value={field}
      options={[...choices, ['', w('byFormula')]]}
      onChange={key => (key === '' ? setWritten(true) : onChange(`{${key}}`))}
    />
  )
}
