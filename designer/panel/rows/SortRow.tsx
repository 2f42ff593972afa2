import { useDesign } from '../../texts.ts'
import { fieldChoices } from '../context.ts'
import type { PanelRowProps } from '../parts.ts'
import { ChipsRow } from './ChipsRow.tsx'

/** Fields to sort by, upwards or downwards (`-amount`). */
export function SortRow({ name, value, context, onChange }: PanelRowProps) {
  const { d, label } = useDesign()
  const chosen = Array.isArray(value) ? value.map(String) : []
  const fields = fieldChoices(context, label)
  const choices = fields.flatMap(([key, text]) => [
    [key, `${text} ${d('designer.ascending')}`] as const,
    [`-${key}`, `${text} ${d('designer.descending')}`] as const,
  ])
  return (
    <ChipsRow
      name={name}
      chosen={chosen}
      choices={choices.filter(([key]) => chosen.includes(key) || !taken(chosen, key))}
      onChange={next => onChange(next.length === 0 ? undefined : next)}
    />
  )
}

const bare = (key: string): string => key.replace(/^-/, '')
const taken = (chosen: readonly string[], key: string): boolean => chosen.some(one => bare(one) === bare(key))
