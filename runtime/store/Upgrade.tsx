import type { ListedTemplate, Template } from '../api/types.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { MergeDialog } from './MergeDialog.tsx'

/** What a template's newer version would do to this app, and the one button. */
export function Upgrade({
  template,
  onClose,
}: {
  readonly template: ListedTemplate | Template
  readonly onClose: () => void
}) {
  const { label } = useText()
  const w = useWords(storeWords)
  const { key, app, version } = template
  const name = label(template.name)
  const addOn = 'addOn' in template && template.addOn !== undefined
  const place = `/apps/${app ?? key}/${addOn ? `add-ons/${template.address}` : 'upgrade'}`
  return (
    <MergeDialog
      preview={place}
      take={place}
      title={w('store.upgradeOf', { name })}
      action={w('store.upgrade', { version })}
      done={w('store.upgraded', { app: name, version })}
      onClose={onClose}
    />
  )
}
