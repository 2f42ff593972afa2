import { useMemo } from 'react'
import { actionScopes } from '../../../engine/definition/actions.ts'
import { BOOLEAN, type Type } from '../../../engine/expression/index.ts'
import type { Expr } from '../../../schemas/generated/definition.ts'
import { ConditionBuilder } from '../../conditions/ConditionBuilder.tsx'
import { formulaText } from '../../formula/names.ts'
import { formulaPlace } from '../../formula/place.ts'
import { FormulaRow } from '../../properties/FormulaRow.tsx'
import { useDesign } from '../../texts.ts'
import type { PanelContext } from '../context.ts'
import type { PanelRowProps } from '../parts.ts'

/** Properties that say yes or no. */
const conditions = new Set([
  'when',
  'where',
  'rows',
  'appliesWhen',
  'passWhen',
  'failWhen',
  'pauseWhen',
  'stopWhen',
  'frozenWhen',
  'becomes',
  'is',
  'valid',
  'holds',
])

/** Names that stand beside the record's own in some places; the check says where they may not. */
const scopes = {
  ...actionScopes,
  $candidate: { kind: 'user' },
  $item: { kind: 'any' },
  $votes: { kind: 'any' },
  $nodes: { kind: 'any' },
} as const satisfies Readonly<Record<string, Type>>

/** The names a formula in the panel may use. */
export function usePanelPlace(context: PanelContext, expected: Type | undefined) {
  const { language } = useDesign()
  const { space, form } = context
  return useMemo(
    () => formulaPlace(space, form ?? '', language, { expected, scopes }),
    [space, form, language, expected],
  )
}

/** A condition, people, a number: written with the words of the form. */
export function ExprRow(props: PanelRowProps) {
  const { property, name, value, context, onChange } = props
  if (conditions.has(property.name) && context.form !== undefined)
    return (
      <div className="fd-row">
        <span className="fd-row-name">{name}</span>
        <ConditionBuilder
          form={context.form}
          name={name}
          value={value as Expr | undefined}
          onChange={onChange}
          people={KNOWN_PEOPLE}
          scopes={scopes}
        />
      </div>
    )
  return <FormulaOf {...props} />
}

/** People a condition may name beside the form's own fields. */
const KNOWN_PEOPLE = ['$user']

function FormulaOf({ property, name, value, context, onChange }: PanelRowProps) {
  const place = usePanelPlace(context, conditions.has(property.name) ? BOOLEAN : undefined)
  return (
    <FormulaRow
      of=""
      name={name}
      formula={value === undefined ? '' : formulaText(value)}
      place={place}
      removable={!property.required}
      onChange={formula => onChange(formula === '' ? undefined : formula)}
    />
  )
}
