import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useRef, useState } from 'react'
import { get, newKey, queryText, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { CommentDocument, Person } from '../api/types.ts'
import { useDirectory, useNames } from '../app/directory.ts'
import { agoText, dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { IconButton } from '../ui/Button.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'

interface Place {
  readonly app: string
  readonly form: string
  readonly record: string
}

export const commentsQuery = (place: Place) => ({
  queryKey: keys.record(place.app, place.form, place.record, 'comments'),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<{ comments: readonly CommentDocument[] }>(`/comments${queryText({ ...place, limit: 200 })}`, signal),
  retry: false,
})

/** What people say about a record; @ tells a colleague. */
export function Comments({ place }: { readonly place: Place }) {
  const { t } = useText()
  const { data, error, refetch } = useQuery(commentsQuery(place))
  return (
    <div className="fw-comments">
      {error !== null && data === undefined ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={3} height={28} />
      ) : data.comments.length === 0 ? (
        <Empty small icon="comment" title={t('comment.empty')} hint={t('comment.emptyHint')} />
      ) : (
        <ol className="fw-trail">
          {data.comments.map(comment => (
            <Comment key={comment.id} comment={comment} />
          ))}
        </ol>
      )}
      <WriteComment place={place} />
    </div>
  )
}

function Comment({ comment }: { readonly comment: CommentDocument }) {
  const { language } = useText()
  const me = useMe()
  const names = useNames()
  const name = names.person(comment.by)
  return (
    <li>
      <Avatar name={name} size={28} />
      <div className="fw-grow">
        <p>
          <strong>{name}</strong>
          <time className="fw-faint" dateTime={comment.at} title={dateTimeText(comment.at, me.user.zone)}>
            {agoText(comment.at, language)}
          </time>
        </p>
        <p className="fw-long-text">{comment.text}</p>
      </div>
    </li>
  )
}

const MENTION = /@([^\s@]{0,20})$/
const OFFERED = 6

function WriteComment({ place }: { readonly place: Place }) {
  const { t } = useText()
  const client = useQueryClient()
  const { people } = useDirectory()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [at, setAt] = useState(0)
  const typed = MENTION.exec(text)?.[1]
  const offered =
    typed === undefined
      ? []
      : [...people.values()]
          .filter(person => person.active && person.name.toLowerCase().includes(typed.toLowerCase()))
          .slice(0, OFFERED)
  const mention = (person: Person) => {
    setText(text.replace(MENTION, `@${person.name} `))
    setAt(0)
    area.current?.focus()
  }
  const send = async () => {
    if (text.trim() === '' || busy) return
    setBusy(true)
    try {
      const mentions = [...people.values()].filter(person => text.includes(`@${person.name}`)).map(({ id }) => id)
      await request('POST', `/comments${queryText({ ...place })}`, {
        body: { text: text.trim(), mentions },
        key: newKey(),
      })
      setText('')
      await client.invalidateQueries({ queryKey: keys.record(place.app, place.form, place.record, 'comments') })
    } catch (error) {
      toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const chosen = offered[at]
    if (chosen !== undefined && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault()
      mention(chosen)
    } else if (offered.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      setAt((at + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length)
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
  }
  return (
    <div className="fw-write">
      {offered.length === 0 ? null : (
        <div className="fw-mentions" role="listbox" aria-label="@">
          {offered.map((person, index) => (
            <button
              key={person.id}
              type="button"
              role="option"
              aria-selected={index === at}
              onClick={() => mention(person)}
            >
              <Avatar name={person.name} size={20} /> {person.name} <small>{person.title}</small>
            </button>
          ))}
        </div>
      )}
      <textarea
        ref={area}
        className="fw-textarea"
        rows={2}
        maxLength={10_000}
        aria-label={t('comment.write')}
        placeholder={t('comment.write')}
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={press}
      />
      <IconButton
        icon="send"
        name={t('comment.send')}
        disabled={busy || text.trim() === ''}
        onClick={() => void send()}
      />
    </div>
  )
}
