import type { ListedTemplate } from '../api/types.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { MergeDialog } from './MergeDialog.tsx'

/** What a template's newer version would do to this app, and the one button. */
export function Upgrade({ template, onClose }: { readonly template: ListedTemplate; readonly onClose: () => void }) {
  const { label } = useText()
  const w = useWords(storeWords)
  const { key, app, version } = template
  const name = label(template.name)
  return (
    <MergeDialog
      preview={`/apps/${app ?? key}/upgrade`}
      take={`/apps/${app ?? key}/upgrade`}
      title={w('store.upgradeOf', { name })}
      action={w('store.upgrade', { version })}
      done={w('store.upgraded', { app: name, version })}
      onClose={onClose}
    />
  )
}
