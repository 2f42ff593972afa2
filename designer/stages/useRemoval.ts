import { useQueryClient } from '@tanstack/react-query'
import { confirm } from '../../runtime/index.ts'
import type { Form, Stage } from '../../schemas/generated/definition.ts'
import { useDraft } from '../model/draft.ts'
import { usesOf } from '../model/usage.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { stageTexts } from './texts.ts'

/** Asks before a stage is taken away, saying how many records stand there and what needs it. */
export function useRemoval(app: string, form: Form) {
  const w = usePageTexts(stageTexts)
  const { d, label } = useDesign()
  const definition = useDraft(state => state.definition)
  const client = useQueryClient()
  return (stage: Stage): Promise<boolean> => {
    const known = client.getQueriesData<{ count: number }>({ queryKey: ['designer', 'standing', app, form.key] })
    const count = known.find(([key]) => key.at(-1) === stage.key)?.[1]?.count ?? 0
    const place = ['forms', form.key, 'stages', 'pipeline', stage.key]
    const uses = definition === null ? [] : usesOf(definition, place).map(label)
    const usedBy = uses.length === 0 ? [] : [d('designer.usedBy', { places: uses.join('、') })]
    return confirm({
      title: w('removeAsk', { name: label(stage.label) }),
      text: [...(count > 0 ? [w('standing', { count })] : []), ...usedBy, w('removeHint')].join(' '),
      action: w('removeStage'),
      danger: true,
    })
  }
}
