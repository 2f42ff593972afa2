import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Template } from '../api/types.ts'
import { useMe } from '../app/session.tsx'
import { addOnWords } from '../i18n/texts/addOns.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { type AddOnFacts, Adds, AppChoice } from './Adds.tsx'
import { AuthorLine } from './Author.tsx'
import { Reach } from './Facts.tsx'
import { MergeDialog } from './MergeDialog.tsx'

interface AddOnDetailProps {
  readonly template: Template & { readonly addOn: AddOnFacts }
  /** what the template it extends is called */
  readonly host: string
  readonly onClose: () => void
}

/** An add-on before it is added: what it puts into an app, which app, who made it; then what exactly changes, and one act. */
export function AddOnDetail({ template, host, onClose }: AddOnDetailProps) {
  const { t, label } = useText()
  const s = useWords(storeWords)
  const w = useWords(addOnWords)
  const me = useMe()
  const navigate = useNavigate()
  const { addOn } = template
  const open = addOn.apps.filter(one => one.installed === null || one.upgradable)
  const [chosen, setChosen] = useState(open[0]?.app ?? '')
  const [looking, setLooking] = useState(false)
  const name = label(template.name)
  const app = addOn.apps.find(one => one.app === chosen)
  if (looking && app !== undefined)
    return (
      <MergeDialog
        preview={`/apps/${app.app}/add-ons/${template.address}`}
        take={`/apps/${app.app}/add-ons/${template.address}`}
        title={w(app.installed === null ? 'addOn.title' : 'addOn.upgradeTitle', { app: label(app.name), name })}
        lead={
          app.installed === null ? w('addOn.lead') : s('store.fromTo', { from: app.installed, to: template.version })
        }
        action={app.installed === null ? w('addOn.go') : w('addOn.upgrade', { version: template.version })}
        done={w('addOn.added', { app: label(app.name), name })}
        theirs={w('addOn.theirs')}
        onClose={onClose}
      />
    )
  const none = me.user.admin && addOn.apps.length === 0
  return (
    <Dialog
      kind="wide"
      title={name}
      onClose={onClose}
      footer={
        none ? (
          <Button
            kind="primary"
            onClick={() => {
              onClose()
              void navigate(`/store?template=${addOn.extends}`)
            }}
          >
            {w('addOn.first', { name: host })}
          </Button>
        ) : (
          <Button kind="primary" disabled={!me.user.admin || chosen === ''} onClick={() => setLooking(true)}>
            {w('addOn.look')}
          </Button>
        )
      }
    >
      <div className="fw-stack">
        {label(template.description) === '' ? null : <p>{label(template.description)}</p>}
        {label(template.notes) === '' ? null : (
          <div>
            <h3>{s('store.notes')}</h3>
            <p className="fw-pre-line">{label(template.notes)}</p>
          </div>
        )}
        <div>
          <h3 style={{ marginBottom: 8 }}>{t('store.what')}</h3>
          <Adds template={template} />
          <Reach template={template} />
        </div>
        {none ? <p className="fw-note is-warning">{w('addOn.none', { name: host })}</p> : null}
        {addOn.apps.length === 0 ? null : <AppChoice apps={addOn.apps} chosen={chosen} onChoose={setChosen} />}
        <AuthorLine author={template.author} />
        {(template.pictures ?? []).map(picture => (
          <img key={picture} src={picture} alt="" style={{ maxWidth: '100%', borderRadius: 8 }} />
        ))}
        {me.user.admin ? null : <p className="fw-note is-warning">{t('store.adminOnly')}</p>}
      </div>
    </Dialog>
  )
}
