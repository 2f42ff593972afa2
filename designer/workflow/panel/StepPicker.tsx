import { useId } from 'react'
import { Picker } from '../../../runtime/index.ts'
import type { Node, Workflow } from '../../../schemas/generated/definition.ts'
import type { Speaking } from '../words/speaking.ts'
import { tellNode } from '../words/tell.ts'

interface StepPickerProps {
  readonly name: string
  /** the name stands above; else it is only for the ear */
  readonly named?: boolean
  readonly workflow: Workflow
  readonly workflows: readonly Workflow[]
  readonly speaking: Speaking
  readonly value: string
  readonly onChange: (step: string) => void
}

/** A step of the workflow, found by its name: a long workflow has thousands. */
export function StepPicker({ name, named = false, workflow, workflows, speaking, value, onChange }: StepPickerProps) {
  const id = useId()
  const picker = (
    <Picker
      {...(named ? { id } : {})}
      label={name}
      clearable={false}
      items={workflow.nodes.map(node => ({ key: node.key, text: nameOf(speaking, node, workflows) }))}
      chosen={[value]}
      onChoose={([step]) => (step === undefined || step === value ? undefined : onChange(step))}
    />
  )
  if (!named) return picker
  return (
    <div className="fd-row">
      <label htmlFor={id}>{name}</label>
      {picker}
    </div>
  )
}

const names = new WeakMap<Speaking, WeakMap<Node, string>>()

/** The name of a step; what a step says is told once for as long as it stands. */
function nameOf(speaking: Speaking, node: Node, workflows: readonly Workflow[]): string {
  let known = names.get(speaking)
  if (known === undefined) {
    known = new WeakMap()
    names.set(speaking, known)
  }
  const name = known.get(node) ?? tellNode(speaking, node, workflows).title
  known.set(node, name)
  return name
}
