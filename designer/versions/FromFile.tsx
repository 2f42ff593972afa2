import { useState } from 'react'
import { FileChoice, MergeDialog, toast } from '../../runtime/index.ts'
import { save } from '../model/draft.ts'
import { usePageTexts } from '../texts.ts'
import { versionTexts } from './texts.ts'

/** A change carried from another server by file: chosen, looked at, then merged into this app and published. */
export function FromFile({ app, onTaken }: { readonly app: string; readonly onTaken: () => void }) {
  const w = usePageTexts(versionTexts)
  const [file, setFile] = useState<{ readonly content: unknown } | null>(null)
  const [round, setRound] = useState(0)
  const choose = async (chosen: File) => {
    try {
      const content: unknown = JSON.parse(await chosen.text())
      // What is typed here and not yet saved belongs to the draft that takes the changes in.
      await save()
      setFile({ content })
    } catch (caught) {
      toast.failed(caught instanceof SyntaxError ? new Error(w('carryUnreadable')) : caught)
    }
  }
  const close = () => {
    setFile(null)
    // The same file can be chosen again.
    setRound(round + 1)
    onTaken()
  }
  return (
    <>
      <FileChoice
        key={round}
        label={w('carryChoose')}
        hint={w('carryHint')}
        accept=".json,application/json"
        disabled={file !== null}
        onChoose={chosen => void choose(chosen)}
      />
      {file === null ? null : (
        <MergeDialog
          preview={`/apps/${app}/from-file/look`}
          take={`/apps/${app}/from-file/take`}
          file={file.content}
          title={w('carryTitle')}
          lead={w('carryLead')}
          action={w('carryGo')}
          done={w('carryDone')}
          theirs={w('carryTheirs')}
          onClose={close}
        />
      )}
    </>
  )
}
