import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Assignment, AssignmentCandidate } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { useNames } from '../app/directory.ts'
import { agoText, dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { claimWords } from '../i18n/texts/claim.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'

/** Why a record came to whoever has it: the last decision as a line, all of them when opened. */
export function ClaimDecision({
  app,
  form,
  id,
}: {
  readonly app: OpenApp
  readonly form: string
  readonly id: string
}) {
  const w = useWords(claimWords)
  const [open, setOpen] = useState(false)
  const { data } = useQuery({
    queryKey: keys.record(app.key, form, id, 'assignments'),
    queryFn: ({ signal }) =>
      get<{ assignments: readonly Assignment[] }>(`/apps/${app.key}/forms/${form}/records/${id}/assignments`, signal),
    enabled: app.visible.rights.forms[form]?.assigned === true,
    retry: false,
  })
  const [last] = data?.assignments ?? []
  if (data === undefined || last === undefined) return null
  return (
    <section className="fw-instance fw-decision">
      <header className="fw-row">
        <button type="button" className="fw-row fw-grow" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={16} />
          <span className="fw-faint">{w('why')}</span>
          <span className="fw-cut">
            <OutcomeText assignment={last} />
          </span>
        </button>
      </header>
      {open ? (
        <ol className="fw-decisions">
          {data.assignments.map(assignment => (
            <Decision key={assignment.id} assignment={assignment} />
          ))}
        </ol>
      ) : null}
    </section>
  )
}

function OutcomeText({ assignment }: { readonly assignment: Assignment }) {
  const { label } = useText()
  const w = useWords(claimWords)
  const me = useMe()
  const names = useNames()
  const { outcome, user, previous, opens } = assignment
  if (outcome === 'released')
    return previous === null ? w('releasedByApp') : w('released', { name: names.person(previous) })
  const name = user === null ? '' : names.person(user)
  const when = opens === null ? '' : dateTimeText(opens, me.user.zone)
  return w(`was.${outcome}`, { name, policy: label(assignment.name), when })
}

function Decision({ assignment }: { readonly assignment: Assignment }) {
  const { language } = useText()
  const w = useWords(claimWords)
  const me = useMe()
  const { at, reason, candidates, count } = assignment
  return (
    <li>
      <p>
        <OutcomeText assignment={assignment} />{' '}
        <time className="fw-faint" dateTime={at} title={dateTimeText(at, me.user.zone)}>
          {agoText(at, language)}
        </time>
      </p>
      {reason === null ? null : <p className="fw-opinion">{reason}</p>}
      {count === 0 ? null : <p className="fw-faint">{w('candidates', { n: count })}</p>}
      {candidates.length === 0 ? null : (
        <ul>
          {candidates.map(candidate => (
            <Candidate key={candidate.user} candidate={candidate} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Candidate({ candidate }: { readonly candidate: AssignmentCandidate }) {
  const { label } = useText()
  const w = useWords(claimWords)
  const names = useNames()
  const { user, weight, credit, reason, load, limit } = candidate
  const took = reason === 'chosen' || reason === 'later'
  return (
    <li data-reason={reason}>
      <strong>{names.person(user)}</strong>{' '}
      {w(`reason.${reason}`, { limit: limit?.label == null ? '' : label(limit.label) })}
      {limit === null ? '' : w('counted', { counted: limit.counted, part: limit.inShare })}
      {took ? <span className="fw-faint"> {w('turn', { weight, credit })}</span> : null}
      {load === undefined ? null : <span className="fw-faint"> {w('load', { n: load })}</span>}
    </li>
  )
}
