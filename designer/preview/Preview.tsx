import { useMemo, useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import { Dialog, FormView, PreviewApp, useOpenApp, useRecordForm, type VisibleApp } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Checked } from '../model/check.ts'
import { useDesign } from '../texts.ts'

interface PreviewProps {
  readonly form: string
  readonly checked: Checked
  readonly onClose: () => void
}

/** The form as people will fill it in, by the runtime's own renderer, with everything but saving: rules, cascades and formulas live. */
export function Preview({ form, checked, onClose }: PreviewProps) {
  const { d } = useDesign()
  const [phone, setPhone] = useState(false)
  const definition = checked.app?.definition
  const visible = useMemo(() => (definition === undefined ? null : visibleDraft(definition)), [definition])
  if (visible === null) return null
  return (
    <Dialog title={d('designer.preview')} kind="wide" onClose={onClose}>
      <div className="fd-widths">
        {[false, true].map(narrow => (
          <button key={String(narrow)} type="button" aria-pressed={phone === narrow} onClick={() => setPhone(narrow)}>
            {narrow ? d('designer.phone') : d('designer.desk')}
          </button>
        ))}
      </div>
      <div className={`fd-preview${phone ? ' is-phone' : ''}`}>
        <PreviewApp visible={visible}>
          <PreviewForm form={form} />
        </PreviewApp>
      </div>
    </Dialog>
  )
}

function PreviewForm({ form }: { readonly form: string }) {
  const compiled = useOpenApp().compiled.forms.get(form)
  return compiled === undefined ? null : <Drawn form={compiled} />
}

function Drawn({ form }: { readonly form: CompiledForm }) {
  return <FormView record={useRecordForm({ form, before: null, drafts: false })} />
}

/** The draft as an administrator would see it published. */
function visibleDraft(definition: AppDefinition): VisibleApp {
  const can = ['read', 'create', 'update', 'delete', 'move', 'import', 'export', 'history'] as const
  const rights = definition.forms.map(form => {
    const keys = [...form.fields.map(({ key }) => key), 'owner', 'department', form.stages?.field ?? 'stage']
    return [form.key, { can: [...can], fields: Object.fromEntries(keys.map(key => [key, 'write' as const])) }] as const
  })
  return {
    key: definition.key,
    version: 0,
    origin: null,
    definition,
    rights: { admin: true, roles: [], forms: Object.fromEntries(rights) },
    settings: Object.fromEntries((definition.settings ?? []).map(({ key, value }) => [key, value])),
    zone: definition.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}
