import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, use, useDeferredValue, useState } from 'react'
import { get, queryText } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import type { RecordDocument, RecordPage } from '../../api/types.ts'
import { titleOf } from '../../app/ValueView.tsx'
import { useText } from '../../i18n/useText.ts'
import { Picker } from '../../ui/Picker.tsx'
import { type ControlProps, InlineNewContext } from '../control.ts'

const PAGE = 30

const idsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string' && id !== '')

/** Another record, found by its words; one that is not there yet can be added in place. */
export function RelationControl(props: ControlProps) {
  const { t, label } = useText()
  const { app, shape } = props
  const client = useQueryClient()
  const InlineNew = use(InlineNewContext)
  const target = app.form(shape.target ?? '')
  const [text, setText] = useState('')
  const [creating, setCreating] = useState<string>()
  const q = useDeferredValue(text.trim())
  const chosen = idsOf(props.value)
  const title = target?.titleField ?? 'id'
  const base = `/apps/${app.key}/forms/${shape.target}/records`
  const query = { q, limit: PAGE, fields: title === 'id' ? undefined : title }
  const found = useQuery({
    queryKey: keys.list(app.key, shape.target ?? '', query),
    queryFn: ({ signal }) => get<RecordPage>(`${base}${queryText(query)}`, signal),
    enabled: target !== undefined && app.can(target.key, 'read'),
    staleTime: 10_000,
    placeholderData: before => before,
  })
  const known = new Map((found.data?.records ?? []).map(record => [record.id, record]))
  const others = useQueries({
    queries: chosen.map(id => ({
      queryKey: keys.record(app.key, shape.target ?? '', id),
      queryFn: ({ signal }: { signal: AbortSignal }) => get<RecordDocument>(`${base}/${id}`, signal),
      enabled: target !== undefined && !known.has(id),
      retry: false,
      staleTime: 60_000,
    })),
  })
  const nameOf = (id: string, index: number): string => {
    const record = known.get(id) ?? others[index]?.data
    if (record === undefined || target === undefined) return others[index]?.isError === true ? t('field.unseen') : '…'
    return titleOf(target, record) || t('table.noTitle')
  }
  const change = (ids: readonly string[]) => props.onChange(props.field.list ? ids : (ids[0] ?? null))
  const formName = label(target?.name)
  return (
    <>
      <Picker
        id={props.id}
        label={props.label}
        items={[...known.values()].map(record => ({
          key: record.id,
          text: (target === undefined ? '' : titleOf(target, record)) || t('table.noTitle'),
        }))}
        chosen={chosen}
        multiple={props.field.list}
        loading={found.isFetching}
        onSearch={setText}
        placeholder={t('field.findRecord', { form: formName })}
        shown={<span className="fw-cut">{chosen.map(nameOf).join('、')}</span>}
        onChoose={change}
        create={
          InlineNew === undefined || target === undefined || !app.can(target.key, 'create')
            ? undefined
            : {
                text: typed =>
                  typed === '' ? t('field.createRecord', { form: formName }) : t('field.createNamed', { name: typed }),
                run: setCreating,
              }
        }
        invalid={props.invalid}
        required={props.required}
        describedBy={props.describedBy}
        onBlur={props.onBlur}
      />
      {creating === undefined || target === undefined || InlineNew === undefined ? null : (
        <Suspense fallback={null}>
          <InlineNew
            form={target}
            name={creating}
            onClose={() => setCreating(undefined)}
            onCreated={record => {
              client.setQueryData(keys.record(app.key, target.key, record.id), record)
              change(props.field.list ? [...chosen, record.id] : [record.id])
              setCreating(undefined)
            }}
          />
        </Suspense>
      )}
    </>
  )
}
