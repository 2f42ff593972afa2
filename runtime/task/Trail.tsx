import type { RecordWorkflows, TrailEntry } from '../api/task-types.ts'
import { fileAddress } from '../api/upload.ts'
import { useNames } from '../app/directory.ts'
import { agoText, dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { useFiles } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Icon } from '../ui/Icon.tsx'
import { DueMark } from './DueMark.tsx'
import { actText, didText } from './words.ts'

/** Of many who came too late a few are named. */
const MOST_LATE = 3

interface TrailProps {
  readonly entries: readonly TrailEntry[]
  /** who has it now */
  readonly holders?: RecordWorkflows['instances'][number]['holders']
  readonly next?: string
}

/** The way of a paper: who, when, what, in which words; below, who has it now and where it goes. */
export function Trail({ entries, holders = [], next }: TrailProps) {
  const { t, label } = useText()
  const names = useNames()
  const late = entries.filter(({ act }) => act === 'late')
  const shown = entries.filter(entry => entry.act !== 'late' || late.indexOf(entry) < MOST_LATE)
  return (
    <ol className="fw-trail">
      {shown.map(entry => (
        <TrailStep key={`${entry.at} ${entry.act} ${entry.by}`} entry={entry} />
      ))}
      {late.length > MOST_LATE ? (
        <li>
          <span className="fw-trail-dot">
            <Icon name="more" size={15} />
          </span>
          <p className="fw-faint">{t('task.lateMany', { n: late.length - MOST_LATE })}</p>
        </li>
      ) : null}
      {holders.map(holder => (
        <li key={holder.task} className="is-waiting">
          <Avatar name={names.person(holder.assignee)} size={28} />
          <div className="fw-grow">
            <p>
              <strong>{names.person(holder.assignee)}</strong> {t('task.did.waiting')} <DueMark at={holder.dueAt} />
            </p>
            <p className="fw-faint">{label(holder.label)}</p>
          </div>
        </li>
      ))}
      {next === undefined || next === '' ? null : (
        <li className="is-next">
          <span className="fw-trail-dot">
            <Icon name="arrowDown" size={15} />
          </span>
          <p className="fw-faint">{t('task.next', { next })}</p>
        </li>
      )}
    </ol>
  )
}

/** Acts whose `to` is a person. */
const HANDS_ON = new Set(['transfer', 'delegate'])

function TrailStep({ entry }: { readonly entry: TrailEntry }) {
  const { t, label, language } = useText()
  const me = useMe()
  const names = useNames()
  const name = entry.by === null ? t('word.system') : names.person(entry.by)
  const attached = entry.files.filter(id => id !== entry.signature)
  const files = useFiles(attached)
  const others = [...(entry.users ?? []), ...(HANDS_ON.has(entry.act) && entry.to !== undefined ? [entry.to] : [])].map(
    names.person,
  )
  return (
    <li data-act={entry.act}>
      <Avatar name={name} size={28} />
      <div className="fw-grow">
        <p>
          <strong>{name}</strong> <span className="fw-did">{t(didText(entry.act))}</span>
          {entry.tried === undefined ? null : (
            <span className="fw-faint"> ({t('task.tried', { act: t(actText(entry.tried)) })})</span>
          )}
          {entry.onBehalfOf === undefined ? null : (
            <span className="fw-faint"> ({t('task.behalf', { name: names.person(entry.onBehalfOf) })})</span>
          )}
          {others.length === 0 ? null : ` → ${others.join('、')}`}
          <time className="fw-faint" dateTime={entry.at} title={dateTimeText(entry.at, me.user.zone)}>
            {agoText(entry.at, language)}
          </time>
        </p>
        <p className="fw-faint">{label(entry.label)}</p>
        {entry.opinion === null || entry.opinion === '' ? null : <p className="fw-opinion">{entry.opinion}</p>}
        {attached.map(id => (
          <a key={id} className="fw-file-link" href={fileAddress(id)} target="_blank" rel="noopener noreferrer">
            <Icon name="file" size={15} />
            <span className="fw-cut">{files.get(id)?.name ?? '…'}</span>
          </a>
        ))}
        {entry.signature === undefined ? null : (
          <img className="fw-signed" src={fileAddress(entry.signature)} alt={t('field.signature')} />
        )}
      </div>
    </li>
  )
}
