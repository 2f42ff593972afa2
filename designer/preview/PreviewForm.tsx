import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useMemo } from 'react'
import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import { Failed, FormView, get, Skeleton, useOpenApp, useRecordForm } from '../../runtime/index.ts'
import { usePageTexts } from '../texts.ts'
import { heldValues } from './heldValues.ts'
import { previewTexts } from './texts.ts'

/** What stands in the form at this moment, as it would be sent. */
export type Filled = Readonly<Record<string, unknown>>

interface PreviewFormProps {
  readonly form: string
  /** of the published app; null = an empty record */
  readonly record: string | null
  /** what the role is called */
  readonly role: string
  /** follows what is filled in */
  readonly filled: RefObject<Filled>
}

/** The form by the runtime's own renderer, with everything but saving: rules, cascades and formulas live. Stands in a `PreviewApp`. */
export function PreviewForm({ form, record, role, filled }: PreviewFormProps) {
  const w = usePageTexts(previewTexts)
  const app = useOpenApp()
  const compiled = app.compiled.forms.get(form)
  const stored = useQuery({
    queryKey: ['preview', 'record', app.key, form, record],
    queryFn: ({ signal }) => get<RecordValues>(`/apps/${app.key}/forms/${form}/records/${record}`, signal),
    enabled: record !== null,
    retry: false,
  })
  const before = useMemo(() => {
    if (record === null || compiled === undefined || stored.data === undefined) return null
    const { visible } = app
    return heldValues(compiled, stored.data, new Set(Object.keys(visible.rights.forms[form]?.fields ?? {})))
  }, [record, compiled, stored.data, app, form])
  if (compiled === undefined) return null
  if (stored.error !== null && record !== null)
    return <Failed error={new Error(w('recordGone'))} retry={() => void stored.refetch()} />
  if (record !== null && before === null) return <Skeleton lines={6} />
  const can = app.can(form, before === null ? 'create' : 'update')
  return (
    <>
      {can ? null : (
        <p className="fw-note" role="note">
          {w(before === null ? 'noCreate' : 'noUpdate', { role })}
        </p>
      )}
      <Drawn form={compiled} before={before} can={can} filled={filled} />
    </>
  )
}

interface DrawnProps {
  readonly form: CompiledForm
  readonly before: RecordValues | null
  readonly can: boolean
  readonly filled: RefObject<Filled>
}

const READ = { '*': 'read' } as const

function Drawn({ form, before, can, filled }: DrawnProps) {
  const record = useRecordForm({ form, before, drafts: false, rights: can ? undefined : READ })
  useEffect(() => {
    filled.current = { ...before, ...record.body() }
  })
  return <FormView record={record} />
}
