import { useQuery } from '@tanstack/react-query'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { titleOf } from '../app/ValueView.tsx'

/** The words of one record by id; undefined while unknown. */
export function useRecordTitle(app: OpenApp, formKey: string | undefined, id: string | undefined): string | undefined {
  const form = app.form(formKey ?? '')
  const { data } = useQuery({
    queryKey: keys.record(app.key, formKey ?? '', id ?? ''),
    queryFn: ({ signal }) => get<RecordDocument>(`/apps/${app.key}/forms/${formKey}/records/${id}`, signal),
    enabled: form !== undefined && id !== undefined,
    retry: false,
    staleTime: 60_000,
  })
  return data === undefined || form === undefined ? undefined : titleOf(form, data)
}
