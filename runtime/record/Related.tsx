import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from 'react-router'
import type { CompiledForm } from '../../engine/index.ts'
import { get, queryText } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordPage } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { tellingColumns } from '../app/columns.ts'
import { newPath, recordPath } from '../app/navigation.ts'
import { isNumeric, shapeOf } from '../app/shape.ts'
import { titleOf, ValueView } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Empty, Skeleton } from '../ui/states.tsx'
import { useIsPhone } from '../ui/useMedia.ts'
import { RecordCard } from '../view/CardList.tsx'
import { expandOf } from '../view/useRecords.ts'

const SHOWN = 20
const COLUMNS = 4
export interface InverseList {
  readonly key: string
  readonly source: CompiledForm
  readonly field: string
  readonly label: object
}

/** Lists of other forms' records that name this one, as far as this person may read them. */
export const inverseLists = (app: OpenApp, form: CompiledForm): InverseList[] =>
  [...form.inverses].flatMap(([key, inverse]) => {
    const source = app.form(inverse.form)
    return source === undefined || source.parent !== undefined || !app.can(source.key, 'read')
      ? []
      : [{ key, source, field: inverse.field, label: inverse.label }]
  })

export function Related({
  app,
  form,
  id,
}: {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly id: string
}) {
  const { t } = useText()
  const lists = inverseLists(app, form)
  if (lists.length === 0) return <Empty small icon="link" title={t('related.none')} />
  return (
    <div className="fw-stack">
      {lists.map(list => (
        <RelatedList key={list.key} app={app} list={list} id={id} />
      ))}
    </div>
  )
}

function RelatedList({ app, list, id }: { readonly app: OpenApp; readonly list: InverseList; readonly id: string }) {
  const { t, label } = useText()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const phone = useIsPhone()
  const { source, field } = list
  const name = label(list.label)
  const columns = tellingColumns(app, source)
    .filter(one => one.key !== field)
    .slice(0, COLUMNS - (source.stageField === undefined ? 0 : 1))
  const stage = source.stageField === undefined ? [] : [source.fields.get(source.stageField)!]
  const shown = [...columns, ...stage]
  const title = source.fields.get(source.titleField)
  const fields = [...new Set([...shown.map(({ key }) => key), source.titleField])].filter(key => key !== 'id')
  const many = source.fields.get(field)?.list === true
  const query = {
    filter: JSON.stringify(many ? { in: [id, { var: field }] } : { '==': [{ var: field }, id] }),
    fields: fields.join(','),
    expand: expandOf(app, source, fields),
    limit: SHOWN,
    count: true,
  }
  const { data } = useQuery({
    queryKey: keys.list(app.key, source.key, query),
    queryFn: ({ signal }) => get<RecordPage>(`/apps/${app.key}/forms/${source.key}/records${queryText(query)}`, signal),
  })
  const add = () => void navigate(`${newPath(app.key, source.key)}${queryText({ [field]: id, back: pathname })}`)
  return (
    <section className="fw-card">
      <header className="fw-card-head">
        <h2>
          {name}
          {(data?.count ?? 0) > 0 ? <span className="fw-count">{data?.count}</span> : null}
        </h2>
        {app.can(source.key, 'create') ? (
          <Button size="small" icon="plus" onClick={add}>
            {t('related.add', { list: label(source.name) })}
          </Button>
        ) : null}
      </header>
      {data === undefined ? (
        <div className="fw-card-body">
          <Skeleton lines={3} />
        </div>
      ) : data.records.length === 0 ? (
        <p className="fw-card-body fw-faint">{t('related.empty', { list: name })}</p>
      ) : phone ? (
        <div className="fw-related-cards">
          {data.records.map(record => (
            <RecordCard key={record.id} app={app} form={source} columns={shown} record={record} />
          ))}
        </div>
      ) : (
        <div className="fw-table-scroll">
          <table className="fw-plain-table fw-related">
            <thead>
              <tr>
                <th>{label(title?.label ?? source.name)}</th>
                {shown.map(column => (
                  <th
                    key={column.key}
                    className={isNumeric(shapeOf(app.compiled, source, column)) ? 'is-number' : undefined}
                  >
                    {label(column.label)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.records.map(record => (
                <tr key={record.id}>
                  <td>
                    <Link to={recordPath(app.key, source.key, record.id)}>
                      {titleOf(source, record) || t('table.noTitle')}
                    </Link>
                  </td>
                  {shown.map(column => {
                    const shape = shapeOf(app.compiled, source, column)
                    return (
                      <td key={column.key} className={isNumeric(shape) ? 'is-number' : undefined}>
                        <ValueView
                          value={record[column.key]}
                          shape={shape}
                          expanded={record.expanded?.[column.key]}
                          error={record._errors?.[column.key]}
                          compact
                        />
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
