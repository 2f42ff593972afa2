import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { TaskDocument } from '../api/task-types.ts'
import { useText } from '../i18n/useText.ts'
import { toast } from '../ui/toast.tsx'

interface Answer {
  readonly results: readonly {
    readonly id: string
    readonly done: boolean
    readonly problem?: { readonly detail?: string; readonly title: string }
  }[]
}

/** A task that was not done with the others, and why. */
export interface Refused {
  readonly task: TaskDocument
  readonly why: string
}

/** One act on many tasks; what is refused stops nothing and is told, task by task. */
export type Batch = ReturnType<typeof useBatch>

export function useBatch() {
  const { t } = useText()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<readonly Refused[]>([])
  const run = async (tasks: readonly TaskDocument[], act: 'approve' | 'reject', opinion: string): Promise<boolean> => {
    setBusy(true)
    try {
      const body = { ids: tasks.map(({ id }) => id), act, ...(opinion === '' ? {} : { opinion }) }
      const { results } = await request<Answer>('POST', '/tasks/batch', { body })
      const done = results.filter(one => one.done).length
      if (done > 0) toast.done(t(act === 'approve' ? 'task.batchDone' : 'task.batchRejected', { n: done }))
      setRefused(
        results.flatMap(({ id, problem }) => {
          const task = tasks.find(one => one.id === id)
          return problem === undefined || task === undefined ? [] : [{ task, why: problem.detail ?? problem.title }]
        }),
      )
      return true
    } catch (error) {
      toast.failed(error)
      return false
    } finally {
      setBusy(false)
      void client.invalidateQueries({ queryKey: keys.allTasks })
      for (const { app, form } of tasks) void client.invalidateQueries({ queryKey: keys.form(app, form) })
    }
  }
  return { busy, refused, run, forget: () => setRefused([]) }
}
