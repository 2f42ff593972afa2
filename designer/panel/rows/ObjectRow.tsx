import { propertyWord } from '../../../schemas/words/properties.ts'
import { SwitchRow } from '../../properties/inputs.tsx'
import { useDesign } from '../../texts.ts'
import { emptyOf } from '../empty.ts'
import { type PanelRowProps, usePanelParts } from '../parts.ts'
import type { Shape } from '../shape.ts'

interface ObjectRowProps extends PanelRowProps {
  readonly shape: Extract<Shape, { kind: 'object' }>
}

/** A part with properties of its own: switched on, it shows them. */
export function ObjectRow({ shape, property, name, value, context, place, onChange }: ObjectRowProps) {
  const { Row: RowOf } = usePanelParts()
  const { pair } = useDesign()
  const values = value as Readonly<Record<string, unknown>> | undefined
  const here = typeof values?.form === 'string' ? { ...context, form: values.form } : context
  return (
    <div className="fd-part">
      {property.required ? (
        name === '' ? null : (
          <p className="fd-row-name">{name}</p>
        )
      ) : (
        <SwitchRow
          name={name}
          value={values !== undefined}
          onChange={on => onChange(on ? emptyOf(shape, context) : undefined)}
        />
      )}
      {values === undefined
        ? null
        : shape.properties
            .filter(one => one.shape.kind !== 'other')
            .map(one => (
              <RowOf
                key={one.name}
                primitive={shape.of}
                property={one}
                name={pair(propertyWord(shape.of, one.name))}
                value={values[one.name]}
                of={values}
                context={here}
                place={place === undefined ? undefined : [...place, one.name]}
                onChange={next => {
                  const { [one.name]: _, ...rest } = values
                  onChange(next === undefined ? rest : { ...rest, [one.name]: next })
                }}
              />
            ))}
    </div>
  )
}
