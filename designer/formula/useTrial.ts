import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { get, queryText, request, type Step, type StepError } from '../../runtime/index.ts'
import { save, useDraft } from '../model/draft.ts'

/** What a formula is tried as: a formula field's result, and the field it stands in. */
export interface TrialKind {
  readonly form: string
  readonly result: string
  readonly scale?: number | undefined
  readonly field?: string | undefined
}

export interface TrialAnswer {
  readonly value: unknown
  readonly error: StepError | null
  readonly rounded?: { readonly from: string; readonly to: string; readonly places: number }
  readonly explanation: Step
  readonly record: { readonly id: string; readonly title: unknown } | null
}

interface RecordPage {
  readonly records: readonly { readonly id: string; readonly [field: string]: unknown }[]
}

const SHOWN = 20

/** The newest records of a form as far as it is published, found by a word. */
export function useNewest(form: string, titleField: string, word: string) {
  const app = useDraft(state => state.app) ?? ''
  return useQuery({
    queryKey: ['try', 'records', app, form, word],
    queryFn: async ({ signal }) => {
      const query = queryText({ sort: '-created_at', limit: SHOWN, q: word })
      const page = await get<RecordPage>(`/apps/${app}/forms/${form}/records${query}`, signal)
      return page.records.map(record => ({ id: record.id, title: String(record[titleField] ?? record.id) }))
    },
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** The formula's result on a record or on sample values, asked of the server once the draft is saved there. */
export function useTrial(
  { form, result, scale, field }: TrialKind,
  formula: string | null,
  record: string | null,
  values: Readonly<Record<string, string | boolean>>,
) {
  const app = useDraft(state => state.app) ?? ''
  return useQuery({
    queryKey: ['try', app, form, result, scale ?? null, field ?? null, formula, record, values],
    queryFn: async ({ signal }) => {
      // One that is under way would meet itself as a conflict.
      if (useDraft.getState().saving === 'waiting') await save()
      const body = {
        form,
        formula,
        result,
        values,
        ...(scale === undefined ? {} : { scale }),
        ...(field === undefined ? {} : { field }),
        ...(record === null ? {} : { record }),
      }
      return request<TrialAnswer>('POST', `/apps/${app}/draft/try-formula`, { body, signal })
    },
    enabled: formula !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
}
