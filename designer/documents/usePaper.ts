import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Paper } from '../../engine/document/paper.ts'
import { type PickerItem, request } from '../../runtime/index.ts'
import type { Document } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'

export interface Preview {
  readonly paper: Paper | null
  /** whether the record may be printed so */
  readonly offered: boolean
  /** what is wrong with a block, by its key */
  readonly faults: Readonly<Record<string, string>>
}

/** Chosen instead of a record: names stand for values. */
export const NAMES = ''

interface Found {
  readonly records: readonly Readonly<Record<string, unknown>>[]
}

/** The newest records of the document's form, or those a text is found in; the first of them is shown until another is chosen. */
export function useSample(app: string, form: string, titleField: string) {
  const [chosen, setChosen] = useState<{ readonly form: string; readonly record: string }>()
  const [text, setText] = useState('')
  const query = new URLSearchParams({ limit: '20', fields: titleField, ...(text === '' ? {} : { q: text }) })
  const { data, isPending } = useQuery({
    queryKey: ['designer', app, 'sample', form, titleField, text],
    queryFn: () => request<Found>('GET', `/apps/${app}/forms/${form}/records?${query}`),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const items = (data?.records ?? []).map(
    (record): PickerItem => ({ key: String(record.id), text: String(record[titleField] ?? record.id) }),
  )
  const own = chosen?.form === form ? chosen.record : undefined
  const record = own ?? items[0]?.key ?? NAMES
  return { items, record, isPending, search: setText, choose: (key: string) => setChosen({ form, record: key }) }
}

/** What the document would say, asked again when it changes. */
export function usePaper(
  app: string,
  document: Document,
  record: string,
  language: Language,
  ready: boolean,
): Preview | undefined {
  const body = { document, language, ...(record === NAMES ? {} : { record }) }
  const { data } = useQuery({
    queryKey: ['designer', app, 'paper', JSON.stringify(body)],
    queryFn: () => request<Preview>('POST', `/apps/${app}/draft/document`, { body }),
    placeholderData: keepPreviousData,
    enabled: ready,
    retry: false,
  })
  return data
}
