import { IconButton } from '../../../runtime/index.ts'
import { Row } from '../../properties/inputs.tsx'
import { useDesign } from '../../texts.ts'
import { choicesFor } from '../context.ts'
import { type PanelRowProps, usePanelParts } from '../parts.ts'
import type { Shape } from '../shape.ts'
import { Chooser } from './Chooser.tsx'

interface MapRowProps extends PanelRowProps {
  readonly shape: Extract<Shape, { kind: 'map' }>
}

/** Values by field: what an action sets, the right on each field. */
export function MapRow({ shape, primitive, name, value, of, context, onChange }: MapRowProps) {
  const { Row: RowOf } = usePanelParts()
  const { d, label } = useDesign()
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>)
  const choices = choicesFor(shape.refers, targetContext(of, context), of, label)
  const texts = new Map(choices)
  const left = choices.filter(([key]) => !entries.some(([used]) => used === key))
  const keep = (next: readonly (readonly [string, unknown])[]) => onChange(Object.fromEntries(next))
  const first = shape.value.kind === 'choice' ? shape.value.values[0] : ''
  return (
    <Row name={name}>
      {id => (
        <>
          {entries.map(([key, one]) => (
            <div key={key} className="fd-map-entry">
              <RowOf
                primitive={primitive}
                property={{ name: 'value', required: true, shape: shape.value }}
                name={texts.get(key) ?? (key === '*' ? d('designer.allFields') : key)}
                value={one}
                of={of}
                context={context}
                place={undefined}
                onChange={next => keep(entries.map(entry => (entry[0] === key ? [key, next ?? ''] : entry)))}
              />
              <IconButton
                icon="close"
                size={14}
                name={`${d('designer.remove')} ${texts.get(key) ?? key}`}
                onClick={() => keep(entries.filter(entry => entry[0] !== key))}
              />
            </div>
          ))}
          <Chooser id={id} choices={left} onChoose={key => keep([...entries, [key, first]])} />
        </>
      )}
    </Row>
  )
}

/** `create` and `upsert` set fields of the form they name; the others those of their record. */
const targetContext = (
  of: Readonly<Record<string, unknown>>,
  context: PanelRowProps['context'],
): PanelRowProps['context'] => (typeof of.form === 'string' ? { ...context, form: of.form } : context)
