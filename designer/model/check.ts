import { useEffect, useRef, useState } from 'react'
import type { Finding } from '../../engine/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { useDraft } from './draft.ts'

export interface Checked {
  /** the draft that was checked, when nothing in it stands against a publish */
  readonly sound: AppDefinition | null
  readonly findings: readonly Finding[]
  /** nothing is known before the first answer */
  readonly isPending: boolean
}

const CHECK_AFTER_MS = 250
const unchecked: Checked = { sound: null, findings: [], isPending: true }

/**
 * What the engine says of the draft, in the browser, a moment after each edit: the same check that stands before a publish. It works beside the page, so that
 * an app of thousands of fields never holds up a key; of the drafts that come while it works only the latest is looked at.
 */
export function useChecked(): Checked {
  const definition = useDraft(state => state.definition)
  const [checked, setChecked] = useState(unchecked)
  const checker = useRef<Checker | null>(null)
  useEffect(() => {
    const own = startChecker(setChecked)
    checker.current = own
    return () => own.stop()
  }, [])
  useEffect(() => {
    if (definition === null) return
    const timer = setTimeout(() => checker.current?.check(definition), CHECK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [definition])
  return checked
}

interface Checker {
  readonly check: (definition: AppDefinition) => void
  readonly stop: () => void
}

function startChecker(tell: (checked: Checked) => void): Checker {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' })
  let working: AppDefinition | null = null
  let next: AppDefinition | null = null
  const check = (definition: AppDefinition): void => {
    if (working !== null) {
      next = definition
      return
    }
    working = definition
    worker.postMessage(definition)
  }
  worker.onmessage = ({ data }: MessageEvent<readonly Finding[]>) => {
    const sound = data.some(({ severity }) => severity === 'error') ? null : working
    working = null
    tell({ sound, findings: data, isPending: false })
    if (next === null) return
    const wanted = next
    next = null
    check(wanted)
  }
  return { check, stop: () => worker.terminate() }
}
