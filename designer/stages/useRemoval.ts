import { useQueryClient } from '@tanstack/react-query'
import { confirm } from '../../runtime/index.ts'
import type { Form, Stage } from '../../schemas/generated/definition.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { stageTexts } from './texts.ts'

/** Asks before a stage is taken away, saying how many records stand there. */
export function useRemoval(app: string, form: Form) {
  const w = usePageTexts(stageTexts)
  const { label } = useDesign()
  const client = useQueryClient()
  return (stage: Stage): Promise<boolean> => {
    const known = client.getQueriesData<{ count: number }>({ queryKey: ['designer', 'standing', app, form.key] })
    const count = known.find(([key]) => key.at(-1) === stage.key)?.[1]?.count ?? 0
    return confirm({
      title: w('removeAsk', { name: label(stage.label) }),
      text: [...(count > 0 ? [w('standing', { count })] : []), w('removeHint')].join(' '),
      action: w('removeStage'),
      danger: true,
    })
  }
}
