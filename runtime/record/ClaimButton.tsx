import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CompiledForm } from '../../engine/index.ts'
import { newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { titleOf } from '../app/ValueView.tsx'
import { claimWords } from '../i18n/texts/claim.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/toast.tsx'
import { ClaimDialog } from './ClaimDialog.tsx'

interface ClaimProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly record: RecordDocument
  readonly small?: boolean
  readonly wide?: boolean
}

/** Takes a record that is nobody's; the motive is asked where the app keeps it. */
export function ClaimButton({ app, form, record, small = false, wide = false }: ClaimProps) {
  const { t, label } = useText()
  const w = useWords(claimWords)
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const claim = app.visible.rights.forms[form.key]?.claim
  if (claim === undefined || record[claim.into] !== null) return null
  const title = titleOf(form, record) || t('table.noTitle')
  const field = form.fields.get(claim.reason ?? '')
  const take = async (reason: string) => {
    try {
      const body = { policy: claim.policy, ...(reason === '' ? {} : { reason }) }
      const path = `/apps/${app.key}/forms/${form.key}/records/${record.id}/claim`
      await request('POST', path, { body, key: newKey() })
      toast.done(w('done', { title }))
      setAsking(false)
    } catch (error) {
      toast.failed(error)
    }
    await client.invalidateQueries({ queryKey: keys.form(app.key, form.key) })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps presses and keys from the row around it
    <span
      className={wide ? 'fw-claim is-wide' : 'fw-claim'}
      onClick={event => event.stopPropagation()}
      onKeyDown={event => event.stopPropagation()}
    >
      <Button
        kind={small || wide ? 'plain' : 'primary'}
        size={small ? 'small' : 'normal'}
        wide={wide}
        onClick={() => setAsking(true)}
      >
        {w('take')}
      </Button>
      {asking ? (
        <ClaimDialog
          title={w('title', { title })}
          act={w('take')}
          question={field === undefined ? w('reason') : label(field.label)}
          required={claim.reason !== null}
          onAct={take}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </span>
  )
}
