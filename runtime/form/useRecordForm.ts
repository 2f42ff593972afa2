import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import {
  type CompiledForm,
  type FieldState,
  noRelated,
  type Prepared,
  prepareRecord,
  type RecordValues,
  type Related,
} from '../../engine/index.ts'
import type { ApiProblem } from '../api/apiError.ts'
import { type OpenApp, useOpenApp, useRecordContext } from '../app/appContext.tsx'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { type Draft, draftKey, dropDraft, keepDraft, readDraft } from './draft.ts'
import { type Message, messageFor, shownMessages } from './problems.ts'
import { useRelated } from './related.ts'

export type Right = 'read' | 'write' | 'hidden'

export interface RecordFormOptions {
  readonly form: CompiledForm
  /** the stored record; null = a new one */
  readonly before: RecordValues | null
  /** what a new record begins with, e.g. the relation it was opened from */
  readonly initial?: RecordValues
  /** narrower rights at this place (a task's paper); absent = the person's own */
  readonly rights?: Readonly<Record<string, Right>> | undefined
  /** fields this place asks for besides (a task's paper); a star says so, the server insists */
  readonly required?: readonly string[]
  /** false keeps no draft (an inline form, a preview) */
  readonly drafts?: boolean
}

/** Everything a form on the screen knows and can do. */
export interface RecordForm {
  readonly app: OpenApp
  readonly form: CompiledForm
  readonly before: RecordValues | null
  readonly patch: RecordValues
  readonly prepared: Prepared
  readonly dirty: boolean
  readonly messages: readonly Message[]
  readonly warnings: readonly Message[]
  readonly draft: Draft | undefined
  /** what a control shows: what was typed, else the value with defaults and formulas */
  value(key: string): unknown
  state(key: string): FieldState
  right(key: string): Right
  set(key: string, value: unknown): void
  touch(path: string): void
  /** shows every problem; true when nothing is wrong here */
  check(): boolean
  refuse(errors: readonly ApiProblem[]): void
  /** what to send: own, writable values, rows without computed columns */
  body(): Record<string, unknown>
  useDraft(): void
  /** forgets what was typed and its draft */
  reset(patch?: RecordValues): void
}

const DRAFT_MS = 400
const NONE: readonly string[] = []
const NO_STATE: FieldState = { visible: true, required: false, readOnly: true, options: undefined }

export function useRecordForm({
  form,
  before,
  initial,
  rights,
  required = NONE,
  drafts = true,
}: RecordFormOptions): RecordForm {
  const app = useOpenApp()
  const me = useMe()
  const { language } = useText()
  const [patch, setPatch] = useState<RecordValues>(initial ?? {})
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [showAll, setShowAll] = useState(false)
  const [server, setServer] = useState<readonly ApiProblem[]>([])
  const key = draftKey(me.user.id, app.key, form.key, before === null ? undefined : String(before.id))
  const [draft, setDraft] = useState<Draft | undefined>(() => (drafts ? readDraft(key) : undefined))

  // What was loaded may lead to more (a customer's industry): then the next round asks for that.
  const [known, setKnown] = useState<Related>(noRelated)
  const typed = useMemo(() => ({ ...before, ...patch }), [before, patch])
  const related = useRelated(app.compiled, form, typed, known, target => app.can(target, 'read'))
  useEffect(() => setKnown(related), [related])
  const context = useRecordContext(related)
  // Typing stays quick: rules and formulas follow in the next frame that has time.
  const deferred = useDeferredValue(patch)
  const start = useMemo(() => ({ owner: me.user.id, department: me.user.department }), [me.user.id, me.user.department])
  const prepared = useMemo(
    () => prepareRecord(form, before, deferred, context, { start }),
    [form, before, deferred, context, start],
  )

  const right = useCallback(
    (field: string): Right => {
      const own = app.right(form.key, field)
      return own === undefined ? 'hidden' : (rights?.[field] ?? rights?.['*'] ?? own)
    },
    [rights, app, form.key],
  )
  const dirty = touched.size > 0
  useEffect(() => {
    if (!drafts || !dirty || draft !== undefined) return
    const timer = setTimeout(
      () => keepDraft(key, { at: new Date().toISOString(), patch, version: before?.version as number | undefined }),
      DRAFT_MS,
    )
    return () => clearTimeout(timer)
  }, [drafts, dirty, draft, key, patch, before])

  const set = useCallback((field: string, value: unknown) => {
    setPatch(now => ({ ...now, [field]: value }))
    setTouched(now => (now.has(`/${field}`) ? now : new Set(now).add(`/${field}`)))
    setServer(now => now.filter(({ path }) => path !== `/${field}` && !path.startsWith(`/${field}/`) && path !== ''))
    setDraft(undefined)
  }, [])
  const touch = useCallback((path: string) => setTouched(now => (now.has(path) ? now : new Set(now).add(path))), [])

  const state = (field: string): FieldState => {
    const own = prepared.states.get(field) ?? NO_STATE
    const may = right(field)
    return {
      ...own,
      visible: own.visible && may !== 'hidden',
      required: own.required || required.includes(field),
      readOnly: own.readOnly || may !== 'write',
    }
  }
  const writable = (field: string): boolean => state(field).visible && right(field) === 'write'
  const messages = shownMessages(prepared, server, touched, showAll, writable, language)

  return {
    app,
    form,
    before,
    patch,
    prepared,
    dirty,
    messages,
    warnings: prepared.warnings.map(item => messageFor(item, language)),
    draft,
    value: field =>
      Object.hasOwn(patch, field) && form.fields.get(field)?.computed !== true ? patch[field] : prepared.values[field],
    state,
    right,
    set,
    touch,
    check() {
      setShowAll(true)
      const now = prepareRecord(form, before, patch, context, { start })
      return shownMessages(now, [], touched, true, writable, language).length === 0
    },
    refuse(errors) {
      setShowAll(true)
      setServer(errors)
    },
    body: () => sentValues(form, patch),
    useDraft() {
      if (draft === undefined) return
      setPatch({ ...initial, ...draft.patch })
      setTouched(new Set(Object.keys(draft.patch).map(field => `/${field}`)))
      setDraft(undefined)
    },
    reset(next = {}) {
      dropDraft(key)
      setPatch(next)
      setTouched(new Set())
      setServer([])
      setShowAll(false)
      setDraft(undefined)
    },
  }
}

/** Rows without what the server computes, and without the marks that new rows carry on the screen. */
export function sentValues(form: CompiledForm, patch: RecordValues): Record<string, unknown> {
  const sent: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(patch)) {
    const field = form.fields.get(key)
    if (field === undefined || field.computed || field.kind === 'serial') continue
    sent[key] =
      field.rows === undefined || !Array.isArray(value)
        ? value
        : (value as RecordValues[]).map(row => sentRow(field.rows!, row))
  }
  return sent
}

function sentRow(rows: CompiledForm, row: RecordValues): Record<string, unknown> {
  const sent: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(row)) {
    if (key === 'id') {
      if (!isNewRow(row)) sent.id = value
    } else if (rows.fields.get(key)?.computed === false) sent[key] = value
  }
  return sent
}

const NEW_ROW = 'new-'
let rowCount = 0

/** A mark for a row that is not stored yet, so that the screen can tell rows apart. */
export function newRowId(): string {
  rowCount += 1
  return `${NEW_ROW}${rowCount}-${Date.now()}`
}

export const isNewRow = (row: RecordValues): boolean => typeof row.id === 'string' && row.id.startsWith(NEW_ROW)
