import { Link } from 'react-router'
import type { RunningWorkflow } from '../api/task-types.ts'
import { useNames } from '../app/directory.ts'
import { agoText } from '../app/format.ts'
import { recordPath } from '../app/navigation.ts'
import { useText } from '../i18n/useText.ts'
import { DueMark } from '../task/DueMark.tsx'
import { Tag } from '../ui/Tag.tsx'

/** One workflow that runs: its record, the step, who has it and since when. */
export function RunningLine({
  row,
  chosen,
  why,
  onChoose,
}: {
  readonly row: RunningWorkflow
  readonly chosen: boolean
  /** why it could not take the new version */
  readonly why: string | undefined
  readonly onChoose: () => void
}) {
  const { t, label, language } = useText()
  const names = useNames()
  const title = row.recordTitle || label(row.name)
  const [first] = row.holders
  const due = row.holders.flatMap(({ dueAt }) => dueAt ?? []).sort()[0] ?? null
  return (
    <li>
      {row.outdated ? (
        <input type="checkbox" checked={chosen} aria-label={t('table.selectRow', { title })} onChange={onChoose} />
      ) : null}
      <div className="fw-grow">
        <p className="fw-row">
          <Link className="fw-cut" to={recordPath(row.app, row.form, row.record)}>
            {title}
          </Link>
          {row.stuck ? <Tag color="red">{t('running.stuck')}</Tag> : null}
          {row.outdated ? <Tag color="gold">{t('running.outdated')}</Tag> : null}
          <DueMark at={due} />
        </p>
        <p className="fw-faint">
          {[
            label(row.name),
            first === undefined ? t('running.nobody') : label(first.label),
            row.holders.map(({ assignee }) => names.person(assignee)).join('、'),
            agoText(first?.since ?? row.startedAt, language),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {why === undefined ? null : <p className="fw-error">{why}</p>}
      </div>
      {first === undefined ? null : <Link to={`/tasks/${first.task}`}>{t('running.open')}</Link>}
    </li>
  )
}
