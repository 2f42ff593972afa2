import { useNavigate, useParams } from 'react-router'
import { useText } from '../i18n/useText.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Empty } from '../ui/states.tsx'
import { useCreatable } from './useCreatable.ts'

/** "New": one list of everything that can be added. */
export default function NewDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, label } = useText()
  const navigate = useNavigate()
  const { app } = useParams()
  const forms = useCreatable(app)
  const manyApps = new Set(forms.map(form => form.app)).size > 1
  return (
    <Dialog title={t('new.choose')} onClose={onClose}>
      {forms.length === 0 ? <Empty small icon="plus" title={t('new.empty')} /> : null}
      <div className="fw-menu">
        {forms.map(form => (
          <button
            key={form.path}
            type="button"
            className="fw-new-item"
            onClick={() => {
              onClose()
              void navigate(form.path)
            }}
          >
            <Icon name={form.icon} />
            <span>{label(form.name)}</span>
            {manyApps ? <small>{label(form.appName)}</small> : null}
          </button>
        ))}
      </div>
    </Dialog>
  )
}
