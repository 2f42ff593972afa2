import { confirm } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { type ElementList, removeElement } from '../commands/remove-element.ts'
import { run } from '../model/draft.ts'
import { usesOf } from '../model/usage.ts'
import { useDesign } from '../texts.ts'

interface Words {
  readonly title: string
  /** what becomes of it */
  readonly hint: string
}

/** Asks before an element is taken away, saying what needs it; answers whether it went. */
export function useElementRemoval(definition: AppDefinition) {
  const { d, label } = useDesign()
  return async (list: ElementList, key: string, { title, hint }: Words): Promise<boolean> => {
    const uses = usesOf(definition, [list, key]).map(label)
    const usedBy = uses.length === 0 ? [] : [d('designer.usedBy', { places: uses.join('、') })]
    const agreed = await confirm({
      title,
      text: [...usedBy, hint].join(' '),
      action: d('designer.remove'),
      danger: true,
    })
    if (agreed) run(...removeElement(definition, list, key))
    return agreed
  }
}
