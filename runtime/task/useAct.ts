import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { OpenTask, TaskDocument } from '../api/task-types.ts'

/** What goes along with an act. */
export interface ActBody {
  readonly opinion?: string | undefined
  readonly files?: readonly string[]
  readonly signature?: string | undefined
  readonly to?: string | undefined
  readonly users?: readonly string[]
  readonly kind?: string | undefined
  readonly values?: Readonly<Record<string, unknown>>
}

/** Sends an act; everything that shows the task or its record is read again. */
export function useAct(): {
  readonly busy: string | undefined
  act: (task: TaskDocument, act: string, body?: ActBody) => Promise<OpenTask>
} {
  const client = useQueryClient()
  const [busy, setBusy] = useState<string>()
  return {
    busy,
    async act(task, act, body = {}) {
      setBusy(act)
      try {
        return await request<OpenTask>('POST', `/tasks/${task.id}/${act}`, { body, key: newKey() })
      } finally {
        setBusy(undefined)
        void client.invalidateQueries({ queryKey: keys.allTasks })
        void client.invalidateQueries({ queryKey: keys.form(task.app, task.form) })
      }
    },
  }
}
