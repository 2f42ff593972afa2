import { useEffect, useMemo, useRef } from 'react'
import type { Finding } from '../../engine/index.ts'
import { Button, IconButton } from '../../runtime/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition, Form } from '../../schemas/generated/definition.ts'
import { WhereUsed } from '../check/WhereUsed.tsx'
import { changeSection, formPlace, removeSection } from '../commands/fields.ts'
import { sectionsOf } from '../commands/layout.ts'
import { typeOf } from '../fields/fieldTypes.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { HelpButton } from '../help/HelpButton.tsx'
import { typeHelp } from '../help/types.ts'
import { run } from '../model/draft.ts'
import { ElementPanel, PropertiesPanel } from '../panel/Panel.tsx'
import { useDesign } from '../texts.ts'
import { FieldProperties } from './FieldProperties.tsx'
import { SeveralProperties } from './SeveralProperties.tsx'

interface PropertiesProps {
  readonly definition: AppDefinition
  readonly form: Form
  readonly selected: string | null
  readonly chosen: readonly string[]
  /** a field just added: its name is what the author types next */
  readonly fresh: string | null
  readonly findings: readonly Finding[]
  readonly onSelect: (selected: string | null) => void
  readonly onEditLibrary: (library: string) => void
  readonly onCopy: (fields: readonly string[]) => void
  readonly onRemove: (fields: readonly string[]) => void
}

/** Properties of what is selected: a field, a section, or the form itself. */
export function Properties({
  definition,
  form,
  selected,
  chosen,
  fresh,
  findings,
  onSelect,
  onEditLibrary,
  onCopy,
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
  const help = typeHelp[field?.type ?? '']
  const pane = useRef<HTMLElement>(null)
  useEffect(() => {
    if (fresh !== null && fresh === selected) pane.current?.querySelector('input')?.select()
  }, [fresh, selected])
  if (chosen.length > 1)
    return (
      <SeveralProperties form={form} chosen={chosen} onCopy={() => onCopy(chosen)} onRemove={() => onRemove(chosen)} />
    )
  return (
    <aside ref={pane} className="fd-properties" aria-label={d('designer.more')}>
      {selected === null ? null : (
        <span className="fd-sheet-close">
          <IconButton icon="close" size={18} name={d('designer.done')} onClick={() => onSelect(null)} />
        </span>
      )}
      {field !== undefined ? (
        <>
          <div className="fd-helped">
            <h2>{type === undefined ? field.type : pair(type.name)}</h2>
            {help === undefined ? null : (
              <HelpButton name={type === undefined ? field.type : pair(type.name)} {...help} />
            )}
          </div>
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
          <Button kind="danger" size="small" icon="trash" onClick={() => onRemove([field.key])}>
            {d('designer.remove')}
          </Button>
        </>
      ) : section !== null ? (
        <SectionProperties
          key={section}
          definition={definition}
          form={form}
          section={section}
          onGone={() => onSelect(null)}
        />
      ) : (
        <FormProperties key={form.key} definition={definition} form={form} />
      )}
    </aside>
  )
}

interface PartProps {
  readonly definition: AppDefinition
  readonly form: Form
}

function usePanelContext({ definition, form }: PartProps) {
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  return useMemo(() => ({ definition, space, form: form.key }), [definition, space, form.key])
}

interface SectionPropertiesProps extends PartProps {
  readonly section: string
  readonly onGone: () => void
}

function SectionProperties({ definition, form, section: key, onGone }: SectionPropertiesProps) {
  const { d } = useDesign()
  const context = usePanelContext({ definition, form })
  const sections = sectionsOf(form)
  const section = sections.find(one => one.key === key)
  if (section === undefined) return null
  return (
    <>
      <h2>{d('designer.section')}</h2>
      <PropertiesPanel
        of="section"
        value={section as never}
        edit={set => run(...changeSection(form, key, set))}
        context={context}
        lead={['label', 'columns', 'tab', 'when']}
        omit={['fields']}
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

/** The form itself: its name, its rules, its tabs. Stages have a page of their own. */
function FormProperties({ definition, form }: PartProps) {
  const { d } = useDesign()
  const context = usePanelContext({ definition, form })
  const tabs = form.layout?.tabs
  return (
    <>
      <h2>{d('designer.nothingSelected')}</h2>
      <ElementPanel
        of="form"
        value={form}
        place={formPlace(form)}
        context={context}
        lead={['name', 'titleField', 'rules', 'unique']}
        omit={['fields', 'layout', 'stages', 'icon', 'extends']}
      />
      <ElementPanel
        of="layout"
        value={{ sections: sectionsOf(form), ...(tabs === undefined ? {} : { tabs }) }}
        place={[...formPlace(form), 'layout']}
        context={context}
        lead={['tabs']}
        omit={['sections']}
      />
      <p className="fd-hint">{d('designer.severalHint')}</p>
      <p className="fd-key">
        {d('designer.key')} <code>{form.key}</code>
      </p>
      <WhereUsed definition={definition} place={formPlace(form)} />
    </>
  )
}
