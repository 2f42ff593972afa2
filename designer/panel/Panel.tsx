import { type ReactNode, useMemo } from 'react'
import type { Place } from '../../engine/definition/elements.ts'
import { helpOf } from '../../schemas/words/help.ts'
import { propertyWord } from '../../schemas/words/properties.ts'
import { HelpButton } from '../help/HelpButton.tsx'
import { run } from '../model/draft.ts'
import { useDesign } from '../texts.ts'
import type { PanelContext } from './context.ts'
import { PanelRow } from './PanelRow.tsx'
import { PanelParts, type PropertiesPanelProps, type Values } from './parts.ts'
import { type Property, propertiesOf } from './shape.ts'
import './panel.css'

const parts = { Panel: PropertiesPanel, Row: PanelRow }

/** The properties of an element, a row each, made from its schema: what the format can say, the designer can edit. */
export function PropertiesPanel({ of, value, edit, context, place, lead, omit = [] }: PropertiesPanelProps) {
  const { d, pair } = useDesign()
  const properties = useMemo(() => propertiesOf(of), [of])
  const own = useContextOf(of, value, context)
  const shown = properties.filter(({ name, shape }) => shape.kind !== 'other' && !omit.includes(name))
  const first = lead ?? shown.filter(({ required, name }) => required || isName(name)).map(({ name }) => name)
  const common = first.flatMap(name => shown.filter(property => property.name === name))
  const rest = shown.filter(({ name }) => !first.includes(name))
  const row = (property: Property) => (
    <Helped key={property.name} of={of} property={property.name}>
      <PanelRow
        primitive={of}
        property={property}
        name={pair(propertyWord(of, property.name))}
        value={value[property.name]}
        of={value}
        context={own}
        place={place === undefined ? undefined : [...place, property.name]}
        onChange={next => edit({ [property.name]: next ?? null })}
      />
    </Helped>
  )
  const used = rest.some(({ name }) => value[name] !== undefined)
  return (
    <PanelParts value={parts}>
      {common.map(row)}
      {rest.length === 0 ? null : (
        <details className="fd-more" open={used && rest.length <= 4}>
          <summary>{d('designer.more')}</summary>
          {rest.map(row)}
        </details>
      )}
    </PanelParts>
  )
}

/** A property with its help beside it, where its name does not say it all. */
function Helped({
  of,
  property,
  children,
}: {
  readonly of: string
  readonly property: string
  readonly children: ReactNode
}) {
  const { pair } = useDesign()
  const help = helpOf(of, property)
  if (help === undefined) return children
  return (
    <div className="fd-helped">
      {children}
      <HelpButton name={pair(propertyWord(of, property))} text={help} />
    </div>
  )
}

const isName = (name: string): boolean => name === 'label' || name === 'name'

interface ElementPanelProps extends Omit<PropertiesPanelProps, 'value' | 'edit' | 'place'> {
  readonly value: object
  readonly place: Place
}

/** The same for an element of the draft: an edit is a command at its place. */
export function ElementPanel({ value, place, ...rest }: ElementPanelProps) {
  return (
    <PropertiesPanel {...rest} value={value as Values} place={place} edit={set => run({ do: 'set', at: place, set })} />
  )
}

/** The fields that are meant inside: the element's own form; for a relation's filter the form it leads to. */
function useContextOf(of: string, value: Values, context: PanelContext): PanelContext {
  const form = of === 'relation_field' ? value.to : value.form
  return useMemo(() => (typeof form === 'string' ? { ...context, form } : context), [context, form])
}
