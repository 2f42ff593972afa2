import type { Finding } from '../../engine/index.ts'
import { Button } from '../../runtime/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition, Form } from '../../schemas/generated/definition.ts'
import { changeSection, formPlace, removeSection } from '../commands/fields.ts'
import { sectionsOf } from '../commands/layout.ts'
import { typeOf } from '../fields/fieldTypes.ts'
import { run } from '../model/draft.ts'
import { useDesign } from '../texts.ts'
import { FieldProperties } from './FieldProperties.tsx'
import { ChoiceRow, TextRow } from './inputs.tsx'

interface PropertiesProps {
  readonly definition: AppDefinition
  readonly form: Form
  readonly selected: string | null
  readonly findings: readonly Finding[]
  readonly onSelect: (selected: string | null) => void
  readonly onEditLibrary: (library: string) => void
  readonly onRemove: (field: string) => void
}

/** Properties of what is selected: a field, a section, or the form itself. */
export function Properties({
  definition,
  form,
  selected,
  findings,
  onSelect,
  onEditLibrary,
  onRemove,
}: PropertiesProps) {
  const { d, pair, language } = useDesign()
  const index = form.fields.findIndex(({ key }) => key === selected)
  const field = form.fields[index]
  const path = `/forms/${definition.forms.indexOf(form)}/fields/${index}`
  const own =
    field === undefined ? [] : findings.filter(finding => finding.path === path || finding.path.startsWith(`${path}/`))
  const section = selected?.startsWith('section:') === true ? selected.slice('section:'.length) : null
  const type = field === undefined ? undefined : typeOf(field.type)
  return (
    <aside className="fd-properties" aria-label={d('designer.more')}>
      {field !== undefined ? (
        <>
          <h2>{type === undefined ? field.type : pair(type.name)}</h2>
          {own.map(finding => (
            <p key={`${finding.code}${finding.path}`} className={`fd-finding is-${finding.severity}`} role="alert">
              {errorMessage(finding.code, finding.params, language)}
            </p>
          ))}
          <FieldProperties
            key={field.key}
            definition={definition}
            form={form}
            field={field}
            onEditLibrary={onEditLibrary}
          />
          <Button kind="danger" size="small" icon="trash" onClick={() => onRemove(field.key)}>
            {d('designer.remove')}
          </Button>
        </>
      ) : section !== null ? (
        <SectionProperties key={section} form={form} section={section} onGone={() => onSelect(null)} />
      ) : (
        <FormProperties key={form.key} form={form} />
      )}
    </aside>
  )
}

function SectionProperties({
  form,
  section: key,
  onGone,
}: {
  readonly form: Form
  readonly section: string
  readonly onGone: () => void
}) {
  const { d } = useDesign()
  const sections = sectionsOf(form)
  const section = sections.find(one => one.key === key)
  if (section === undefined) return null
  const set = (values: Record<string, unknown>) => run(...changeSection(form, key, values))
  const named = (language: 'zh' | 'en') => (text: string) => set({ label: { ...section.label, [language]: text } })
  return (
    <>
      <h2>{d('designer.section')}</h2>
      <TextRow name={d('designer.nameZh')} value={section.label?.zh ?? ''} onChange={named('zh')} />
      <TextRow name={d('designer.nameEn')} value={section.label?.en ?? ''} onChange={named('en')} />
      <ChoiceRow
        name={d('designer.columns')}
        value={String(section.columns ?? 2)}
        options={['1', '2', '3', '4'].map(n => [n, n] as const)}
        onChange={n => set({ columns: Number(n) })}
      />
      {sections.length > 1 ? (
        <Button
          kind="danger"
          size="small"
          icon="trash"
          onClick={() => {
            run(...removeSection(form, key))
            onGone()
          }}
        >
          {d('designer.removeSection')}
        </Button>
      ) : null}
    </>
  )
}

function FormProperties({ form }: { readonly form: Form }) {
  const { d, label } = useDesign()
  const set = (values: Record<string, unknown>) => run({ do: 'set', at: formPlace(form), set: values })
  const titles = form.fields
    .filter(({ type }) => type === 'text' || type === 'serial')
    .map(field => [field.key, label(field.label)] as const)
  return (
    <>
      <h2>{d('designer.nothingSelected')}</h2>
      <TextRow
        name={d('designer.nameZh')}
        value={form.name.zh ?? ''}
        onChange={zh => set({ name: { ...form.name, zh } })}
      />
      <TextRow
        name={d('designer.nameEn')}
        value={form.name.en ?? ''}
        onChange={en => set({ name: { ...form.name, en } })}
      />
      <ChoiceRow
        name={d('designer.titleField')}
        value={form.titleField ?? ''}
        options={[['', d('designer.none')], ...titles]}
        onChange={key => set({ titleField: key === '' ? null : key })}
      />
      <p className="fd-key">
        {d('designer.key')} <code>{form.key}</code>
      </p>
    </>
  )
}
