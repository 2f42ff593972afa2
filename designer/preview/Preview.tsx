import { useMemo, useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import { Dialog, FormView, PreviewApp, useOpenApp, useRecordForm } from '../../runtime/index.ts'
import type { Checked } from '../model/check.ts'
import { useDesign } from '../texts.ts'
import { visibleDraft } from './visibleDraft.ts'

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
