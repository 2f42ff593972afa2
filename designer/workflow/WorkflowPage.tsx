import { useCallback, useMemo, useRef } from 'react'
import type { Finding } from '../../engine/index.ts'
import { Button, Empty } from '../../runtime/index.ts'
import type { AppDefinition, Workflow } from '../../schemas/generated/definition.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { run } from '../model/draft.ts'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { Canvas } from './draw/Canvas.tsx'
import { keptFrom, type Shape, START_ITEM, shapeOf } from './graph/shape.ts'
import { WorkflowPanel } from './panel/WorkflowPanel.tsx'
import { newWorkflow } from './plans/create.ts'
import { workflowTexts } from './texts.ts'
import { useEdits } from './useEdits.ts'
import { type Speaking, speakingOf } from './words/speaking.ts'
import { tellNode, tellStart, tellWay } from './words/tell.ts'
import '@xyflow/react/dist/base.css'
import './workflow.css'

/** The page of workflows: the one the address names, else the first. */
export default function WorkflowPage(props: PageProps) {
  const { definition, item, open } = props
  const w = usePageTexts(workflowTexts)
  const workflows = definition.workflows ?? []
  const workflow = workflows.find(({ key }) => key === item) ?? workflows[0]
  if (workflow !== undefined) return <WorkflowEditor key={workflow.key} {...props} workflow={workflow} />
  return (
    <div className="fd-page">
      <Empty
        icon="check"
        title={w('empty')}
        hint={w('emptyHint')}
        action={
          <Button
            kind="primary"
            icon="plus"
            onClick={() => {
              const made = newWorkflow(definition)
              run(...made.commands)
              open(`workflows/${made.key}`)
            }}
          >
            {w('create')}
          </Button>
        }
      />
    </div>
  )
}

function WorkflowEditor({
  definition,
  checked,
  selected,
  onSelect,
  open,
  workflow,
}: PageProps & { readonly workflow: Workflow }) {
  const { language } = useDesign()
  const shape = useShape(workflow)
  const speaking = useSpeaking(definition, workflow.form, language)
  const workflows = definition.workflows ?? []
  const chosen = selected !== null && shape.items.some(({ id }) => id === selected) ? selected : START_ITEM
  const findings = useMemo(
    () => findingsOf(checked.findings, definition, workflow, shape),
    [checked.findings, definition, workflow, shape],
  )
  const panel = useRef<HTMLElement>(null)
  const select = useCallback(
    (id: string, opening = false) => {
      onSelect(id)
      if (opening)
        requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>('input, select, textarea')?.focus())
    },
    [onSelect],
  )
  const nameOf = useCallback(
    (id: string) => nameIn(shape, speaking, workflow, workflows, id),
    [shape, speaking, workflow, workflows],
  )
  const edits = useEdits({ definition, workflow, nameOf, select })
  const addBranch = edits.addBranch
  const drawing = useMemo(
    () => ({ workflow, workflows, speaking, selected: chosen, findings, select, addBranch }),
    [workflow, workflows, speaking, chosen, findings, select, addBranch],
  )
  return (
    <div className="wf">
      <Canvas shape={shape} drawing={drawing} edits={edits} />
      <WorkflowPanel
        ref={panel}
        definition={definition}
        workflow={workflow}
        shape={shape}
        speaking={speaking}
        selected={chosen}
        closed={selected === null}
        findings={findings.get(chosen) ?? []}
        edits={edits}
        select={select}
        nameOf={nameOf}
        onClose={() => onSelect(null)}
        open={open}
      />
    </div>
  )
}

function useShape(workflow: Workflow): Shape {
  const last = useRef<Shape | undefined>(undefined)
  return useMemo(() => {
    const shape = keptFrom(last.current, shapeOf(workflow))
    last.current = shape
    return shape
  }, [workflow])
}

/** Sentences of a form, made anew only when names they use may have changed. */
function useSpeaking(definition: AppDefinition, form: string, language: 'zh' | 'en'): Speaking {
  const { forms, optionLibraries, roles, settings, policies, workflows } = definition
  const names = (workflows ?? []).map(({ key, name }) => `${key} ${name.zh} ${name.en}`).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: of workflows only their names are spoken
  return useMemo(
    () => speakingOf(nameSpaceOf(definition), form, language),
    [forms, optionLibraries, roles, settings, policies, names, form, language],
  )
}

function nameIn(
  shape: Shape,
  speaking: Speaking,
  workflow: Workflow,
  workflows: readonly Workflow[],
  id: string,
): string {
  const item = shape.items.find(one => one.id === id)
  if (item === undefined) return id
  if (item.kind === 'start') return tellStart(speaking, workflow).title
  return item.kind === 'branch'
    ? tellWay(speaking, item.way, item.of, item.last).title
    : tellNode(speaking, item.node, workflows).title
}

/** Findings by the item they are about: a way that has no card is its step's. */
function findingsOf(
  findings: readonly Finding[],
  definition: AppDefinition,
  workflow: Workflow,
  shape: Shape,
): ReadonlyMap<string, readonly Finding[]> {
  const index = (definition.workflows ?? []).findIndex(({ key }) => key === workflow.key)
  const ids = new Set(shape.items.map(({ id }) => id))
  const found = new Map<string, Finding[]>()
  for (const finding of findings) {
    const [part, at, list, node, edges, edge] = finding.path.split('/').slice(1)
    if (part !== 'workflows' || at !== String(index)) continue
    const key = list === 'nodes' ? workflow.nodes[Number(node)]?.key : undefined
    const way = key === undefined ? '' : `${key}${edges === 'next' ? '>' : edges === 'events' ? '!' : '?'}${edge ?? ''}`
    const id = ids.has(way) ? way : (key ?? START_ITEM)
    found.set(id, [...(found.get(id) ?? []), finding])
  }
  return found
}
