import { create } from 'zustand'
import type { Conflict, Side } from '../../engine/definition/conflict.ts'
import { ApiError, get, request, toast } from '../../runtime/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import type { Command } from '../commands/command.ts'
import {
  acknowledged,
  edited,
  isSaved,
  openSession,
  received,
  redone,
  type Session,
  type Stored,
  settled,
  undone,
} from './session.ts'

export type SaveState = 'saved' | 'waiting' | 'saving' | 'offline' | 'conflict'

interface Draft extends Omit<Session, 'definition' | 'stored'> {
  readonly app: string | null
  readonly definition: AppDefinition | null
  readonly stored: Stored | null
  readonly revision: number
  readonly saving: SaveState
}

const empty: Draft = {
  ...{ app: null, definition: null, stored: null, revision: 0, saving: 'saved' },
  ...{ past: [], future: [], conflicts: [], theirs: null },
}

/** The draft being edited: every edit is commands, undo takes a step back, saving and what others do follow by themselves. */
export const useDraft = create<Draft>(() => empty)

const SAVE_AFTER_MS = 700
const TRY_AGAIN_MS = 4_000
let timer: ReturnType<typeof setTimeout> | undefined

const current = (): Session | null => {
  const { definition, stored, past, future, conflicts, theirs } = useDraft.getState()
  return definition === null || stored === null ? null : { definition, stored, past, future, conflicts, theirs }
}

/** Shows a session and sees to it that what is new in it is saved. */
function show(session: Session): void {
  const { saving } = useDraft.getState()
  const next: SaveState =
    session.conflicts.length > 0 ? 'conflict' : isSaved(session) ? 'saved' : saving === 'saving' ? saving : 'waiting'
  useDraft.setState({ ...session, revision: session.stored.revision, saving: next })
  if (next === 'waiting') saveSoon()
}

export async function openDraft(app: string): Promise<void> {
  clearTimeout(timer)
  const stored = await get<Stored>(`/apps/${app}/draft`)
  useDraft.setState({ ...empty, app, ...openSession(stored), revision: stored.revision })
}

/** Carries out commands as one step of undo; what would break the draft is refused with the reason. */
export function run(...commands: readonly Command[]): void {
  const before = current()
  if (before === null) return
  const { session, problems } = edited(before, commands)
  const [problem] = problems
  if (problem !== undefined)
    toast.note(
      errorMessage(problem.code, problem.params, (document.documentElement.lang.slice(0, 2) || 'zh') as Language),
    )
  else if (session !== before) show(session)
}

export const undo = (): void => change(undone)
export const redo = (): void => change(redone)
export const settleDraftConflict = (conflict: Conflict, side: Side): void =>
  change(session => settled(session, conflict, side))

function change(step: (session: Session) => Session): void {
  const session = current()
  if (session !== null) show(step(session))
}

function saveSoon(delay = SAVE_AFTER_MS): void {
  clearTimeout(timer)
  timer = setTimeout(() => void save(), delay)
}

/** Saves what is not saved yet; resolves when the server has it (or cannot be reached). */
export async function save(): Promise<void> {
  clearTimeout(timer)
  const session = current()
  const { app, saving } = useDraft.getState()
  if (app === null || session === null || isSaved(session) || session.conflicts.length > 0 || saving === 'saving')
    return
  const { definition } = session
  useDraft.setState({ saving: 'saving' })
  try {
    const { revision } = await request<{ revision: number }>('PUT', `/apps/${app}/draft`, {
      body: { definition },
      version: session.stored.revision,
    })
    useDraft.setState({ saving: 'waiting' })
    change(now => acknowledged(now, { definition, revision }))
  } catch (error) {
    refused(error)
  }
}

function refused(error: unknown): void {
  useDraft.setState({ saving: 'waiting' })
  if (error instanceof ApiError && error.code === 'draft_conflict')
    change(session => received(session, error.extra.current as Stored))
  else {
    useDraft.setState({ saving: 'offline' })
    saveSoon(TRY_AGAIN_MS)
  }
}

/** Somebody saved the draft: their changes are taken in; a save under way, or the next one, finds out by itself. */
export async function catchUp(revision: number): Promise<void> {
  const { app, stored, saving } = useDraft.getState()
  if (app === null || stored === null || revision <= stored.revision || saving === 'saving') return
  const theirs = await get<Stored>(`/apps/${app}/draft`).catch(() => null)
  if (theirs !== null) change(session => received(session, theirs))
}
