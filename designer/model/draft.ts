import { create } from 'zustand'
import { ApiError, get, request } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { applyCommands } from '../commands/apply.ts'
import type { Command } from '../commands/command.ts'

export type SaveState = 'saved' | 'waiting' | 'saving' | 'offline' | 'conflict'

interface DraftDocument {
  readonly definition: AppDefinition
  readonly revision: number
  readonly base: number
}

interface Draft {
  readonly app: string | null
  readonly definition: AppDefinition | null
  readonly revision: number
  readonly past: readonly AppDefinition[]
  readonly future: readonly AppDefinition[]
  readonly saving: SaveState
  /** the other author's draft, when both changed at once */
  readonly theirs: DraftDocument | null
}

const empty: Draft = { app: null, definition: null, revision: 0, past: [], future: [], saving: 'saved', theirs: null }

/** The draft being edited: every edit is a command, undo keeps the definition before it, and saving follows by itself. */
export const useDraft = create<Draft>(() => empty)

const SAVE_AFTER_MS = 700
const TRY_AGAIN_MS = 4_000
let timer: ReturnType<typeof setTimeout> | undefined

export async function openDraft(app: string): Promise<void> {
  const { definition, revision } = await get<DraftDocument>(`/apps/${app}/draft`)
  useDraft.setState({ ...empty, app, definition, revision })
}

export function run(...commands: readonly Command[]): void {
  const { definition, past } = useDraft.getState()
  if (definition === null) return
  const next = applyCommands(definition, commands)
  if (next === definition) return
  useDraft.setState({ definition: next, past: [...past, definition], future: [] })
  saveSoon()
}

export function undo(): void {
  const { definition, past, future } = useDraft.getState()
  const before = past.at(-1)
  if (definition === null || before === undefined) return
  useDraft.setState({ definition: before, past: past.slice(0, -1), future: [definition, ...future] })
  saveSoon()
}

export function redo(): void {
  const { definition, past, future } = useDraft.getState()
  const [next, ...rest] = future
  if (definition === null || next === undefined) return
  useDraft.setState({ definition: next, past: [...past, definition], future: rest })
  saveSoon()
}

function saveSoon(delay = SAVE_AFTER_MS): void {
  if (useDraft.getState().saving === 'conflict') return
  if (delay === SAVE_AFTER_MS) useDraft.setState({ saving: 'waiting' })
  clearTimeout(timer)
  timer = setTimeout(() => void save(), delay)
}

/** Saves what is not saved yet; resolves when the server has it (or cannot be reached). */
export async function save(): Promise<void> {
  clearTimeout(timer)
  const { app, definition, revision, saving } = useDraft.getState()
  if (app === null || definition === null || saving === 'saved' || saving === 'conflict') return
  useDraft.setState({ saving: 'saving' })
  try {
    const saved = await request<{ revision: number }>('PUT', `/apps/${app}/draft`, {
      body: { definition },
      version: revision,
    })
    useDraft.setState({ revision: saved.revision })
    if (useDraft.getState().definition === definition) useDraft.setState({ saving: 'saved' })
    else saveSoon()
  } catch (error) {
    refused(error)
  }
}

function refused(error: unknown): void {
  if (error instanceof ApiError && error.code === 'draft_conflict') {
    useDraft.setState({ saving: 'conflict', theirs: error.extra.current as DraftDocument })
    return
  }
  useDraft.setState({ saving: 'offline' })
  saveSoon(TRY_AGAIN_MS)
}

/** Ends a conflict: takes the other author's draft, or puts one's own over it. Undo reaches the version left behind. */
export function settleConflict(choice: 'theirs' | 'mine'): void {
  const { theirs, definition, past } = useDraft.getState()
  if (theirs === null || definition === null) return
  if (choice === 'theirs')
    useDraft.setState({
      definition: theirs.definition,
      revision: theirs.revision,
      past: [...past, definition],
      future: [],
      theirs: null,
      saving: 'saved',
    })
  else {
    useDraft.setState({ revision: theirs.revision, theirs: null, saving: 'waiting' })
    saveSoon()
  }
}
