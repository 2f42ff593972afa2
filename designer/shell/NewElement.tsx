import { Button } from '../../runtime/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { run } from '../model/draft.ts'
import { useDesign } from '../texts.ts'
import type { Part } from './parts.ts'

interface NewElementProps {
  readonly part: Part
  readonly definition: AppDefinition
  readonly open: (to: string) => void
}

/** Makes a part's new element and opens it: what an empty page has to do. */
export function NewElement({ part, definition, open }: NewElementProps) {
  const { pair } = useDesign()
  const { create } = part
  if (create === undefined) return null
  const act = () => {
    const { key, commands } = create(definition)
    run(...commands)
    open(`${part.part}/${key}`)
  }
  return (
    <Button kind="primary" icon="plus" onClick={act}>
      {pair(part.createName ?? part.name)}
    </Button>
  )
}
