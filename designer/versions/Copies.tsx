import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  Button,
  Failed,
  get,
  MergeDialog,
  newKey,
  request,
  Skeleton,
  toast,
  useSession,
  useText,
} from '../../runtime/index.ts'
import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import { save } from '../model/draft.ts'
import { usePageTexts } from '../texts.ts'
import { versionTexts } from './texts.ts'

interface Copy {
  readonly app: string
  readonly name: Label
  /** this app was made by copying that one */
  readonly original: boolean
  /** changes there that are not here */
  readonly news: number
}

interface CopiesProps {
  readonly app: string
  readonly definition: AppDefinition
  readonly onTaken: () => void
}

/** A name and a free key for one copy more. */
function copyName({ key, name }: AppDefinition, taken: readonly string[]) {
  for (let n = 1; ; n++) {
    const wished = `${key.slice(0, 40)}_try${n === 1 ? '' : n}`
    if (taken.includes(wished)) continue
    const number = n === 1 ? '' : ` ${n}`
    return { key: wished, name: { zh: `${name.zh}（试用${number}）`, en: `${name.en ?? name.zh} (to try${number})` } }
  }
}

/** The copies of an app and the app it is a copy of: what was tried there comes here. */
export function Copies({ app, definition, onTaken }: CopiesProps) {
  const { data: me, refetch: refresh } = useSession()
  const { label } = useText()
  const w = usePageTexts(versionTexts)
  const [taking, setTaking] = useState<Copy | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['designer', app, 'copies'],
    queryFn: ({ signal }) => get<{ copies: readonly Copy[] }>(`/apps/${app}/copies`, signal),
    staleTime: 0,
  })
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={2} />
  const open = async (copy: Copy) => {
    // What is typed here and not yet saved belongs to the draft that takes the changes in.
    await save()
    setTaking(copy)
  }
  const { key: taken, name } = copyName(definition, me?.apps.map(one => one.key) ?? [])
  const make = async () => {
    try {
      await request('POST', `/apps/${app}/copy`, { body: { key: taken, name }, key: newKey() })
      await Promise.all([refetch(), refresh()])
      toast.done(w('copyMade', { name: label(name) }))
    } catch (caught) {
      toast.failed(caught)
    }
  }
  const close = () => {
    setTaking(null)
    void refetch()
    onTaken()
  }
  return (
    <>
      <p className="fw-hint">{w(data.copies.length === 0 ? 'copiesNone' : 'copiesHint')}</p>
      <ul className="fd-versions">
        {data.copies.map(copy => (
          <li key={copy.app} className="fd-version-line">
            <div className="fw-grow">
              <strong>{label(copy.name)}</strong>
              {copy.original ? <span className="fd-tag">{w('copyOriginal')}</span> : null}
              <p className="fw-hint">{copy.news === 0 ? w('copySame') : w('copyNews', { n: copy.news })}</p>
            </div>
            <Button
              size="small"
              kind="quiet"
              onClick={() => window.open(`/designer/${copy.app}/versions`, '_blank', 'noopener')}
            >
              {w('copyOpen')}
            </Button>
            {copy.news === 0 ? null : (
              <Button size="small" onClick={() => void open(copy)}>
                {w('copyTake')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button size="small" onClick={() => void make()}>
        {w('copyMake')}
      </Button>
      {taking === null ? null : (
        <MergeDialog
          preview={`/apps/${app}/copies/${taking.app}`}
          take={`/apps/${app}/copies/${taking.app}/take`}
          title={w('copyTakeTitle', { name: label(taking.name) })}
          lead={w('copyNews', { n: taking.news })}
          action={w('copyTakeGo')}
          done={w('copyTaken', { name: label(taking.name) })}
          theirs={w('copySide', { name: label(taking.name) })}
          onClose={close}
        />
      )}
    </>
  )
}
