import type { TextKey } from '../i18n/texts/index.ts'
import { texts } from '../i18n/texts/index.ts'

const known = (key: string, otherwise: TextKey): TextKey => (Object.hasOwn(texts, key) ? (key as TextKey) : otherwise)

/** Acts travel as `add-signer`; words are kept as `add_signer`. */
const wordOf = (act: string): string => act.replaceAll('-', '_')

/** What a button says. */
export const actText = (act: string): TextKey => known(`task.act.${wordOf(act)}`, 'task.did.other')

/** What somebody did, in the trail. */
export const didText = (act: string): TextKey => known(`task.did.${wordOf(act)}`, 'task.did.other')

/** How a task or a workflow stands. */
export const stateText = (state: string): TextKey => known(`task.state.${state}`, 'task.state.done')

export const kindText = (kind: string): TextKey => known(`task.kind.${kind}`, 'task.kind.todo')

/** What a step without a name of its own is called. */
export const stepText = (type: string): TextKey => known(`progress.step.${type}`, 'progress.step.do')

const COLORS: Readonly<Record<string, string>> = {
  approved: 'green',
  submitted: 'green',
  rejected: 'red',
  returned: 'orange',
  open: 'blue',
  running: 'blue',
  withdrawn: 'grey',
  cancelled: 'grey',
}

export const stateColor = (state: string): string => COLORS[state] ?? 'grey'
