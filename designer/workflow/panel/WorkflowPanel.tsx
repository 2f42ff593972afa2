import type { Ref } from 'react'
import type { Finding } from '../../../engine/index.ts'
import { Button, IconButton } from '../../../runtime/index.ts'
import { errorMessage } from '../../../schemas/errors/catalogue.ts'
import { usePageTexts } from '../../texts.ts'
import { workflowTexts } from '../texts.ts'
import { BranchPanel } from './BranchPanel.tsx'
import { NodePanel } from './NodePanel.tsx'
import type { PanelProps } from './props.ts'
import { StartPanel } from './StartPanel.tsx'
import { panelTexts } from './texts.ts'

interface WorkflowPanelProps extends PanelProps {
  readonly ref: Ref<HTMLElement>
  readonly selected: string
  /** nothing is chosen: on a phone the drawing has the room */
  readonly closed: boolean
  readonly findings: readonly Finding[]
  readonly nameOf: (item: string) => string
  readonly onClose: () => void
  readonly open: (to: string) => void
}

/** Settings of what is selected: the start, a step, or a branch. */
export function WorkflowPanel({
  ref,
  selected,
  closed,
  findings,
  nameOf,
  onClose,
  open,
  ...panel
}: WorkflowPanelProps) {
  const w = usePageTexts(workflowTexts)
  const p = usePageTexts(panelTexts)
  const { shape, edits, speaking } = panel
  const item = shape.items.find(({ id }) => id === selected)
  if (item === undefined) return null
  return (
    <aside
      ref={ref}
      className={`fd-properties wf-panel${closed ? ' is-closed' : ''}`}
      aria-label={w('panel')}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        document.querySelector<HTMLElement>(`.wf-canvas [data-item="${CSS.escape(selected)}"]`)?.focus()
      }}
    >
      <header className="wf-panel-head">
        <h2 className="fw-grow">{nameOf(selected)}</h2>
        <span className="wf-panel-close">
          <IconButton icon="close" name={w('close')} onClick={onClose} />
        </span>
      </header>
      {findings.map(({ code, path, params, severity }) => (
        <p key={`${code}${path}`} className={`fd-finding is-${severity}`} role="alert">
          {errorMessage(code, params, speaking.language)}
        </p>
      ))}
      {item.kind === 'start' ? (
        <StartPanel {...panel} open={open} />
      ) : item.kind === 'branch' ? (
        <BranchPanel key={item.id} {...panel} way={item.way} of={item.of} />
      ) : (
        <>
          <NodePanel key={item.id} {...panel} node={item.node} />
          <div className="wf-buttons">
            <Button size="small" icon="copy" onClick={() => edits.duplicate(item.id)}>
              {p('duplicate')}
            </Button>
            <Button size="small" kind="danger" icon="trash" onClick={() => edits.remove(item.id)}>
              {p('remove')}
            </Button>
          </div>
        </>
      )}
    </aside>
  )
}
