import { choiceWord } from '../../schemas/words/choices.ts'
import { ChoiceRow, SwitchRow, TextRow } from '../properties/inputs.tsx'
import { useDesign } from '../texts.ts'
import { choicesFor } from './context.ts'
import type { PanelRowProps } from './parts.ts'
import { ChipsRow } from './rows/ChipsRow.tsx'
import { ConstantsRow } from './rows/ConstantsRow.tsx'
import { EitherRow } from './rows/EitherRow.tsx'
import { ExprRow } from './rows/ExprRow.tsx'
import { ListRow } from './rows/ListRow.tsx'
import { MapRow } from './rows/MapRow.tsx'
import { NamedRow } from './rows/NamedRow.tsx'
import { ObjectRow } from './rows/ObjectRow.tsx'
import { PairsRow } from './rows/PairsRow.tsx'
import { ScheduleRow } from './rows/ScheduleRow.tsx'
import { SortRow } from './rows/SortRow.tsx'
import { TableRow } from './rows/TableRow.tsx'
import { ValueRow } from './rows/ValueRow.tsx'
import { WeekRow } from './rows/WeekRow.tsx'
import { WordsRow } from './rows/WordsRow.tsx'
import { ZoneRow } from './rows/ZoneRow.tsx'
import { isTable, type Shape } from './shape.ts'

/** One property, edited as its schema says. */
export function PanelRow(props: PanelRowProps) {
  const { property, name, value, onChange } = props
  const { shape } = property
  switch (shape.kind) {
    case 'flag':
      return <SwitchRow name={name} value={value === true} onChange={on => onChange(on ? true : undefined)} />
    case 'choice':
    case 'key':
      return <OneOf {...props} />
    case 'choices':
    case 'keys':
    case 'texts':
      return <Several {...props} />
    case 'number':
      return <NumberRow {...props} shape={shape} />
    case 'text':
      return (
        <TextRow name={name} value={String(value ?? '')} onChange={text => onChange(text === '' ? undefined : text)} />
      )
    case 'zone':
      return <ZoneRow name={name} value={value} onChange={onChange} />
    case 'duration':
    case 'time':
    case 'day':
      return <MomentRow {...props} kind={shape.kind} />
    case 'words':
      return <WordsRow name={name} value={value} long={shape.long} max={shape.max} onChange={onChange} />
    case 'expr':
      return <ExprRow {...props} />
    case 'value':
      return <ValueRow name={name} value={value} context={props.context} onChange={onChange} />
    case 'sort':
      return <SortRow {...props} />
    case 'map':
      return <MapRow {...props} shape={shape} />
    case 'object':
      return <ObjectRow {...props} shape={shape} />
    case 'week':
      return <WeekRow {...props} shape={shape} />
    case 'named':
      return <NamedRow {...props} />
    case 'pairs':
      return <PairsRow {...props} />
    case 'values':
      return <ConstantsRow {...props} />
    case 'schedule':
      return <ScheduleRow {...props} shape={shape} />
    case 'either':
      return <EitherRow {...props} shape={shape} />
    case 'list':
      if (isTable(shape)) return <TableRow {...props} item={shape.of} properties={shape.item.properties} />
      return <ListRow {...props} shape={shape} />
    default:
      return null
  }
}

function OneOf({ property, name, value, of, context, onChange }: PanelRowProps) {
  const { d, pair, label } = useDesign()
  const { shape, required } = property
  const choices =
    shape.kind === 'choice'
      ? shape.values.map(one => [one, pair(choiceWord(property.name, one))] as const)
      : shape.kind === 'key'
        ? choicesFor(shape.refers, context, of, label)
        : []
  const text = typeof value === 'string' ? value : ''
  const unknown = text !== '' && !choices.some(([key]) => key === text) ? [[text, text] as const] : []
  const none = required && text !== '' ? [] : [['', d('designer.none')] as const]
  return (
    <ChoiceRow
      name={name}
      value={text}
      options={[...none, ...choices, ...unknown]}
      onChange={key => onChange(key === '' ? undefined : key)}
    />
  )
}

function Several({ property, name, value, of, context, onChange }: PanelRowProps) {
  const { pair, label } = useDesign()
  const { shape } = property
  const choices =
    shape.kind === 'choices'
      ? shape.values.map(one => [one, pair(choiceWord(property.name, one))] as const)
      : shape.kind === 'keys'
        ? choicesFor(shape.refers, context, of, label)
        : undefined
  const chosen = Array.isArray(value) ? value.map(String) : []
  return (
    <ChipsRow
      name={name}
      chosen={chosen}
      choices={choices}
      onChange={next => onChange(next.length === 0 && !property.required ? undefined : next)}
    />
  )
}

interface NumberRowProps extends PanelRowProps {
  readonly shape: Extract<Shape, { kind: 'number' }>
}

/** A number in the schema's range; anything else is not taken. */
function NumberRow({ name, value, shape, onChange }: NumberRowProps) {
  const keep = (text: string) => {
    if (text.trim() === '') return onChange(undefined)
    if (!shape.whole && /^-?\d{1,30}(\.\d{1,20})?$/.test(text.trim())) return onChange(plainNumber(text.trim()))
    const number = Number(text)
    if (shape.whole && Number.isInteger(number) && number >= shape.min! && number <= shape.max!) onChange(number)
  }
  return <TextRow name={name} numeric value={String(value ?? '')} onChange={keep} />
}

/** Numbers of up to 15 digits are numbers, longer ones stay text: nothing is rounded. */
const plainNumber = (text: string): number | string =>
  text.replace(/\D/g, '').length <= 15 && String(Number(text)) === text ? Number(text) : text

const moments = {
  duration: { pattern: /^-?\d{1,7}(h|min|d|wd|wh|mo)$/, hint: 'designer.durationHint' },
  time: { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, hint: 'designer.timeHint' },
  day: { pattern: /^\d{4}-\d{2}-\d{2}$/, hint: 'designer.dayHint' },
} as const

function MomentRow({ name, value, kind, onChange }: PanelRowProps & { readonly kind: keyof typeof moments }) {
  const { d } = useDesign()
  const { pattern, hint } = moments[kind]
  const keep = (text: string) => {
    if (text.trim() === '') onChange(undefined)
    else if (pattern.test(text.trim())) onChange(text.trim())
  }
  return <TextRow name={name} hint={d(hint)} value={String(value ?? '')} onChange={keep} />
}
