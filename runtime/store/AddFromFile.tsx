import { addOnWords } from '../i18n/texts/addOns.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { type AddOnFacts, AppChoice } from './Adds.tsx'
import type { LookedAt } from './FileContents.tsx'
import { MergeDialog } from './MergeDialog.tsx'

interface FileOfAddOnProps {
  readonly addOn: AddOnFacts
  readonly chosen: string
  readonly onChoose: (app: string) => void
}

/** A chosen file is an add-on: which app it goes to. */
export function FileOfAddOn({ addOn, chosen, onChoose }: FileOfAddOnProps) {
  const w = useWords(addOnWords)
  return (
    <>
      <p>{w('addOn.inFile')}</p>
      {addOn.apps.length === 0 ? (
        <p className="fw-note is-warning">{w('addOn.none', { name: addOn.extends })}</p>
      ) : (
        <AppChoice apps={addOn.apps} chosen={chosen} onChoose={onChoose} />
      )}
    </>
  )
}

interface AddFromFileProps {
  readonly file: LookedAt
  readonly app: string
  readonly name: string
  readonly onClose: () => void
}

/** What an add-on of a file would change, and the one act. */
export function AddFromFile({ file, app, name: appName, onClose }: AddFromFileProps) {
  const { label } = useText()
  const w = useWords(addOnWords)
  const name = label(file.look.name)
  return (
    <MergeDialog
      preview={`/apps/${app}/from-file/look`}
      take={`/apps/${app}/from-file/take`}
      file={file.bundle}
      title={w('addOn.title', { app: appName, name })}
      lead={w('addOn.lead')}
      action={w('addOn.go')}
      done={w('addOn.added', { app: appName, name })}
      theirs={w('addOn.theirs')}
      onClose={onClose}
    />
  )
}
