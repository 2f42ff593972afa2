import { Empty } from '../../runtime/index.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign } from '../texts.ts'
import { FormEditor } from './FormEditor.tsx'

/** The page of forms: the one the address names, else the first. */
export default function FormPage({ definition, item, checked, selected, onSelect, open, add }: PageProps) {
  const { d } = useDesign()
  const form = definition.forms.find(({ key }) => key === item) ?? definition.forms[0]
  if (form === undefined)
    return <Empty icon="form" title={d('designer.noForm')} hint={d('designer.noFormHint')} action={add} />
  return (
    <FormEditor
      key={form.key}
      definition={definition}
      form={form}
      findings={checked.findings}
      selected={selected}
      onSelect={onSelect}
      onEditLibrary={library => open(`libraries/${library}`)}
    />
  )
}
