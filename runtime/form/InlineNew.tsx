import { parseValue } from '../../engine/index.ts'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { InlineNewProps } from './control.ts'
import { FormView } from './FormView.tsx'
import { useRecordForm } from './useRecordForm.ts'
import { useSave } from './useSave.ts'

/** A new record of another form without leaving this one. */
export default function InlineNew({ form, name, onClose, onCreated }: InlineNewProps) {
  const { t, label } = useText()
  const title = form.fields.get(form.titleField)
  const fits =
    title !== undefined && !title.computed && title.kind === 'text' && name !== '' && 'value' in parseValue(title, name)
  const record = useRecordForm({ form, before: null, initial: fits ? { [form.titleField]: name } : {}, drafts: false })
  const { save, busy } = useSave(record)
  const submit = async () => {
    const saved = await save()
    if (saved !== undefined) onCreated(saved)
  }
  return (
    <Dialog
      kind="sheet"
      title={t('form.newTitle', { form: label(form.name) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void submit()}>
            {t('form.save')}
          </Button>
        </>
      }
    >
      <FormView record={record} />
    </Dialog>
  )
}
