import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Startable } from '../api/task-types.ts'
import { useText } from '../i18n/useText.ts'
import { workflowsQuery } from '../record/Workflows.tsx'
import { Button, IconButton } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { toast } from '../ui/toast.tsx'
import { useIsPhone } from '../ui/useMedia.ts'
import { type Chosen, StartDialog } from './StartDialog.tsx'

/** Starts a workflow of a record by hand: a button where there is one, a list where there are several; people are asked for first where one chooses them. */
export function StartWorkflow({ app, form, id }: { readonly app: string; readonly form: string; readonly id: string }) {
  const { t, label } = useText()
  const phone = useIsPhone()
  const client = useQueryClient()
  const [asking, setAsking] = useState<Startable>()
  const { data } = useQuery(workflowsQuery(app, form, id))
  const start = async (workflow: Startable, choose?: Chosen) => {
    try {
      const body = choose === undefined ? {} : { body: { choose } }
      const path = `/apps/${app}/forms/${form}/records/${id}/workflows/${workflow.key}`
      await request('POST', path, { key: newKey(), ...body })
      toast.done(t('record.started', { workflow: label(workflow.name) }))
      setAsking(undefined)
      await client.invalidateQueries({ queryKey: keys.form(app, form) })
      void client.invalidateQueries({ queryKey: keys.allTasks })
    } catch (error) {
      toast.failed(error)
    }
  }
  const begin = (workflow: Startable) => (workflow.choose.length > 0 ? setAsking(workflow) : void start(workflow))
  const textOf = ({ name }: Startable): string => t('record.start', { workflow: label(name) })
  const startable = data?.startable ?? []
  const [only, ...others] = startable
  if (only === undefined) return null
  return (
    <>
      {others.length > 0 ? (
        <Menu
          side="right"
          label={t('task.start')}
          items={startable.map(workflow => ({
            key: workflow.key,
            text: textOf(workflow),
            icon: 'send',
            run: () => begin(workflow),
          }))}
          trigger={props =>
            phone ? (
              <IconButton icon="send" name={t('task.start')} {...props} />
            ) : (
              <Button icon="send" {...props}>
                {t('task.start')}
              </Button>
            )
          }
        />
      ) : phone ? (
        <IconButton icon="send" name={textOf(only)} onClick={() => begin(only)} />
      ) : (
        <Button icon="send" onClick={() => begin(only)}>
          {textOf(only)}
        </Button>
      )}
      {asking === undefined ? null : (
        <StartDialog workflow={asking} onStart={choose => start(asking, choose)} onClose={() => setAsking(undefined)} />
      )}
    </>
  )
}
