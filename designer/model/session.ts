import { type Conflict, type Side, settleConflict } from '../../engine/definition/conflict.ts'
import { mergeDefinitions } from '../../engine/definition/merge.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Problem } from '../../schemas/problem.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { applyCommands } from '../commands/apply.ts'
import type { Command } from '../commands/command.ts'
import { keepingReferences } from '../commands/rename.ts'

/** One edit that can be taken back: the definition before it and after it. */
interface Step {
  readonly before: AppDefinition
  readonly after: AppDefinition
}

/** A draft as the server has it. */
export interface Stored {
  readonly definition: AppDefinition
  readonly revision: number
}

/**
 * One author's work on a draft others may be working on too. Pure: the page shows it, the server keeps it. `stored` is what the server is known to have;
 * what differs from it is unsaved. A conflict stands until it is settled; until then nothing is saved, so that nobody's work is written over.
 */
export interface Session {
  readonly definition: AppDefinition
  readonly stored: Stored
  readonly past: readonly Step[]
  readonly future: readonly Step[]
  readonly conflicts: readonly Conflict[]
  /** the other side of the conflicts */
  readonly theirs: AppDefinition | null
}

export const openSession = (stored: Stored): Session => ({
  definition: stored.definition,
  stored,
  past: [],
  future: [],
  conflicts: [],
  theirs: null,
})

export const isSaved = ({ definition, stored }: Session): boolean => definition === stored.definition

/**
 * The session after commands, as one step of undo. Refused with what is wrong when the definition would lose its shape (a draft that already has none may
 * be edited on: it has to be mended somehow).
 */
export function edited(
  session: Session,
  commands: readonly Command[],
): { session: Session; problems: readonly Problem[] } {
  const before = session.definition
  // Names may change under what calls them: that goes on meaning the same.
  const after = applyCommands(before, [...commands, ...keepingReferences(before, commands)])
  if (after === before) return { session, problems: [] }
  const { problems } = validateDefinition(after)
  if (problems.length > 0 && validateDefinition(before).definition !== null) return { session, problems }
  return {
    session: { ...session, definition: after, past: [...session.past, { before, after }], future: [] },
    problems: [],
  }
}

/** What a step did, done again or taken back on the definition as it is now: what others changed since stays. */
const carried = (now: AppDefinition, from: AppDefinition, to: AppDefinition): AppDefinition =>
  now === from ? to : mergeDefinitions(from, to, now).merged

export function undone(session: Session): Session {
  const step = session.past.at(-1)
  if (step === undefined) return session
  const after = session.definition
  const before = carried(after, step.after, step.before)
  return {
    ...session,
    definition: before,
    past: session.past.slice(0, -1),
    future: [{ before, after }, ...session.future],
  }
}

export function redone(session: Session): Session {
  const [step, ...future] = session.future
  if (step === undefined) return session
  const before = session.definition
  const after = carried(before, step.before, step.after)
  return { ...session, definition: after, past: [...session.past, { before, after }], future }
}

/** The server has taken what was sent. */
export const acknowledged = (session: Session, stored: Stored): Session => ({ ...session, stored })

/** Somebody else saved: their changes come in between; what both changed differently stands as a conflict, ours on the page. */
export function received(session: Session, stored: Stored): Session {
  if (stored.revision <= session.stored.revision) return session
  if (isSaved(session)) return { ...session, definition: stored.definition, stored }
  const { merged, conflicts } = mergeDefinitions(session.stored.definition, session.definition, stored.definition)
  const others = session.conflicts.filter(one => !conflicts.some(({ place }) => place.join() === one.place.join()))
  return {
    ...session,
    definition: merged,
    stored,
    conflicts: [...others, ...conflicts],
    theirs: conflicts.length > 0 ? stored.definition : session.theirs,
  }
}

/** A conflict settled for one side; with the last one saving goes on. Undo reaches the other choice. */
export function settled(session: Session, conflict: Conflict, side: Side): Session {
  const before = session.definition
  const after = side === 'ours' ? before : settleConflict(before, conflict, side)
  const conflicts = session.conflicts.filter(one => one !== conflict)
  return {
    ...session,
    definition: after,
    conflicts,
    theirs: conflicts.length === 0 ? null : session.theirs,
    past: after === before ? session.past : [...session.past, { before, after }],
    future: after === before ? session.future : [],
  }
}
