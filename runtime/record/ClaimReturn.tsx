import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import { newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { useMe } from '../app/session.tsx'
import { titleOf } from '../app/ValueView.tsx'
import { claimWords } from '../i18n/texts/claim.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/toast.tsx'
import { ClaimDialog } from './ClaimDialog.tsx'

/** The holder gives a claimable record back. */
export function ClaimReturn({
  app,
  form,
  record,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly record: RecordDocument
}) {
  const { t } = useText()
  const w = useWords(claimWords)
  const me = useMe()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const claim = app.visible.rights.forms[form.key]?.claim
  if (claim === undefined || record[claim.into] !== me.user.id) return null
  const title = titleOf(form, record) || t('table.noTitle')
  const giveBack = async (reason: string) => {
    try {
      const body = { policy: claim.policy, ...(reason === '' ? {} : { reason }) }
      const path = `/apps/${app.key}/forms/${form.key}/records/${record.id}/release`
      await request('POST', path, { body, key: newKey() })
      toast.done(w('returned', { title }))
      setAsking(false)
    } catch (error) {
      toast.failed(error)
    }
    await client.invalidateQueries({ queryKey: keys.form(app.key, form.key) })
  }
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking(true)}>
        {w('return')}
      </Button>
      {asking ? (
        <ClaimDialog
          title={w('returnTitle', { title })}
          text={w('returnText')}
          act={w('return')}
          question={w('returnReason')}
          required={false}
          onAct={giveBack}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}
