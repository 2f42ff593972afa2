import { useQuery } from '@tanstack/react-query'
import { Button, confirm, Failed, get, request, Skeleton, toast } from '../../runtime/index.ts'
import { catchUp, save, useDraft } from '../model/draft.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { versionTexts } from './texts.ts'
import type { RemovedItem } from './types.ts'

/** Fields and forms that left the app and keep their data: back into the draft as they were, or away for good. */
export function RemovedItems({ app, onPublish }: { readonly app: string; readonly onPublish: () => void }) {
  const { language } = useDesign()
  const w = usePageTexts(versionTexts)
  const { data, error, refetch } = useQuery({
    queryKey: ['designer', app, 'removed'],
    queryFn: ({ signal }) => get<{ removed: readonly RemovedItem[] }>(`/apps/${app}/removed`, signal),
    staleTime: 0,
  })
  const act = async (what: 'restore' | 'purge', { form, field }: RemovedItem): Promise<boolean> => {
    try {
      await save()
      const place = { form, field }
      const body = what === 'purge' ? { ...place, confirm: field ?? form } : place
      await request('POST', `/apps/${app}/removed/${what}`, { body })
      return true
    } catch (caught) {
      toast.failed(caught)
      return false
    }
  }
  const putBack = async (item: RemovedItem) => {
    if (!(await act('restore', item))) return
    await catchUp(useDraft.getState().revision + 1)
    toast.done(w('putBackDone'))
    onPublish()
  }
  const purge = async (item: RemovedItem) => {
    const title = w('purgeTitle', { name: item.name[language], n: item.count })
    if (!(await confirm({ title, text: w('purgeText'), action: w('purge'), danger: true }))) return
    if (!(await act('purge', item))) return
    toast.done(w('purged'))
    await refetch()
  }
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={3} />
  if (data.removed.length === 0) return <p className="fw-hint">{w('removedNone')}</p>
  return (
    <>
      <p className="fw-hint">{w('removedHint')}</p>
      <ul className="fd-versions">
        {data.removed.map(item => (
          <li key={`${item.form}/${item.field}`} className="fd-version-line">
            <div className="fw-grow">
              <strong>
                {item.field === null
                  ? w('removedForm', { name: item.name[language] })
                  : w('removedField', { form: item.formName[language], name: item.name[language] })}
              </strong>
              <p className="fw-hint">{w('kept', { n: item.count, version: item.lastVersion ?? '–' })}</p>
            </div>
            {item.lastVersion === null ? null : (
              <Button size="small" onClick={() => void putBack(item)}>
                {w('putBack')}
              </Button>
            )}
            <Button size="small" kind="quiet" onClick={() => void purge(item)}>
              {w('purge')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
