import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiError } from '../api/apiError.ts'
import { newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument } from '../api/types.ts'
import { useText } from '../i18n/useText.ts'
import { toast } from '../ui/toast.tsx'
import type { RecordForm } from './useRecordForm.ts'

export interface Saving {
  /** the stored record; undefined when it was not saved (the form says why) */
  save(): Promise<RecordDocument | undefined>
  readonly busy: boolean
  /** somebody else was quicker: his version, until it is settled */
  readonly conflict: RecordDocument | undefined
  /** sends the choice over his version */
  settle(body: Record<string, unknown>): Promise<RecordDocument | undefined>
  dismiss(): void
}

/** Sends a form: checks here first, maps what the server refuses back to the fields, keeps what was typed when the line is down. */
export function useSave(record: RecordForm): Saving {
  const { t } = useText()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [conflict, setConflict] = useState<RecordDocument>()
  // One key for one intended effect: a repeated try after a lost answer must not make a second record.
  const key = useRef<{ readonly body: string; readonly key: string }>(undefined)
  const { app, form, before } = record
  const path = `/apps/${app.key}/forms/${form.key}/records${before === null ? '' : `/${String(before.id)}`}`

  const send = async (
    body: Record<string, unknown>,
    version: number | undefined,
  ): Promise<RecordDocument | undefined> => {
    setBusy(true)
    try {
      const text = JSON.stringify(body)
      if (key.current?.body !== text) key.current = { body: text, key: newKey() }
      const saved =
        before === null
          ? await request<RecordDocument>('POST', path, { body, key: key.current.key })
          : await request<RecordDocument>('PATCH', path, { body, version })
      key.current = undefined
      setConflict(undefined)
      await client.invalidateQueries({ queryKey: keys.form(app.key, form.key) })
      return saved
    } catch (error) {
      const current = onlyRecomputed(error)
      if (current !== undefined) return send(body, current.version)
      settleError(error)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  /** The newer version, when nothing a person wrote changed in it: a colleague's visit that raised a count is no conflict. */
  const onlyRecomputed = (error: unknown): RecordDocument | undefined => {
    if (!(error instanceof ApiError) || error.code !== 'version_conflict' || before === null) return undefined
    const current = error.extra.current as RecordDocument & Record<string, unknown>
    const written = form.fieldList.filter(field => !field.computed)
    const same = written.every(({ key: name }) => JSON.stringify(current[name]) === JSON.stringify(before[name]))
    return same && current.version !== before.version ? current : undefined
  }
  const settleError = (error: unknown): void => {
    if (!(error instanceof ApiError)) toast.failed(error)
    else if (error.code === 'version_conflict') setConflict(error.extra.current as RecordDocument)
    else if (error.offline) toast.failed(new Error(t('form.keptOffline')))
    else if (error.errors.length > 0) record.refuse(error.errors)
    else toast.failed(error)
  }
  return {
    busy,
    conflict,
    dismiss: () => setConflict(undefined),
    async save() {
      if (!record.check()) {
        requestAnimationFrame(() =>
          document.querySelector('.fw-problems, .fw-field.is-wrong')?.scrollIntoView({ block: 'center' }),
        )
        return undefined
      }
      return send(record.body(), before?.version as number | undefined)
    },
    settle: body => send(body, conflict?.version),
  }
}
