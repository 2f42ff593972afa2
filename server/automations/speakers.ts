import { compileApp } from '../../engine/index.ts'
import { type Speaker, speakerOf } from '../../engine/sentence/index.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import type { Draft } from '../apps/drafts.ts'
import type { Installation } from '../apps/installation.ts'

const KEY = 'speaker'
const DRAFT_KEY = 'speaker of the draft'

/** Who tells and reads the automations of an app's published version; made once for it. */
export function publishedSpeaker(installation: Installation): Speaker {
  const known = installation.plans.get(KEY) as Speaker | undefined
  const speaker = known ?? speakerOf(installation.app)
  installation.plans.set(KEY, speaker)
  return speaker
}

/** The same for the draft; while it does not compile, names are those of the published version. */
export function draftSpeaker(installation: Installation, draft: Draft): Speaker {
  const known = installation.plans.get(DRAFT_KEY) as { revision: number; speaker: Speaker } | undefined
  if (known?.revision === draft.revision) return known.speaker
  const { definition } = validateDefinition(draft.definition)
  const app = definition === null ? null : compileApp(definition).app
  const speaker = app === null ? publishedSpeaker(installation) : speakerOf(app)
  installation.plans.set(DRAFT_KEY, { revision: draft.revision, speaker })
  return speaker
}
