import { useMemo } from 'react'
import { Button } from '../../runtime/index.ts'
import type { AppDefinition, Field, Form } from '../../schemas/generated/definition.ts'
import { WhereUsed } from '../check/WhereUsed.tsx'
import { fieldPlace } from '../commands/fields.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { run } from '../model/draft.ts'
import { PropertiesPanel } from '../panel/Panel.tsx'
import { propertiesOf } from '../panel/shape.ts'
import { useDesign } from '../texts.ts'
import { DefaultValue, FormulaField, FrozenWhen, RollupWhere } from './FormulaProperties.tsx'
import { ChoiceRow, SwitchRow, TextRow } from './inputs.tsx'

interface FieldPropertiesProps {
  readonly definition: AppDefinition
  readonly form: Form
  readonly field: Field
  readonly onEditLibrary: (library: string) => void
}

type Values = Readonly<Record<string, unknown>>

const COMPUTED = new Set(['formula', 'lookup', 'rollup', 'score', 'serial'])
const FROZEN = new Set(['formula', 'lookup', 'rollup'])
const RANGED = new Set(['number', 'money', 'percent'])
const MANY = new Set(['select', 'user', 'department', 'relation'])
/** What makes a field of its type: shown at once. The rest comes from the schema, folded. */
const LEAD: Readonly<Record<string, readonly string[]>> = {
  lookup: ['relation', 'field'],
  rollup: ['relation', 'aggregate', 'field'],
  subform: ['fields', 'rules'],
  serial: ['serial'],
  score: ['scorecard', 'part'],
}

/** Properties with rows of their own here. */
const handledOf = (type: string): readonly string[] => [
  ...['label', 'help', 'required', 'multiple', 'options', 'to', 'formula', 'result', 'frozenWhen'],
  ...(type === 'select' ? ['parent'] : []),
  ...(type === 'rollup' ? ['where'] : []),
  ...(RANGED.has(type) ? ['min', 'max', 'scale'] : []),
  ...(PLAIN_DEFAULT.has(type) ? ['default'] : []),
]

const PLAIN_DEFAULT = new Set([
  'text',
  'long_text',
  'number',
  'money',
  'percent',
  'date',
  'datetime',
  'time',
  'phone',
  'email',
  'url',
  'user',
])

/** The common things first, the rest folded. */
export function FieldProperties({ definition, form, field, onEditLibrary }: FieldPropertiesProps) {
  const { d } = useDesign()
  const values = field as unknown as Values
  const set = (patch: Values) => run({ do: 'set', at: fieldPlace(form, field.key), set: patch })
  const named = (name: 'label' | 'help', language: 'zh' | 'en') => (text: string) => {
    const at = fieldPlace(form, field.key)
    const texts = cleaned({ ...(values[name] as Values | undefined), [language]: text })
    run({ do: 'set', at, set: { [name]: texts } })
  }
  const flag = (name: string) => ({
    value: values[name] === true,
    onChange: (value: boolean) => set({ [name]: value ? true : null }),
  })
  const input = !COMPUTED.has(field.type)
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  const primitive = `${field.type}_field`
  const lead = LEAD[field.type] ?? []
  const handled = handledOf(field.type)
  const rest = propertiesOf(primitive)
    .map(({ name }) => name)
    .filter(name => !lead.includes(name) && !handled.includes(name))
  const panel = { of: primitive, value: values, edit: set, context: { definition, space, form: form.key } }
  return (
    <>
      <TextRow name={d('designer.nameZh')} value={field.label.zh ?? ''} onChange={named('label', 'zh')} />
      <TextRow name={d('designer.nameEn')} value={field.label.en ?? ''} onChange={named('label', 'en')} />
      {input ? <SwitchRow name={d('designer.required')} {...flag('required')} /> : null}
      {MANY.has(field.type) ? <SwitchRow name={d('designer.multiple')} {...flag('multiple')} /> : null}
      <ChoiceProperties definition={definition} form={form} field={field} set={set} onEditLibrary={onEditLibrary} />
      {field.type === 'formula' ? <FormulaField definition={definition} form={form} field={field} set={set} /> : null}
      {field.type === 'rollup' ? <RollupWhere definition={definition} form={form} field={field} set={set} /> : null}
      {RANGED.has(field.type) ? <RangeProperties values={values} set={set} /> : null}
      <PropertiesPanel {...panel} lead={lead} omit={[...handled, ...rest]} />
      <details className="fd-more">
        <summary>{d('designer.more')}</summary>
        <TextRow name={d('designer.helpZh')} lines={2} value={field.help?.zh ?? ''} onChange={named('help', 'zh')} />
        <TextRow name={d('designer.helpEn')} lines={2} value={field.help?.en ?? ''} onChange={named('help', 'en')} />
        {input && PLAIN_DEFAULT.has(field.type) ? (
          <DefaultValue definition={definition} form={form} field={field} set={set} />
        ) : null}
        {FROZEN.has(field.type) ? <FrozenWhen definition={definition} form={form} field={field} set={set} /> : null}
        <PropertiesPanel {...panel} lead={rest} omit={handled} />
        <p className="fd-key" title={d('designer.keyHint')}>
          {d('designer.key')} <code>{field.key}</code>
        </p>
        <p className="fd-hint">{d('designer.keyHint')}</p>
      </details>
      <WhereUsed definition={definition} place={fieldPlace(form, field.key)} />
    </>
  )
}

/** An empty text in one language is no text; none at all takes the property away. */
function cleaned(texts: Values): Values | null {
  const entries = Object.entries(texts).filter(([, text]) => text !== '' && text !== undefined)
  return entries.length === 0 ? null : Object.fromEntries(entries)
}

const whole = (text: string): number | null => (/^\d{1,7}$/.test(text.trim()) ? Number(text) : null)
const decimal = (text: string): string | null => (/^-?\d{1,30}(\.\d{1,20})?$/.test(text.trim()) ? text.trim() : null)

interface PartProps {
  readonly values: Values
  readonly set: (patch: Values) => void
}

function RangeProperties({ values, set }: PartProps) {
  const { d } = useDesign()
  return (
    <div className="fd-pair">
      <TextRow
        name={d('designer.min')}
        numeric
        value={String(values.min ?? '')}
        onChange={text => set({ min: decimal(text) })}
      />
      <TextRow
        name={d('designer.max')}
        numeric
        value={String(values.max ?? '')}
        onChange={text => set({ max: decimal(text) })}
      />
      <TextRow
        name={d('designer.scale')}
        numeric
        value={String(values.scale ?? '')}
        onChange={text => set({ scale: whole(text) })}
      />
    </div>
  )
}

interface ChoicePropertiesProps extends FieldPropertiesProps {
  readonly set: (patch: Values) => void
}

function ChoiceProperties({ definition, form, field, set, onEditLibrary }: ChoicePropertiesProps) {
  const { d, label } = useDesign()
  const libraries = (definition.optionLibraries ?? []).map(library => [library.key, label(library.label)] as const)
  if (field.type === 'relation') {
    const forms = definition.forms.map(other => [other.key, label(other.name)] as const)
    return <ChoiceRow name={d('designer.to')} value={field.to} options={forms} onChange={to => set({ to })} />
  }
  if (field.type !== 'select' && field.type !== 'cascade') return null
  const parents = form.fields
    .filter(other => other.key !== field.key && other.type === 'select')
    .map(other => [other.key, label(other.label)] as const)
  return (
    <>
      <ChoiceRow
        name={d('designer.library')}
        value={field.options}
        options={libraries}
        onChange={options => set({ options })}
        after={
          <Button size="small" onClick={() => onEditLibrary(field.options)}>
            {d('designer.editOptions')}
          </Button>
        }
      />
      {field.type === 'select' && parents.length > 0 ? (
        <ChoiceRow
          name={d('designer.parentField')}
          value={field.parent ?? ''}
          options={[['', d('designer.none')], ...parents]}
          onChange={parent => set({ parent: parent === '' ? null : parent })}
        />
      ) : null}
    </>
  )
}
