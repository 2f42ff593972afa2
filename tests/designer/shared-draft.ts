import { acknowledged, isSaved, received, type Session, type Stored, settled } from '../../designer/model/session.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'

/** The server of a draft: takes what was made from its newest revision, else answers with it. */
export class DraftServer {
  stored: Stored
  constructor(definition: AppDefinition) {
    this.stored = { definition, revision: 1 }
  }

  put(definition: AppDefinition, revision: number): Stored | null {
    if (revision !== this.stored.revision) return null
    this.stored = { definition, revision: revision + 1 }
    return this.stored
  }
}

/** Saves as the page does: sends, merges what came in between, settles for one's own where both differ, sends again. */
export function saved(session: Session, server: DraftServer): Session {
  let now = session
  for (let n = 0; n < 5 && !isSaved(now); n += 1) {
    for (const conflict of now.conflicts) now = settled(now, conflict, 'ours')
    const taken = server.put(now.definition, now.stored.revision)
    now = taken === null ? received(now, server.stored) : acknowledged(now, taken)
  }
  return received(now, server.stored)
}
