// biome-ignore-all lint/a11y/useSemanticElements: a card that is dragged is a group, not a set of fields
import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CompiledField, CompiledForm, CompiledOption } from '../../engine/index.ts'
import { ApiError } from '../api/apiError.ts'
import { request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument } from '../api/types.ts'
import type { OpenApp } from '../app/appContext.tsx'
import { numberText, shortNumber } from '../app/format.ts'
import { shapeOf } from '../app/shape.ts'
import { titleOf } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Failed, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/Tag.tsx'
import { toast } from '../ui/toast.tsx'
import { useIsPhone } from '../ui/useMedia.ts'
import { RecordCard } from './CardList.tsx'
import { allOf } from './filters.ts'
import { type Refusal, RefusedMove } from './RefusedMove.tsx'
import { type RecordsQuery, summedFields, useRecords, useTotals } from './useRecords.ts'

interface KanbanProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly group: CompiledField
  readonly columns: readonly CompiledField[]
  readonly query: RecordsQuery
}

const PAGE = 50

/** Records as cards by stage; a card dragged on is a stage moved, and a gate says what is missing. */
export default function Kanban(props: KanbanProps) {
  const { app, form, group } = props
  const { t, label } = useText()
  const phone = useIsPhone()
  const client = useQueryClient()
  const [moving, setMoving] = useState<{ readonly record: RecordDocument; readonly from: string }>()
  const [pending, setPending] = useState<ReadonlyMap<string, { record: RecordDocument; to: string }>>(new Map())
  const [refused, setRefused] = useState<Refusal>()
  const options = [...(group.library?.options.values() ?? [])]
  const stages = group.key === form.stageField
  const movable = app.can(form.key, stages ? 'move' : 'update')
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor),
  )

  const move = async (record: RecordDocument, to: string) => {
    const title = titleOf(form, record) || t('table.noTitle')
    const stage = label(group.library?.options.get(to)?.label)
    setPending(now => new Map(now).set(record.id, { record, to }))
    try {
      const path = `/apps/${app.key}/forms/${form.key}/records/${record.id}`
      if (stages) await request('POST', `${path}/stage`, { body: { to }, version: record.version })
      else await request('PATCH', path, { body: { [group.key]: to }, version: record.version })
      toast.done(t('kanban.moved', { title, stage }))
    } catch (error) {
      if (error instanceof ApiError && error.errors.length > 0)
        setRefused({ record, title, stage, errors: error.errors })
      else toast.failed(error)
    }
    await client.invalidateQueries({ queryKey: keys.form(app.key, form.key) })
    setPending(now => new Map([...now].filter(([id]) => id !== record.id)))
  }
  const drop = ({ over }: DragEndEvent) => {
    const [held, to] = [moving, over === null ? undefined : String(over.id)]
    setMoving(undefined)
    if (held !== undefined && to !== undefined && to !== held.from) void move(held.record, to)
  }
  const column = (option: CompiledOption) => (
    <Column
      key={option.key}
      {...props}
      option={option}
      movable={movable && !phone}
      arriving={[...pending.values()].filter(({ to }) => to === option.key).map(({ record }) => record)}
      leaving={new Set([...pending].filter(([, { to }]) => to !== option.key).map(([id]) => id))}
    />
  )
  return (
    <>
      {phone ? (
        <StageTabs options={options} column={column} />
      ) : (
        <DndContext
          sensors={sensors}
          accessibility={{ screenReaderInstructions: { draggable: t('kanban.instructions') } }}
          onDragStart={({ active }) => setMoving(active.data.current as { record: RecordDocument; from: string })}
          onDragCancel={() => setMoving(undefined)}
          onDragEnd={drop}
        >
          <div className="fw-kanban">{options.map(column)}</div>
          <DragOverlay dropAnimation={null}>
            {moving === undefined ? null : (
              <div className="fw-kanban-held">
                <RecordCard app={app} form={form} columns={props.columns} record={moving.record} />
              </div>
            )}
          </DragOverlay>
        </DndContext>
      )}
      {refused === undefined ? null : (
        <RefusedMove app={app.key} form={form.key} refusal={refused} onClose={() => setRefused(undefined)} />
      )}
    </>
  )
}

function StageTabs({
  options,
  column,
}: {
  readonly options: readonly CompiledOption[]
  readonly column: (option: CompiledOption) => React.ReactNode
}) {
  const { label } = useText()
  const [open, setOpen] = useState(options[0]?.key)
  const shown = options.find(({ key }) => key === open)
  return (
    <>
      <div className="fw-stage-tabs" role="tablist">
        {options.map(option => (
          <button
            key={option.key}
            type="button"
            role="tab"
            aria-selected={option.key === open}
            onClick={() => setOpen(option.key)}
          >
            {label(option.label)}
          </button>
        ))}
      </div>
      {shown === undefined ? null : column(shown)}
    </>
  )
}

interface ColumnProps extends KanbanProps {
  readonly option: CompiledOption
  readonly movable: boolean
  readonly arriving: readonly RecordDocument[]
  readonly leaving: ReadonlySet<string>
}

function Column({ app, form, group, columns, query, option, movable, arriving, leaving }: ColumnProps) {
  const { t, label, language } = useText()
  const base: unknown = query.filter === undefined ? undefined : JSON.parse(query.filter)
  const own: RecordsQuery = { ...query, filter: allOf([base, { '==': [{ var: group.key }, option.key] }]) }
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRecords(app, form, own, PAGE)
  const { data: totals } = useTotals(app, form, own, columns)
  const { setNodeRef, isOver } = useDroppable({ id: option.key, disabled: !movable })
  const stored = (data?.pages ?? []).flatMap(page => page.records)
  const records = [...arriving, ...stored.filter(({ id }) => !leaving.has(id) && !arriving.some(one => one.id === id))]
  const [summed] = summedFields(app, form, columns)
  const sum = summed === undefined ? undefined : totals?.sums[summed.key]
  return (
    <section
      ref={setNodeRef}
      className={isOver ? 'fw-kanban-column is-over' : 'fw-kanban-column'}
      aria-label={label(option.label)}
    >
      <header>
        <Tag color={option.color}>{label(option.label)}</Tag>
        <span className="fw-faint fw-number">{totals?.count ?? ''}</span>
        <span className="fw-grow" />
        {sum === undefined || sum === null || summed === undefined ? null : (
          <span className="fw-faint fw-number" title={numberText(sum, shapeOf(app.compiled, form, summed), language)}>
            {shortNumber(sum, language)}
          </span>
        )}
      </header>
      <div className="fw-kanban-cards">
        {error !== null ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data === undefined ? (
          <Skeleton lines={3} height={84} />
        ) : records.length === 0 ? (
          <p className="fw-faint fw-kanban-none">{t('kanban.empty')}</p>
        ) : (
          records.map(record => (
            <DragCard
              key={record.id}
              from={option.key}
              movable={movable}
              app={app}
              form={form}
              columns={columns.filter(one => one !== group)}
              record={record}
            />
          ))
        )}
        {hasNextPage ? (
          <Button kind="quiet" size="small" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('table.more')}
          </Button>
        ) : null}
      </div>
    </section>
  )
}

interface DragCardProps {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly columns: readonly CompiledField[]
  readonly record: RecordDocument
  readonly from: string
  readonly movable: boolean
}

function DragCard({ from, movable, ...card }: DragCardProps) {
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id: card.record.id,
    data: { record: card.record, from },
    disabled: !movable,
  })
  if (!movable) return <RecordCard {...card} />
  return (
    <div
      ref={setNodeRef}
      className={isDragging ? 'fw-drag is-held' : 'fw-drag'}
      {...listeners}
      {...attributes}
      role="group"
    >
      <RecordCard {...card} />
    </div>
  )
}
