import { useMemo } from 'react'
import { confirm, toast } from '../../runtime/index.ts'
import type { AppDefinition, Workflow } from '../../schemas/generated/definition.ts'
import { run } from '../model/draft.ts'
import { usePageTexts } from '../texts.ts'
import type { Load } from './draw/useCarry.ts'
import { START_ITEM } from './graph/shape.ts'
import type { Clip, Kind } from './plans/kinds.ts'
import { type FlowPlan, isRefusal, type Refusal } from './plans/plan.ts'
import { copyOf, duplicate, insertOnEdge, moveToEdge, pasteOnEdge, removeNode } from './plans/steps.ts'
import { addBranch, disconnect, moveBranch } from './plans/ways.ts'
import { workflowTexts } from './texts.ts'

/** Steps copied last: they can be pasted into another workflow too. */
let clip: { readonly piece: Clip; readonly name: string } | undefined

export const clipName = (): string | undefined => clip?.name

interface EditsProps {
  readonly definition: AppDefinition
  readonly workflow: Workflow
  readonly nameOf: (item: string) => string
  readonly select: (item: string) => void
}

/** What the page does to a workflow: each is a plan; steps that go with it are named first, and what cannot be done is said. */
export function useEdits({ definition, workflow, nameOf, select }: EditsProps) {
  const w = usePageTexts(workflowTexts)
  return useMemo(() => {
    const { key } = workflow
    const carryOut = async (plan: FlowPlan | Refusal, question?: string, stay = false): Promise<boolean> => {
      if (isRefusal(plan)) {
        toast.note(w(plan.refused))
        return false
      }
      if (plan.lost.length > 0) {
        const names = plan.lost.map(nameOf).join(w('comma'))
        const title = question ?? w('onWayLost')
        if (!(await confirm({ title, text: w('removeAlso', { names }), action: w('remove'), danger: true })))
          return false
      }
      run(...plan.commands)
      if (plan.focus !== undefined && !stay) select(plan.focus)
      return true
    }
    const isWay = (item: string): boolean => /[>!]\d+$/.test(item)
    const remove = (item: string): void => {
      if (item === START_ITEM) return
      const name = nameOf(item)
      const plan = isWay(item) ? disconnect(definition, key, item) : removeNode(definition, key, item)
      void carryOut(plan, w('removeStep', { name })).then(done =>
        done ? toast.note(w('removed', { name })) : undefined,
      )
    }
    const copy = (item: string): boolean => {
      const piece = isWay(item) ? undefined : copyOf(definition, key, item)
      if (piece === undefined) return false
      clip = { piece, name: nameOf(item) }
      return true
    }
    return {
      carryOut,
      remove,
      insert: (way: string, kind: Kind) => void carryOut(insertOnEdge(definition, key, way, kind)),
      paste: (way: string) =>
        clip === undefined ? undefined : void carryOut(pasteOnEdge(definition, key, way, clip.piece)),
      copy: (item: string) => (copy(item) ? toast.note(w('copied', { name: nameOf(item) })) : undefined),
      cut: (item: string) => (copy(item) ? remove(item) : undefined),
      duplicate: (item: string) => (isWay(item) ? undefined : void carryOut(duplicate(definition, key, item))),
      drop: (load: Load, way: string) =>
        void carryOut(
          'kind' in load ? insertOnEdge(definition, key, way, load.kind) : moveToEdge(definition, key, load.step, way),
        ),
      addBranch: (split: string) => void carryOut(addBranch(definition, key, split)),
      moveBranch: (way: string, by: -1 | 1) => void carryOut(moveBranch(definition, key, way, by)),
    }
  }, [definition, workflow, nameOf, select, w])
}

export type Edits = ReturnType<typeof useEdits>
