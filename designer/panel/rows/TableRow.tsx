import { Button, IconButton } from '../../../runtime/index.ts'
import { propertyWord } from '../../../schemas/words/properties.ts'
import { formulaText, shownFormula, storedFormula } from '../../formula/names.ts'
import { PlainInput } from '../../properties/PlainInput.tsx'
import { useDesign, usePageTexts } from '../../texts.ts'
import { emptyRow } from '../empty.ts'
import type { PanelRowProps } from '../parts.ts'
import type { Property } from '../shape.ts'
import { panelTexts } from '../texts.ts'
import { usePanelPlace } from './ExprRow.tsx'

interface TableRowProps extends PanelRowProps {
  /** what an item is called in the format */
  readonly item: string
  readonly properties: readonly Property[]
}

type Line = Readonly<Record<string, unknown>>

/** Limits and what they give, a line each: numbers, or formulas of the form's words. */
export function TableRow({ name, item, properties, value, context, onChange }: TableRowProps) {
  const { d, pair } = useDesign()
  const w = usePageTexts(panelTexts)
  const place = usePanelPlace(context, undefined)
  const lines = (Array.isArray(value) ? value : []) as readonly Line[]
  const set = (at: number, column: string) => (text: string) => {
    const { [column]: _, ...rest } = lines[at]!
    const next = text.trim() === '' ? rest : { ...rest, [column]: storedFormula(text.trim(), place) }
    onChange(lines.with(at, next))
  }
  const shown = (expr: unknown): string => (expr === undefined ? '' : shownFormula(formulaText(expr), place))
  return (
    <div className="fd-row">
      <table className="fd-table" aria-label={name}>
        <thead>
          <tr>
            {properties.map(column => (
              <th key={column.name} scope="col">
                {pair(propertyWord(item, column.name))}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing but its place
            <tr key={at}>
              {properties.map(column => (
                <td key={column.name}>
                  <PlainInput
                    name={w('row', { name: pair(propertyWord(item, column.name)), n: at + 1 })}
                    value={shown(line[column.name])}
                    onChange={set(at, column.name)}
                  />
                </td>
              ))}
              <td>
                <IconButton
                  icon="trash"
                  size={14}
                  name={`${d('designer.remove')} ${at + 1}`}
                  disabled={lines.length === 1}
                  onClick={() => onChange(lines.toSpliced(at, 1))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button size="small" icon="plus" onClick={() => onChange([...lines, emptyRow(properties)])}>
        {w('addRow')}
      </Button>
    </div>
  )
}
