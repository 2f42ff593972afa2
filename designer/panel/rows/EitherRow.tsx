import { choiceWord } from '../../../schemas/words/choices.ts'
import { ChoiceRow } from '../../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../../texts.ts'
import { emptyOf } from '../empty.ts'
import { type PanelRowProps, usePanelParts } from '../parts.ts'
import { isTable, type Shape } from '../shape.ts'
import { panelTexts } from '../texts.ts'

type Either = Extract<Shape, { kind: 'either' }>

interface EitherRowProps extends PanelRowProps {
  readonly shape: Either
}

const isFirst = ({ is }: Either, value: unknown): boolean =>
  is === 'array'
    ? Array.isArray(value)
    : is === 'integer'
      ? typeof value === 'number'
      : value !== null && typeof value === 'object' && !Array.isArray(value)

/** What a way of saying it is called. */
const wordOf = (shape: Shape): keyof typeof panelTexts =>
  isTable(shape)
    ? 'table'
    : shape.kind === 'number'
      ? 'number'
      : shape.kind === 'expr'
        ? 'formula'
        : shape.kind === 'key'
          ? 'records'
          : shape.kind === 'object' && shape.properties.length > 1
            ? 'change'
            : 'value'

/** Something said in one of two ways: the choice between them, then the row of the chosen one. */
export function EitherRow(props: EitherRowProps) {
  const { shape, property, name, value, context, onChange } = props
  const { Row: RowOf } = usePanelParts()
  const { d, pair } = useDesign()
  const w = usePageTexts(panelTexts)
  const { first, other } = shape
  const words =
    other.kind === 'choice'
      ? other.values.map(one => [`=${one}`, pair(choiceWord(property.name, one))] as const)
      : [['other', w(wordOf(other))] as const]
  const now =
    value === undefined ? '' : isFirst(shape, value) ? 'first' : other.kind === 'choice' ? `=${String(value)}` : 'other'
  const choose = (key: string) => {
    if (key === now) return
    if (key === '') onChange(undefined)
    else if (key.startsWith('=')) onChange(key.slice(1))
    else onChange(emptyOf(key === 'first' ? first : other, context))
  }
  const chosen = now === 'first' ? first : now === 'other' ? other : undefined
  return (
    <>
      <ChoiceRow
        name={name}
        value={now}
        options={[
          ...(property.required && now !== '' ? [] : [['', d('designer.none')] as const]),
          ...words,
          ['first', w(wordOf(first))],
        ]}
        onChange={choose}
      />
      {chosen === undefined ? null : (
        // What was chosen stands above already; the parts of an object have names of their own.
        <RowOf
          {...props}
          name={chosen.kind === 'object' ? '' : w(wordOf(chosen))}
          property={{ ...property, required: true, shape: chosen }}
        />
      )}
    </>
  )
}
